import type { QuarantineReason } from './contract/quarantined-row.ts';
import type { SourceColumn } from './contract/source-columns.ts';

/**
 * A row as text, a field for each declared column in their order, null where it has none: what a delimited file would say.
 * Numbers with a point, days and times as ISO 8601, `true` and `false`, lists and objects as JSON.
 */
export type RowFields = readonly (string | null)[];

/** A row that cannot be told in fields, or that the source itself marks as failed. */
export interface BrokenRow {
	/** Its place among all rows of the page, counted from 1. */
	readonly place: number;
	readonly reason: Extract<QuarantineReason, 'unparseable_record' | 'size_limit' | 'source_error' | 'schema_violation'>;
	readonly message: string;
	/** Its text, cut after 10,000 characters. */
	readonly original: string;
}

/** Rows that were fetched together. */
export interface RowPage {
	/** Where they came from, for the reader of a quarantine: `page 3`. No secret, no value of a row. */
	readonly label: string;
	readonly rows: readonly RowFields[];
	readonly broken: readonly BrokenRow[];
}

/** The part of a source that is wanted, by its cursor; values as DuckDB writes them in the column's type. */
export interface CursorRange {
	/** Null: from the beginning. */
	readonly from: string | null;
	/** Whether a row with the value `from` itself is wanted; asking for it all the same does no harm. */
	readonly isFromIncluded: boolean;
	/** Null: to the end. A row with this value is not wanted any more. */
	readonly to: string | null;
}

/** What is read of a source that gives rows page by page. */
export interface RowReader {
	/**
	 * Whether rows come in ascending order of the cursor, so that those read can be committed before the last page: after an
	 * interruption the next load goes on from there. A source that does not keep the order it promised loses no row: the
	 * loader checks it.
	 */
	readonly isOrdered: boolean;
	/**
	 * Rows of a range, or all of them where the source has no cursor. Rows outside of the range may come as well, the loader
	 * leaves them out; none of the range may be missing.
	 * @throws SourceError when the source cannot be read; what was committed stays
	 */
	pages(range: CursorRange | null): AsyncIterable<RowPage>;
	/** How many rows a range has; null when the source cannot tell cheaply. */
	count?(range: CursorRange | null): Promise<number | null>;
	/** Names that rows had so far and no column takes, in any order. */
	undeclared(): readonly string[];
	/** Gives back what is held: connections, files. To be called whatever became of the reading. */
	close(): Promise<void>;
}

/** What a reader is opened with. */
export interface RowReading {
	readonly columns: readonly SourceColumn[];
	/** Where secrets are, by the names that the config has. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Paths of the source are relative to it. */
	readonly configDir: string;
	readonly signal?: AbortSignal | undefined;
}
