/** A flag as SQLite keeps it: 0 or 1. */
export type Flag = number;

/** An instant in UTC, ISO 8601 text. */
export type Instant = string;

/** A day in the company's zone, `YYYY-MM-DD`. */
export type Day = string;

/** Money or a quantity as decimal text, so that no digit is lost; SQLite has no decimals. */
export type Decimal = string;

/** What every record carries beside its own columns: `version` counts its changes, for a stale save to be noticed. */
export interface RecordColumns {
	version: number;
	created_at: Instant;
	updated_at: Instant;
	/** Set while the record is deleted: it keeps its row, so that undo and history find it. */
	deleted_at: Instant | null;
}
