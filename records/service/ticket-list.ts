import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { RecordRow } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { pickedSql, rangeSql, taggedSql } from '../listing/filters.ts';
import type { Picked } from '../listing/filters.ts';
import { inOrder, readIdPage } from '../listing/page.ts';
import type { Listing, ListPage, ListQuery } from '../listing/page.ts';
import { amongSql } from '../listing/search.ts';
import { tagsOfRows } from '../listing/tags-of-rows.ts';
import type { RowTag } from '../listing/tags-of-rows.ts';
import type { TicketStatus } from '../schema/service.ts';
import { waitingSinceSql } from './ticket-waiting.ts';

export interface TicketFilters {
	readonly statuses?: readonly TicketStatus[] | undefined;
	readonly priorities?: Picked;
	readonly ticketTypes?: Picked;
	readonly channels?: Picked;
	/** `[null]` is nobody's. */
	readonly ownerIds?: Picked;
	readonly companyIds?: Picked;
	readonly contactIds?: Picked;
	/** Instants of opening, both included. */
	readonly opened?: { readonly from?: string | undefined; readonly to?: string | undefined } | undefined;
	readonly tagId?: string | undefined;
}

/**
 * `queue` is the order to work in: the most urgent first, among those the one whose customer waits longest; those that are
 * answered come last.
 */
export type TicketSort = 'queue' | 'number' | 'opened_at' | 'updated_at' | 'subject';

export type TicketRow = Omit<RecordRow<'tickets'>, 'search_text' | 'description' | 'resolution'> & {
	readonly owner_name: string | null;
	readonly company_name: string | null;
	readonly contact_name: string | null;
	readonly tags: readonly RowTag[];
};

const LISTING: Listing<TicketSort> = {
	table: 'tickets',
	orders: {
		queue: sql`(case priority when 'urgent' then 0 when 'high' then 1 when 'normal' then 2 else 3 end),
			coalesce(${waitingSinceSql()}, '9999'), opened_at`,
		number: sql`number`,
		opened_at: sql`opened_at`,
		updated_at: sql`updated_at`,
		subject: sql`subject collate nocase`,
	},
	defaultSort: { by: 'opened_at', isDescending: true },
	searched: 'tickets',
};

async function rowsOf(records: Records, ids: readonly string[]): Promise<TicketRow[]> {
	const tags = await tagsOfRows(records, 'ticket', ids);
	const rows = await records
		.selectFrom('tickets')
		.leftJoin('companies', (join) =>
			join.onRef('companies.company_id', '=', 'tickets.company_id').on('companies.deleted_at', 'is', null),
		)
		.leftJoin('contacts', (join) =>
			join.onRef('contacts.contact_id', '=', 'tickets.contact_id').on('contacts.deleted_at', 'is', null),
		)
		.leftJoin('users', 'users.user_id', 'tickets.owner_id')
		.selectAll('tickets')
		.select(['companies.name as company_name', 'contacts.full_name as contact_name', 'users.name as owner_name'])
		.where(sql<boolean>`${amongSql('tickets.ticket_id', ids)}`)
		.execute();
	return inOrder(
		ids,
		rows.map((row) => ({ ...row, tags: tags.get(row.ticket_id) ?? [] })),
		'ticket_id',
	);
}

/**
 * Tickets being in one of the statuses. Most are solved or closed: that narrows nothing down, so their index is kept out of
 * it (by the plus), and a page of them is found by walking them in their order.
 */
function inStatusSql(statuses: TicketFilters['statuses']): RawBuilder<unknown>[] {
	const isMost = statuses?.some((status) => status === 'solved' || status === 'closed') ?? false;
	return isMost && statuses !== undefined ? [sql`+status in (${sql.join(statuses)})`] : pickedSql('status', statuses);
}

/** A page of tickets, the newest first unless another order is asked for. */
export async function listTickets(
	records: Records,
	query: ListQuery<TicketFilters, TicketSort> = {},
): Promise<ListPage<TicketRow>> {
	const filters = query.filters ?? {};
	const { ids, total } = await readIdPage(records, LISTING, query, [
		...inStatusSql(filters.statuses),
		...pickedSql('priority', filters.priorities),
		...pickedSql('ticket_type', filters.ticketTypes),
		...pickedSql('channel', filters.channels),
		...pickedSql('owner_id', filters.ownerIds),
		...pickedSql('company_id', filters.companyIds),
		...pickedSql('contact_id', filters.contactIds),
		...rangeSql('opened_at', filters.opened ?? {}),
		...taggedSql('ticket_id', 'ticket', filters.tagId),
	]);
	return { rows: await rowsOf(records, ids), total };
}

/** The tickets to work on (new and open), of everybody or of some owners, in the order to work in. */
export async function ticketQueue(
	records: Records,
	options: { readonly ownerIds?: Picked; readonly page?: number; readonly pageSize?: number } = {},
): Promise<ListPage<TicketRow>> {
	return listTickets(records, {
		filters: { statuses: ['new', 'open'], ownerIds: options.ownerIds },
		sort: { by: 'queue' },
		page: options.page,
		pageSize: options.pageSize,
	});
}

/** How many tickets are in each status; those without one are 0. */
export async function countTickets(records: Records): Promise<Readonly<Record<TicketStatus, number>>> {
	const rows = await records
		.selectFrom('tickets')
		.select((build) => ['status', build.fn.countAll<number>().as('tickets')])
		.where('deleted_at', 'is', null)
		.groupBy('status')
		.execute();
	const none = { new: 0, open: 0, pending: 0, solved: 0, closed: 0 };
	return { ...none, ...Object.fromEntries(rows.map(({ status, tickets }) => [status, tickets])) };
}
