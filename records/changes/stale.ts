import type { Records } from '../database.ts';
import { toRecordedChange } from './recorded-change.ts';
import type { RecordedChange } from './recorded-change.ts';
import type { RecordReference, TrackedTable } from './tracked-tables.ts';

/** There is no such record, or it is deleted. */
export class RecordNotFoundError extends Error {
	readonly table: TrackedTable;
	readonly id: string;

	constructor(table: TrackedTable, id: string) {
		super(`no record "${id}" in ${table}`);
		this.name = 'RecordNotFoundError';
		this.table = table;
		this.id = id;
	}
}

/** A record was changed by somebody since it was looked at: the page shows both. */
export class StaleRecordError extends Error {
	readonly table: TrackedTable;
	readonly id: string;
	readonly seenVersion: number;
	/** The record as it stands now; `deleted_at` is set when it is deleted. */
	readonly current: Readonly<Record<string, unknown>>;
	/** What happened to it since, the oldest first: who, when, which columns. */
	readonly changes: readonly RecordedChange[];

	constructor(
		{ table, id }: RecordReference,
		seenVersion: number,
		current: Readonly<Record<string, unknown>>,
		changes: readonly RecordedChange[],
	) {
		super(`"${id}" in ${table} was changed since: version ${seenVersion} was seen, it is ${String(current.version)}`);
		this.name = 'StaleRecordError';
		this.table = table;
		this.id = id;
		this.seenVersion = seenVersion;
		this.current = current;
		this.changes = changes;
	}
}

/** The error for a save that saw an older version, with what happened since. */
export async function staleError(
	records: Records,
	reference: RecordReference,
	seenVersion: number,
	current: Readonly<Record<string, unknown>>,
): Promise<StaleRecordError> {
	const rows = await records
		.selectFrom('changes')
		.leftJoin('users', 'users.user_id', 'changes.user_id')
		.selectAll('changes')
		.select('users.name as user_name')
		.where('changes.table_name', '=', reference.table)
		.where('changes.record_id', '=', reference.id)
		.where('changes.version', '>', seenVersion)
		.orderBy('changes.sequence')
		.execute();
	return new StaleRecordError(reference, seenVersion, current, rows.map(toRecordedChange));
}
