import { Decimal } from 'apache-arrow';
import type { ChunkColumn } from './chunk-column.ts';
import type { ColumnBuilder } from './column-builder.ts';
import { fixedColumn } from './fixed-column.ts';

const WORDS = 4;
const BYTES = 16;

/** Sign-extends integers of 16, 32 or 64 bits to the 128 bits that Arrow's decimals have. */
function widen(integers: Int16Array | Int32Array, wordsEach: 1 | 2, target: Uint8Array<ArrayBuffer>): void {
	const words = new Int32Array(target.buffer, target.byteOffset, target.byteLength / 4);
	const rows = words.length / WORDS;
	for (let row = 0; row < rows; row++) {
		let last = 0;
		for (let word = 0; word < wordsEach; word++) {
			last = integers[row * wordsEach + word] ?? 0;
			words[row * WORDS + word] = last;
		}
		words.fill(last < 0 ? -1 : 0, row * WORDS + wordsEach, (row + 1) * WORDS);
	}
}

function copied(bytes: Uint8Array): ArrayBuffer {
	return bytes.slice().buffer;
}

function convertFrom(width: number): (column: ChunkColumn, target: Uint8Array<ArrayBuffer>) => void {
	if (width <= 4) return (column, target) => widen(new Int16Array(copied(column.data(column.rows * 2))), 1, target);
	if (width <= 9) return (column, target) => widen(new Int32Array(copied(column.data(column.rows * 4))), 1, target);
	if (width <= 18) return (column, target) => widen(new Int32Array(copied(column.data(column.rows * 8))), 2, target);
	return (column, target) => target.set(column.data(column.rows * BYTES));
}

/** DECIMAL(width, scale): DuckDB has it in 2, 4, 8 or 16 bytes by its width, Arrow in 16. */
export function decimalColumn(width: number, scale: number): ColumnBuilder {
	return fixedColumn({
		type: new Decimal(scale, width, 128),
		width: BYTES,
		values: (bytes) => new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4),
		convert: convertFrom(width),
	});
}

const LARGEST_DIGITS = 38;
const LARGEST = 10n ** BigInt(LARGEST_DIGITS);
/** Any value whose highest 32 bits are nearer to zero than this has at most 38 digits. */
const SAFE_HIGH_BITS = Number(LARGEST >> 96n);

function refuseOver38Digits(bytes: Uint8Array<ArrayBuffer>): void {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	for (let at = 0; at < bytes.length; at += BYTES) {
		if (Math.abs(view.getInt32(at + 12, true)) < SAFE_HIGH_BITS) continue;
		const value = (view.getBigInt64(at + 8, true) << 64n) | view.getBigUint64(at, true);
		if (value >= LARGEST || value <= -LARGEST) throw new RangeError(`${value} has more than ${LARGEST_DIGITS} digits`);
	}
}

/** HUGEINT, what `sum` of integers gives, as Decimal128(38, 0): Arrow has no integer of that size. */
export function hugeintColumn(): ColumnBuilder {
	return fixedColumn({
		type: new Decimal(0, LARGEST_DIGITS, 128),
		width: BYTES,
		values: (bytes) => new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4),
		validate: refuseOver38Digits,
	});
}
