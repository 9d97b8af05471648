import type { Data, DataType } from 'apache-arrow';
import type { ChunkColumn } from './chunk-column.ts';

/** Collects one column of one record batch. */
export interface ColumnBuilder {
	readonly type: DataType;
	/** Bytes collected, to bound the size of a batch. */
	readonly byteLength: number;
	/**
	 * Copies a chunk's column.
	 * @throws RangeError when a value does not fit Arrow's type; the message names the value
	 */
	append(column: ChunkColumn): void;
	/** What was collected. It lies in the builder's own memory and is good until `clear`. */
	build(): Data;
	clear(): void;
}
