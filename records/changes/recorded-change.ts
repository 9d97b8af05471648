import type { ChangeAction, ChangesTable } from '../schema/changes.ts';
import type { TrackedTable } from './tracked-tables.ts';

/** One change of one record as people read it. */
export interface RecordedChange {
	readonly sequence: number;
	readonly changedAt: string;
	readonly userId: string;
	/** Null for a user that is not there (any more). */
	readonly userName: string | null;
	readonly batchId: string;
	readonly table: TrackedTable;
	readonly id: string;
	readonly action: ChangeAction;
	/** The record's version after the change. */
	readonly version: number;
	/** The columns that changed, as they were; null when it was made. */
	readonly before: Readonly<Record<string, unknown>> | null;
	/** The columns that changed, as they are since; all when it was made, null when it was deleted. */
	readonly after: Readonly<Record<string, unknown>> | null;
}

function columnsOf(json: string | null): Record<string, unknown> | null {
	return json === null ? null : (JSON.parse(json) as Record<string, unknown>);
}

/** A row of `changes` with its user's name as people read it. */
export function toRecordedChange(row: ChangesTableRow): RecordedChange {
	return {
		sequence: row.sequence,
		changedAt: row.changed_at,
		userId: row.user_id,
		userName: row.user_name,
		batchId: row.batch_id,
		table: row.table_name as TrackedTable,
		id: row.record_id,
		action: row.action,
		version: row.version,
		before: columnsOf(row.before),
		after: columnsOf(row.after),
	};
}

export type ChangesTableRow = Omit<ChangesTable, 'sequence'> & {
	readonly sequence: number;
	readonly user_name: string | null;
};
