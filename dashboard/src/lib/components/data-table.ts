import type { Snippet } from 'svelte';

/** One column of a table: how it is called, read and placed. */
export interface TableColumn<Row> {
	/** The column's name in the data, and in the address when sorted by. */
	readonly key: string;
	readonly label: string;
	/** The cell as text: already in the reader's language. */
	readonly text: (row: Row) => string;
	/** Numbers stand right, text left. */
	readonly align?: 'start' | 'end';
	readonly isSortable?: boolean;
	/** A share from 0 to 1, drawn as a bar behind the number. */
	readonly share?: (row: Row) => number | null;
	/** Draws the cell instead of its plain text: a status, a link. */
	readonly cell?: Snippet<[Row]>;
	/**
	 * Where the cell goes in the phone's rows of two lines: names the row, stands right of it, below with its name, at the
	 * very end without it, or not at all.
	 */
	readonly phone?: 'title' | 'figure' | 'detail' | 'action' | 'hidden';
	/** Explains the head on pointing at it. */
	readonly hint?: string;
	/** Cuts text that is longer than this many characters wide. */
	readonly maxWidth?: number;
}

/** How a table is sorted, as its address says. */
export interface TableSort {
	readonly key: string;
	readonly dir: 'asc' | 'desc';
}
