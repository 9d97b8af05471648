import { Bool, Data } from 'apache-arrow';
import { BitBuffer } from './bit-buffer.ts';
import { hasValue } from './chunk-column.ts';
import type { ColumnBuilder } from './column-builder.ts';

/** A BOOLEAN column: DuckDB has a byte for a value, Arrow a bit. */
export function booleanColumn(): ColumnBuilder {
	const type = new Bool();
	const values = new BitBuffer();
	const validity = new BitBuffer();
	return {
		type,
		get byteLength() {
			return values.view().length;
		},
		append(column) {
			const bytes = column.data(column.rows);
			values.append(column.rows, (row) => hasValue(column, row) && bytes[row] !== 0);
			validity.append(column.rows, (row) => hasValue(column, row));
		},
		build: () => new Data(type, 0, validity.length, validity.zeros, { 1: values.view(), 2: validity.view() }),
		clear() {
			values.clear();
			validity.clear();
		},
	};
}
