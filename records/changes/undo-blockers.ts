import { sql } from 'kysely';
import type { Records } from '../database.ts';
import type { RecordReference, TrackedTable } from './tracked-tables.ts';
import { KEY_COLUMNS } from './tracked-tables.ts';

export interface UndoBlocker extends RecordReference {
	/**
	 * `changed_later`: the record was changed after the batch; `in_use`: it was made later and stands on a record that the
	 * batch made; `taken`: a key it had belongs to another record now.
	 */
	readonly reason: 'changed_later' | 'in_use' | 'taken';
}

/** A batch cannot be taken back, because of these records. */
export class UndoError extends Error {
	readonly batchId: string;
	readonly records: readonly UndoBlocker[];

	constructor(batchId: string, records: readonly UndoBlocker[], options: ErrorOptions = {}) {
		const named = records.slice(0, 3).map(({ table, id, reason }) => `"${id}" in ${table} (${reason})`);
		const more = records.length > named.length ? ` and ${records.length - named.length} more` : '';
		super(`batch "${batchId}" cannot be undone because of ${named.join(', ')}${more}`, options);
		this.name = 'UndoError';
		this.batchId = batchId;
		this.records = records;
	}
}

/** Which tables name records of which. */
const REFERENCES: readonly (readonly [from: TrackedTable, column: string, to: TrackedTable])[] = [
	['companies', 'parent_company_id', 'companies'],
	['company_contacts', 'company_id', 'companies'],
	['deals', 'company_id', 'companies'],
	['tickets', 'company_id', 'companies'],
	['leads', 'converted_company_id', 'companies'],
	['company_contacts', 'contact_id', 'contacts'],
	['contact_points', 'contact_id', 'contacts'],
	['consent_events', 'contact_id', 'contacts'],
	['campaign_members', 'contact_id', 'contacts'],
	['deals', 'contact_id', 'contacts'],
	['tickets', 'contact_id', 'contacts'],
	['leads', 'converted_contact_id', 'contacts'],
	['campaign_members', 'lead_id', 'leads'],
	['deals', 'lead_id', 'leads'],
	['deal_lines', 'deal_id', 'deals'],
	['leads', 'converted_deal_id', 'deals'],
	['deal_lines', 'product_id', 'products'],
	['stages', 'sales_pipeline_id', 'sales_pipelines'],
	['deals', 'stage_id', 'stages'],
	['ticket_messages', 'ticket_id', 'tickets'],
	['campaign_members', 'campaign_id', 'campaigns'],
	['campaign_costs', 'campaign_id', 'campaigns'],
	['deals', 'campaign_id', 'campaigns'],
	['leads', 'campaign_id', 'campaigns'],
	['taggings', 'tag_id', 'tags'],
];

async function changedLater(records: Records, batchId: string, undoBatchId: string): Promise<UndoBlocker[]> {
	const { rows } = await sql<{ table_name: string; record_id: string }>`
		select distinct changed.table_name, changed.record_id
		from changes as changed
		join changes as later on later.table_name = changed.table_name and later.record_id = changed.record_id
			and later.sequence > changed.sequence
		where changed.batch_id = ${batchId} and later.batch_id not in (${batchId}, ${undoBatchId})`.execute(records);
	return rows.map((row) => ({ table: row.table_name as TrackedTable, id: row.record_id, reason: 'changed_later' }));
}

async function standingOn(records: Records, batchId: string): Promise<UndoBlocker[]> {
	const { rows: made } = await sql<{ table_name: string }>`
		select distinct table_name from changes where batch_id = ${batchId} and action in ('create', 'restore')`.execute(
		records,
	);
	const tables = new Set(made.map(({ table_name }) => table_name));
	const blockers: UndoBlocker[] = [];
	for (const [from, column, to] of REFERENCES) {
		if (!tables.has(to)) continue;
		const key = sql.ref(KEY_COLUMNS[from]);
		const { rows } = await sql<{ id: string }>`
			select ${key} as id from ${sql.table(from)}
			where deleted_at is null
				and ${sql.ref(column)} in (select record_id from changes
					where batch_id = ${batchId} and table_name = ${to} and action in ('create', 'restore'))
				and ${key} not in (select record_id from changes where batch_id = ${batchId} and table_name = ${from})`.execute(
			records,
		);
		blockers.push(...rows.map(({ id }) => ({ table: from, id, reason: 'in_use' as const })));
	}
	return blockers;
}

/**
 * Asks whether a batch can be taken back as a whole.
 * @throws UndoError when it cannot, naming every record that stands against it
 */
export async function requireUndoable(records: Records, batchId: string, undoBatchId: string): Promise<void> {
	const blockers = [...(await changedLater(records, batchId, undoBatchId)), ...(await standingOn(records, batchId))];
	if (blockers.length > 0) throw new UndoError(batchId, blockers);
}
