import duckdb from '@duckdb/node-bindings';

/** One column of one DuckDB chunk, as bytes. */
export interface ChunkColumn {
	readonly rows: number;
	/** Validity bits, lowest first, 1 where there is a value; null where every row has one. */
	readonly validity: Uint8Array | null;
	/** The first `byteCount` bytes of the values in DuckDB's layout. The memory is the chunk's: copy it at once. */
	data(byteCount: number): Uint8Array;
}

const VALIDITY_WORD_ROWS = 64;
const VALIDITY_WORD_BYTES = 8;

/**
 * A column of a chunk. Nothing here keeps the chunk's memory alive: the caller holds on to the chunk until the column
 * has been copied.
 */
export function chunkColumn(chunk: duckdb.DataChunk, column: number, rows: number): ChunkColumn {
	const vector = duckdb.data_chunk_get_vector(chunk, column);
	const validityBytes = Math.ceil(rows / VALIDITY_WORD_ROWS) * VALIDITY_WORD_BYTES;
	return {
		rows,
		// The binding declares that there always is a mask, but gives null where DuckDB has allocated none.
		validity: duckdb.vector_get_validity(vector, validityBytes),
		data: (byteCount) => duckdb.vector_get_data(vector, byteCount),
	};
}

export function hasValue({ validity }: ChunkColumn, row: number): boolean {
	return validity === null || ((validity[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
}

/** Zeroes the values of null rows: DuckDB leaves there whatever the memory held. */
export function zeroNulls(column: ChunkColumn, values: Uint8Array, width: number): void {
	if (column.validity === null) return;
	for (let row = 0; row < column.rows; row++) {
		if (!hasValue(column, row)) values.fill(0, row * width, (row + 1) * width);
	}
}
