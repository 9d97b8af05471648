/**
 * What a value is to the server: numbers, days, times without and with a zone are compared as such, text by its characters,
 * and everything else as text.
 */
export type ServerKind = 'number' | 'day' | 'time' | 'instant' | 'text' | 'other';

/** A column that a table or a query has. */
export interface ServerColumn {
	readonly name: string;
	/** What the server calls its type, for a sentence. */
	readonly type: string;
	readonly kind: ServerKind;
	/** False only where the server promises a value. */
	readonly isNullable: boolean;
	/** SQL of what is fetched. */
	readonly sql: string;
	/** Makes the text of a row out of what was fetched, which is no null; null where that is the text already. */
	readonly toText: ((value: string) => string) | null;
}
