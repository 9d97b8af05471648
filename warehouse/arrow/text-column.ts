import duckdb from '@duckdb/node-bindings';
import { Data } from 'apache-arrow';
import type { Binary, Utf8 } from 'apache-arrow';
import { BitBuffer } from './bit-buffer.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { hasValue } from './chunk-column.ts';
import type { ChunkColumn } from './chunk-column.ts';
import type { ColumnBuilder } from './column-builder.ts';

/** The texts of one chunk's column; asked only for rows that are not null, in their order. */
interface Texts {
	byteLength(row: number): number;
	/** Writes a row's bytes at a place that has room for them. */
	copy(row: number, target: Uint8Array, at: number): void;
}

const OFFSET_BYTES = 4;
const LARGEST_OFFSET = 0x7f_ff_ff_ff;

/** A column of values of any length; `open` prepares a chunk's column for reading. */
function variableColumn(type: Utf8 | Binary, open: (column: ChunkColumn) => Texts): ColumnBuilder {
	const values = new ByteBuffer();
	const offsets = new ByteBuffer();
	const validity = new BitBuffer();
	offsets.reserve(OFFSET_BYTES);

	function appendOffsets(column: ChunkColumn, texts: Texts): Int32Array {
		const room = offsets.reserve(column.rows * OFFSET_BYTES);
		const ends = new Int32Array(room.buffer, room.byteOffset, column.rows);
		let end = values.length;
		for (let row = 0; row < column.rows; row++) {
			if (hasValue(column, row)) end += texts.byteLength(row);
			if (end > LARGEST_OFFSET) throw new RangeError(`more than ${LARGEST_OFFSET} bytes in ${row + 1} rows`);
			ends[row] = end;
		}
		return ends;
	}

	return {
		type,
		get byteLength() {
			return values.length + offsets.length;
		},
		append(column) {
			const texts = open(column);
			const ends = appendOffsets(column, texts);
			const before = values.length;
			const target = values.reserve((ends.at(-1) ?? before) - before);
			let at = 0;
			for (let row = 0; row < column.rows; row++) {
				if (hasValue(column, row)) texts.copy(row, target, at);
				at = (ends[row] ?? before) - before;
			}
			validity.append(column.rows, (row) => hasValue(column, row));
		},
		build() {
			const { buffer, byteOffset } = offsets.view();
			const ends = new Int32Array(buffer, byteOffset, validity.length + 1);
			const buffers = { 0: ends, 1: values.view(), 2: validity.view() };
			return new Data<Utf8 | Binary>(type, 0, validity.length, validity.zeros, buffers);
		},
		clear() {
			values.clear();
			offsets.clear();
			offsets.reserve(OFFSET_BYTES);
			validity.clear();
		},
	};
}

const ENTRY_BYTES = 16;
const INLINED_BYTES = 12;
const INLINED_AT = 4;
const POINTER_AT = 8;
/** DuckDB lays the long texts of a vector one behind the other, each at a multiple of this. */
const ALIGNMENT = 8;

/** The entries of a VARCHAR or BLOB vector: a length, then up to 12 bytes or a pointer to more. */
function openEntries(column: ChunkColumn): Texts {
	const entries = column.data(column.rows * ENTRY_BYTES).slice();
	const words = new Uint32Array(entries.buffer);
	let block: Uint8Array = entries;
	let blockStart = 0;
	let blockEnd = 0;

	const byteLength = (row: number): number => words[row * 4] ?? 0;
	const addressOf = (row: number): number => (words[row * 4 + 3] ?? 0) * 2 ** 32 + (words[row * 4 + 2] ?? 0);

	// A call into the binding costs as much as copying many texts, so those that lie together are fetched together.
	function fetchBlock(first: number): void {
		blockStart = addressOf(first);
		blockEnd = blockStart + byteLength(first);
		for (let row = first + 1; row < column.rows; row++) {
			if (!hasValue(column, row) || byteLength(row) <= INLINED_BYTES) continue;
			const gap = addressOf(row) - blockEnd;
			if (gap < 0 || gap >= ALIGNMENT) break;
			blockEnd = addressOf(row) + byteLength(row);
		}
		block = duckdb.get_data_from_pointer(entries.buffer, first * ENTRY_BYTES + POINTER_AT, blockEnd - blockStart);
	}

	return {
		byteLength,
		copy(row, target, at) {
			const length = byteLength(row);
			if (length <= INLINED_BYTES) {
				const start = row * ENTRY_BYTES + INLINED_AT;
				for (let index = 0; index < length; index++) target[at + index] = entries[start + index] ?? 0;
				return;
			}
			const address = addressOf(row);
			if (address < blockStart || address + length > blockEnd) fetchBlock(row);
			target.set(block.subarray(address - blockStart, address - blockStart + length), at);
		},
	};
}

/** VARCHAR, JSON and BLOB, as the bytes that DuckDB has (text is UTF-8 in both). */
export function textColumn(type: Utf8 | Binary): ColumnBuilder {
	return variableColumn(type, openEntries);
}

const UUID_BYTES = 16;
const UUID_CHARACTERS = 36;
const TOP_BIT = 0x80;
const encoder = new TextEncoder();

/** The entries of a UUID vector: an integer of 128 bits, lowest byte first, its top bit flipped so that it sorts. */
function openUuids(column: ChunkColumn): Texts {
	const bytes = column.data(column.rows * UUID_BYTES).slice();
	return {
		byteLength: () => UUID_CHARACTERS,
		copy(row, target, at) {
			const entry = bytes.slice(row * UUID_BYTES, (row + 1) * UUID_BYTES).reverse();
			entry[0] = (entry[0] ?? 0) ^ TOP_BIT;
			const text = entry.toHex().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
			encoder.encodeInto(text, target.subarray(at));
		},
	};
}

/** UUID as its 36 characters. */
export function uuidColumn(type: Utf8): ColumnBuilder {
	return variableColumn(type, openUuids);
}
