import { Data } from 'apache-arrow';
import type { DataType, Vector } from 'apache-arrow';
import { BitBuffer } from './bit-buffer.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { hasValue, zeroNulls } from './chunk-column.ts';
import type { ChunkColumn } from './chunk-column.ts';
import type { ColumnBuilder } from './column-builder.ts';

export interface FixedLayout {
	readonly type: DataType;
	/** Bytes of one value in Arrow. */
	readonly width: number;
	/** The bytes as the array that Arrow's writer takes. */
	readonly values: (bytes: Uint8Array<ArrayBuffer>) => ArrayBufferView;
	/** Writes a chunk's values; the values are copied as they are when left out. */
	readonly convert?: (column: ChunkColumn, target: Uint8Array<ArrayBuffer>) => void;
	/** Throws a RangeError for values that Arrow's type cannot hold. Sees one chunk as Arrow has it, nulls as zero. */
	readonly validate?: (bytes: Uint8Array<ArrayBuffer>) => void;
	/** What a column of codes points to; one object for all batches, so that it is written once. */
	readonly dictionary?: Vector;
}

/** A column of values that all take the same number of bytes. */
export function fixedColumn(layout: FixedLayout): ColumnBuilder {
	const { type, width } = layout;
	const values = new ByteBuffer();
	const validity = new BitBuffer();
	return {
		type,
		get byteLength() {
			return values.length;
		},
		append(column) {
			const target = values.reserve(column.rows * width);
			if (layout.convert) layout.convert(column, target);
			else target.set(column.data(column.rows * width));
			zeroNulls(column, target, width);
			layout.validate?.(target);
			validity.append(column.rows, (row) => hasValue(column, row));
		},
		build() {
			const buffers = { 1: layout.values(values.view()), 2: validity.view() };
			return new Data(type, 0, validity.length, validity.zeros, buffers, [], layout.dictionary);
		},
		clear() {
			values.clear();
			validity.clear();
		},
	};
}
