import { createHash } from 'node:crypto';
import { csvLine } from '#records/import/csv-line.ts';
import { listCampaigns } from '#records/marketing/campaign-list.ts';
import { listCompanies } from '#records/people/company-list.ts';
import { listContacts } from '#records/people/contact-list.ts';
import { listDeals } from '#records/sales/deal-list.ts';
import { listLeads } from '#records/sales/lead-list.ts';
import { listTickets } from '#records/service/ticket-list.ts';
import { listExports, recordExport } from '#records/exports.ts';
import type { ListPage, ListQuery } from '#records/listing/page.ts';
import type { Records } from '#records/database.ts';
import { campaignsView } from '#lib/records/campaign-views.ts';
import { parseListState } from '#lib/records/list-state.ts';
import type { ListState } from '#lib/records/list-state.ts';
import { ticketListOptions, ticketViewOf } from '#lib/records/ticket-views.ts';
import { records } from '../records.ts';
import { campaignFilters } from './campaigns.ts';
import { picked } from './list-page.ts';
import { queueFilters } from './service.ts';
import { currentUserId } from './user.ts';

const ROWS_PER_READ = 1000;

type Cells = Readonly<Record<string, string | number | null>>;
type Columns<Row> = Readonly<Record<string, (row: Row) => string | number | null>>;

/** All rows of a list in its order, read in pages. */
async function allRows<Row, Filters, Sort extends string>(
	db: Records,
	read: (records: Records, query: ListQuery<Filters, Sort>) => Promise<ListPage<Row>>,
	state: ListState,
	filters: Filters,
	columns: Columns<Row>,
): Promise<Cells[]> {
	const cells: Cells[] = [];
	for (let page = 1; ; page += 1) {
		const sort = state.sort === '' ? {} : { sort: { by: state.sort as Sort, isDescending: state.dir === 'desc' } };
		const { rows, total } = await read(db, { search: state.q, filters, ...sort, page, pageSize: ROWS_PER_READ });
		for (const row of rows) {
			cells.push(Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, value(row)])));
		}
		if (rows.length === 0 || cells.length >= total) return cells;
	}
}

/** The lists that can leave as a file, each with its columns as they are called there. */
const SUBJECTS = {
	companies: (db: Records, state: ListState) =>
		allRows(
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
		),
	contacts: (db: Records, state: ListState) =>
		allRows(
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
		),
	leads: (db: Records, state: ListState) =>
		allRows(
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
		),
	deals: (db: Records, state: ListState) =>
		allRows(
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
		),
	tickets: (db: Records, _state: ListState, url: URL) => {
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
	campaigns: (db: Records, _state: ListState, url: URL) => {
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

export type ExportedSubject = keyof typeof SUBJECTS;

/** The list of a name that can leave, or null. */
export function exportedSubject(name: string): ExportedSubject | null {
	return name in SUBJECTS ? (name as ExportedSubject) : null;
}

/** A cell that a spreadsheet would run as a formula gets an apostrophe in front; numbers, also of phones, stay. */
function defused(cell: string): string {
	return /^[=+\-@\t\r]/.test(cell) && !/^[+-]?[\d\s.,()/-]+$/.test(cell) ? `'${cell}` : cell;
}

function csvOf(rows: readonly Cells[]): string {
	const names = Object.keys(rows[0] ?? {});
	const lines = rows.map((row) => csvLine(names.map((name) => defused(String(row[name] ?? '')))));
	return [csvLine(names), ...lines].map((line) => `${line}\r\n`).join('');
}

/** A list as its address shows it, as a CSV file; it is entered into the register of exports before it leaves. */
export async function exportList(subject: ExportedSubject, url: URL): Promise<{ text: string; sha256: string }> {
	const db = await records();
	const filters = ['company_type', 'owner_id', 'status', 'priority', 'stage_id'];
	const named = url.searchParams.get('sort') ?? '';
	const state = parseListState(url, { sorts: ['', named], filters });
	const rows = await SUBJECTS[subject](db, state, url);
	const text = csvOf(rows);
	const sha256 = createHash('sha256').update(text).digest('hex');
	await recordExport(db, currentUserId(), {
		subject,
		filter: url.search,
		format: 'csv',
		rows: rows.length,
		bytes: Buffer.byteLength(text),
		sha256,
		snapshot_id: null,
	});
	return { text, sha256 };
}

/** The last files that left. */
export async function lastExports() {
	return listExports(await records(), 100);
}
