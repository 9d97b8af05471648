import type { LeftOutReason } from '#records/schema/lists.ts';
import { figuresOfCustomers, unreachedOfSelection } from '#warehouse/reads/list-customers.ts';
import type { CustomerFigures } from '#warehouse/reads/list-customers.ts';
import { nameOf } from '#records/listing/name-of.ts';
import type { Evaluation, ListQuestion, ListStores } from './evaluate-list.ts';
import { columnsOf } from './list-columns.ts';
import type { Cell } from './list-columns.ts';

/** The first rows of the file that an export would write now. */
export interface ListPreview {
	readonly columns: readonly string[];
	readonly rows: readonly (readonly Cell[])[];
}

/** The first rows of a list's file, whoever bought most first. */
export async function previewList(
	{ db }: ListStores,
	evaluation: Evaluation,
	{ definition }: ListQuestion,
	limit: number,
): Promise<ListPreview> {
	const first = evaluation.arms.treatment.slice(0, limit);
	const ids = first.map(({ customer_id }) => customer_id);
	const figures = await figuresOfCustomers(db, ids, evaluation.isScored);
	const columns = columnsOf(definition.channel, definition.columns);
	return {
		columns: columns.map(({ name }) => name),
		rows: first.map((recipient) => columns.map(({ value }) => value(recipient, figures.get(recipient.customer_id)))),
	};
}

/** A customer whom a list leaves out. */
export interface LeftOutRow extends Pick<CustomerFigures, 'customer_id' | 'orders_count' | 'net_revenue'> {
	/** The customer's, as the snapshot has it. */
	readonly name: string | null;
	/** Whom of the customer the reason is about; null without a contact. */
	readonly contact_id: string | null;
	readonly contact_name: string | null;
}

/** Ids of the customers behind a reason, a page of them, with the contact where there is one. */
async function idsBehind(
	{ db }: ListStores,
	{ selection, isScored, counts, leftOut }: Evaluation,
	reason: LeftOutReason,
	{ limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<readonly { readonly customer_id: string; readonly contact_id: string | null }[]> {
	const known = leftOut.filter((each) => each.reason === reason);
	if (reason !== 'excluded_list' && reason !== 'no_contact') return known.slice(offset, offset + limit);
	// Companies without contacts come first, then those of whom the records know nothing.
	const some = known.slice(offset, offset + limit);
	const rest = { reason, limit: limit - some.length, offset: Math.max(0, offset - known.length) };
	if (rest.limit === 0 || counts.matching === 0) return some;
	const unreached = await unreachedOfSelection(db, selection, isScored, rest);
	return [...some, ...unreached.map((customer_id) => ({ customer_id, contact_id: null }))];
}

/** The customers behind a reason for leaving out, a page of them, whoever bought most first. */
export async function leftOutRows(
	stores: ListStores,
	evaluation: Evaluation,
	reason: LeftOutReason,
	page: { readonly limit: number; readonly offset: number },
): Promise<LeftOutRow[]> {
	const behind = await idsBehind(stores, evaluation, reason, page);
	const ids = behind.map(({ customer_id }) => customer_id);
	const figures = await figuresOfCustomers(stores.db, ids, evaluation.isScored);
	const rows: LeftOutRow[] = [];
	for (const { customer_id, contact_id } of behind) {
		const of = figures.get(customer_id);
		rows.push({
			customer_id,
			name: of?.name ?? null,
			orders_count: of?.orders_count ?? 0,
			net_revenue: of?.net_revenue ?? 0,
			contact_id,
			contact_name: await nameOf(stores.records, 'contacts', contact_id),
		});
	}
	return rows;
}
