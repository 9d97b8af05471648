/** A value of a result row, as JSON has it. */
export type ConsoleValue = string | number | boolean | null;

export interface ConsoleColumn {
	readonly name: string;
	/** DuckDB's name of the type; ENUM without its values. */
	readonly type: string;
}

/** What the process makes of the rows: JSON values up to a limit, an Arrow stream, or a Parquet file in a folder. */
export type ConsoleOutput =
	| { readonly kind: 'rows'; readonly limit: RowLimit }
	| { readonly kind: 'arrow' }
	| { readonly kind: 'parquet'; readonly folder: string; readonly fileName: string };

export interface RowLimit {
	readonly rows: number;
	/** Characters of text in all rows together. */
	readonly characters: number;
}

export interface ConsoleRequest {
	readonly marts: string;
	readonly sql: string;
	readonly output: ConsoleOutput;
	/** DuckDB's own limit, as it writes sizes. */
	readonly memoryLimit: string;
}

/** The parent asks; each question has one answer. */
export type Question =
	| { readonly kind: 'start'; readonly request: ConsoleRequest } // answered by columns or failed
	| { readonly kind: 'next' }; // answered by rows, bytes, end or failed

export type Answer =
	| { readonly kind: 'columns'; readonly columns: readonly ConsoleColumn[] }
	| { readonly kind: 'rows'; readonly rows: readonly (readonly ConsoleValue[])[] }
	| { readonly kind: 'bytes'; readonly bytes: Uint8Array }
	| ConsoleEnd
	| { readonly kind: 'failed'; readonly message: string };

export interface ConsoleEnd {
	readonly kind: 'end';
	/** Rows given. */
	readonly rowsCount: number;
	/** The query has more rows than were given. */
	readonly truncated: boolean;
	/** Time the query worked; waiting for the reader does not count. */
	readonly seconds: number;
}
