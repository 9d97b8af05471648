import { sql } from 'kysely';
import type { Records } from '../database.ts';
import { KEY_COLUMNS } from './tracked-tables.ts';
import type { RecordRow, TrackedTable } from './tracked-tables.ts';

/** A record that was changed after a sequence, once, however often it was. */
export interface ChangedRecord {
	readonly table: TrackedTable;
	readonly id: string;
	/** Of its last change among those looked at. */
	readonly sequence: number;
}

export interface ChangesSince {
	readonly records: readonly ChangedRecord[];
	/** The cursor to go on from: the last change looked at. */
	readonly sequence: number;
	/** Whether there are changes after it. */
	readonly hasMore: boolean;
}

/** The sequence of the last change; 0 before the first. */
export async function lastSequence(records: Records): Promise<number> {
	const row = await records
		.selectFrom('changes')
		.select((build) => build.fn.max('sequence').as('sequence'))
		.executeTakeFirst();
	return row?.sequence ?? 0;
}

/**
 * The records changed by the next `limit` changes after a sequence, each once, in the order of their last change.
 * Sequences follow the order of commits, so none appears behind one that was read.
 */
export async function changesSince(records: Records, sequence: number, limit: number): Promise<ChangesSince> {
	const { rows } = await sql<{ table_name: string; record_id: string; sequence: number }>`
		select table_name, record_id, max(sequence) as sequence
		from (select sequence, table_name, record_id from changes where sequence > ${sequence} order by sequence limit ${limit})
		group by table_name, record_id order by 3`.execute(records);
	const last = rows.at(-1)?.sequence ?? sequence;
	return {
		records: rows.map((row) => ({
			table: row.table_name as TrackedTable,
			id: row.record_id,
			sequence: row.sequence,
		})),
		sequence: last,
		hasMore: last < (await lastSequence(records)),
	};
}

const IDS_PER_READ = 500;

/** The records of these ids as they are now, deleted ones too (`deleted_at`), in no order; unknown ids are left out. */
export async function rowsByIds<Table extends TrackedTable>(
	records: Records,
	table: Table,
	ids: readonly string[],
): Promise<RecordRow<Table>[]> {
	const found: RecordRow<Table>[] = [];
	for (let index = 0; index < ids.length; index += IDS_PER_READ) {
		const { rows } = await sql<RecordRow<Table>>`
			select * from ${sql.table(table)}
			where ${sql.ref(KEY_COLUMNS[table])} in (select value from json_each(${JSON.stringify(ids.slice(index, index + IDS_PER_READ))}))`.execute(
			records,
		);
		found.push(...rows);
	}
	return found;
}
