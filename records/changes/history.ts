import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Records } from '../database.ts';
import { toRecordedChange } from './recorded-change.ts';
import type { ChangesTableRow, RecordedChange } from './recorded-change.ts';
import { KEY_COLUMNS } from './tracked-tables.ts';
import type { RecordReference, TrackedTable } from './tracked-tables.ts';

/** What belongs to a record and is edited with it: its changes are its history too. */
const PARTS: Readonly<Partial<Record<TrackedTable, readonly TrackedTable[]>>> = {
	contacts: ['contact_points', 'company_contacts', 'consent_events'],
	deals: ['deal_lines'],
	tickets: ['ticket_messages'],
	campaigns: ['campaign_costs'],
};

function ofPart(part: TrackedTable, { table, id }: RecordReference): RawBuilder<unknown> {
	return sql`or changes.table_name = ${part} and changes.record_id in (
		select ${sql.ref(KEY_COLUMNS[part])} from ${sql.table(part)} where ${sql.ref(KEY_COLUMNS[table])} = ${id})`;
}

/** The changes of a record and its parts, the newest first: who, when, before and after. */
export async function historyOf(
	records: Records,
	table: TrackedTable,
	id: string,
	limit = 200,
): Promise<RecordedChange[]> {
	const parts = (PARTS[table] ?? []).map((part) => ofPart(part, { table, id }));
	const { rows } = await sql<ChangesTableRow>`
		select changes.*, users.name as user_name
		from changes left join users on users.user_id = changes.user_id
		where changes.table_name = ${table} and changes.record_id = ${id} ${sql.join(parts, sql` `)}
		order by changes.sequence desc limit ${limit}`.execute(records);
	return rows.map(toRecordedChange);
}
