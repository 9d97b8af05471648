import { sql } from 'kysely';
import type { Records, RecordsTransaction } from '../database.ts';
import type { ListArm, ListMembersTable } from '../schema/lists.ts';

export type ListMember = Omit<ListMembersTable, 'list_id'>;

const ROWS_PER_INSERT = 1000;

/** Everybody who was drawn for an arm of a list, in the order of their ids. */
export async function membersOfList(records: Records, listId: string): Promise<ListMember[]> {
	return records
		.selectFrom('list_members')
		.select(['customer_id', 'contact_id', 'arm', 'stratum', 'assigned_at'])
		.where('list_id', '=', listId)
		.orderBy('customer_id')
		.execute();
}

/** How many were drawn for each arm of a list so far: they only ever grow. */
export async function countMembers(records: Records, listId: string): Promise<Readonly<Record<ListArm, number>>> {
	const { rows } = await sql<{ arm: ListArm; members: number }>`
		select arm, count(*) as members from list_members where list_id = ${listId} group by arm`.execute(records);
	const counts = Object.fromEntries(rows.map(({ arm, members }) => [arm, members]));
	return { treatment: 0, holdout: 0, ...counts };
}

/**
 * Enters who was drawn for which arm. Whoever is in an arm stays there: a second entry of one customer changes nothing.
 * @returns how many were new
 */
export async function addListMembers(
	transaction: RecordsTransaction,
	listId: string,
	members: readonly ListMember[],
): Promise<number> {
	let added = 0;
	for (let begin = 0; begin < members.length; begin += ROWS_PER_INSERT) {
		const rows = JSON.stringify(members.slice(begin, begin + ROWS_PER_INSERT));
		const { numAffectedRows } = await sql`
			insert into list_members (list_id, customer_id, contact_id, arm, stratum, assigned_at)
			select ${listId}, value ->> 'customer_id', value ->> 'contact_id', value ->> 'arm', value ->> 'stratum',
				value ->> 'assigned_at'
			from json_each(${rows}) where true
			on conflict (list_id, customer_id) do nothing`.execute(transaction);
		added += Number(numAffectedRows ?? 0);
	}
	return added;
}

/** Enters who stands in a file that leaves. */
export async function addExportRecipients(
	transaction: RecordsTransaction,
	exportId: string,
	recipients: readonly { readonly customer_id: string; readonly contact_id: string }[],
): Promise<void> {
	for (let begin = 0; begin < recipients.length; begin += ROWS_PER_INSERT) {
		const rows = JSON.stringify(recipients.slice(begin, begin + ROWS_PER_INSERT));
		await sql`insert into export_recipients (export_id, contact_id, customer_id)
			select ${exportId}, value ->> 'contact_id', value ->> 'customer_id' from json_each(${rows})`.execute(transaction);
	}
}

/** The contacts who stand in a file that left. */
export async function exportedContacts(records: Records, exportId: string): Promise<string[]> {
	const rows = await records
		.selectFrom('export_recipients')
		.select('contact_id')
		.where('export_id', '=', exportId)
		.execute();
	return rows.map(({ contact_id }) => contact_id);
}
