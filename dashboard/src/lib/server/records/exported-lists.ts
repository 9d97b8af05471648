import { listCampaigns } from '#records/marketing/campaign-list.ts';
import { listCompanies } from '#records/people/company-list.ts';
import { listContacts } from '#records/people/contact-list.ts';
import { listDeals } from '#records/sales/deal-list.ts';
import { listLeads } from '#records/sales/lead-list.ts';
import { listTickets } from '#records/service/ticket-list.ts';
import type { ListPage, ListQuery } from '#records/listing/page.ts';
import type { Records } from '#records/database.ts';
import { campaignsView } from '#lib/records/campaign-views.ts';
import { companiesView, contactsView, dealsView, leadsView } from '#lib/records/list-views.ts';
import { parseListState } from '#lib/records/list-state.ts';
import type { ListState } from '#lib/records/list-state.ts';
import { ticketListOptions, ticketViewOf } from '#lib/records/ticket-views.ts';
import { campaignFilters } from './campaigns.ts';
import { picked } from './list-page.ts';
import { queueFilters } from './service.ts';

const ROWS_PER_READ = 1000;

type Cells = Readonly<Record<string, string | number | null>>;
/** The rows of a list that leaves, and its columns in their order. */
export interface ExportedRows {
	readonly names: readonly string[];
	readonly cells: readonly Cells[];
}

type Columns<Row> = Readonly<Record<string, (row: Row) => string | number | null>>;

/** All rows of a list in its order, read in pages. */
async function allRows<Row, Filters, Sort extends string>(
	db: Records,
	read: (records: Records, query: ListQuery<Filters, Sort>) => Promise<ListPage<Row>>,
	state: ListState,
	filters: Filters,
	columns: Columns<Row>,
): Promise<ExportedRows> {
	const names = Object.keys(columns);
	const cells: Cells[] = [];
	for (let page = 1; ; page += 1) {
		const sort = { by: state.sort as Sort, isDescending: state.dir === 'desc' };
		const { rows, total } = await read(db, { search: state.q, filters, sort, page, pageSize: ROWS_PER_READ });
		for (const row of rows) {
			cells.push(Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, value(row)])));
		}
		if (rows.length === 0 || cells.length >= total) return { names, cells };
	}
}

/** The lists that can leave as a file, each with its columns as they are called there. */
export const EXPORTED_LISTS = {
	companies: (db: Records, url: URL) => {
		const state = parseListState(url, companiesView);
		return allRows(
			db,
			listCompanies,
			state,
			{ companyTypes: picked(state, 'company_type'), ownerIds: picked(state, 'owner_id') },
			{
				name: (row) => row.name,
				company_type: (row) => row.company_type,
				domain: (row) => row.domain,
				email: (row) => row.email,
				phone: (row) => row.phone,
				industry: (row) => row.industry,
				city: (row) => row.city,
				country: (row) => row.country,
				owner: (row) => row.owner_name,
				updated_at: (row) => row.updated_at,
			},
		);
	},
	contacts: (db: Records, url: URL) => {
		const state = parseListState(url, contactsView);
		return allRows(
			db,
			listContacts,
			state,
			{ ownerIds: picked(state, 'owner_id') },
			{
				full_name: (row) => row.full_name,
				company: (row) => row.company_name,
				job_title: (row) => row.job_title,
				email: (row) => row.email,
				phone: (row) => row.phone,
				city: (row) => row.city,
				country: (row) => row.country,
				owner: (row) => row.owner_name,
				updated_at: (row) => row.updated_at,
			},
		);
	},
	leads: (db: Records, url: URL) => {
		const state = parseListState(url, leadsView);
		return allRows(
			db,
			listLeads,
			state,
			{ statuses: picked(state, 'status'), ownerIds: picked(state, 'owner_id') },
			{
				full_name: (row) => row.full_name,
				company_name: (row) => row.company_name,
				email: (row) => row.email,
				phone: (row) => row.phone,
				status: (row) => row.status,
				source: (row) => row.source,
				amount: (row) => row.amount,
				currency: (row) => row.currency,
				owner: (row) => row.owner_name,
				created_at: (row) => row.created_at,
			},
		);
	},
	deals: (db: Records, url: URL) => {
		const state = parseListState(url, dealsView);
		return allRows(
			db,
			listDeals,
			state,
			{ ownerIds: picked(state, 'owner_id'), stageIds: picked(state, 'stage_id') },
			{
				name: (row) => row.name,
				company: (row) => row.company_name,
				contact: (row) => row.contact_name,
				stage: (row) => row.stage_name,
				amount: (row) => row.amount,
				currency: (row) => row.currency,
				owner: (row) => row.owner_name,
				expected_close_on: (row) => row.expected_close_on,
				closed_at: (row) => row.closed_at,
				loss_reason: (row) => row.loss_reason,
			},
		);
	},
	tickets: (db: Records, url: URL) => {
		const view = ticketViewOf(url);
		const state = parseListState(url, ticketListOptions(view));
		return allRows(db, listTickets, state, queueFilters(view, state), {
			number: (row) => row.number,
			subject: (row) => row.subject,
			status: (row) => row.status,
			priority: (row) => row.priority,
			ticket_type: (row) => row.ticket_type,
			channel: (row) => row.channel,
			company: (row) => row.company_name,
			contact: (row) => row.contact_name,
			owner: (row) => row.owner_name,
			opened_at: (row) => row.opened_at,
			first_response_at: (row) => row.first_response_at,
			resolved_at: (row) => row.resolved_at,
			satisfaction: (row) => row.satisfaction,
		});
	},
	campaigns: (db: Records, url: URL) => {
		const state = parseListState(url, campaignsView);
		return allRows(db, listCampaigns, state, campaignFilters(state), {
			name: (row) => row.name,
			campaign_type: (row) => row.campaign_type,
			status: (row) => row.status,
			starts_on: (row) => row.starts_on,
			ends_on: (row) => row.ends_on,
			budget: (row) => row.budget,
			currency: (row) => row.currency,
			owner: (row) => row.owner_name,
			members: (row) => row.members,
			sent: (row) => row.sent,
			responded: (row) => row.responded,
		});
	},
} as const;
