import { Int32 } from 'apache-arrow';
import { expect, test } from 'vitest';
import type { ChunkColumn } from '#warehouse/arrow/chunk-column.ts';
import { fixedColumn } from '#warehouse/arrow/fixed-column.ts';

function column(values: readonly number[], validity: number): ChunkColumn {
	const bytes = new Uint8Array(Int32Array.from(values).buffer);
	return { rows: values.length, validity: Uint8Array.of(validity), data: (count) => bytes.subarray(0, count) };
}

const int32 = (bytes: Uint8Array<ArrayBuffer>) => new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);

test('carries none of the memory that DuckDB left behind a null', () => {
	const builder = fixedColumn({ type: new Int32(), width: 4, values: int32 });
	builder.append(column([1, 999, 3], 0b101));
	expect([...(builder.build().values as Int32Array)]).toEqual([1, 0, 3]);
});

test('validates what Arrow would see: the memory behind a null is no value', () => {
	const seen: number[][] = [];
	const builder = fixedColumn({
		type: new Int32(),
		width: 4,
		values: int32,
		validate: (bytes) => seen.push([...int32(bytes)]),
	});
	builder.append(column([999, 2], 0b10));
	expect(seen).toEqual([[0, 2]]);
});

test('starts afresh after clear', () => {
	const builder = fixedColumn({ type: new Int32(), width: 4, values: int32 });
	builder.append(column([1, 2, 3], 0b111));
	builder.clear();
	builder.append(column([4, 5], 0b01));
	const data = builder.build();
	expect([data.length, data.nullCount, data.getValid(0), data.getValid(1)]).toEqual([2, 1, true, false]);
});
