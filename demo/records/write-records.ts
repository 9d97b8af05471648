import { sql } from 'kysely';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { createProduct } from '#records/sales/products.ts';
import { takeIdsFrom } from '#records/values/id.ts';
import { centsText } from '../money.ts';
import { planAccountDeals } from './account-deals.ts';
import { planActivities } from './activities.ts';
import { planCampaignRecords } from './campaigns.ts';
import { planConsents } from './consents.ts';
import { planCustomers } from './customers.ts';
import { planLeads } from './leads.ts';
import { createMoments } from './moments.ts';
import type { Moments } from './moments.ts';
import type { Persona } from './personas.ts';
import type { Plan } from './plan.ts';
import { createSeededIds } from './seeded-ids.ts';
import type { SeededIds } from './seeded-ids.ts';
import { createTeam, planTeam } from './team.ts';
import { planTickets } from './tickets.ts';
import { Timeline } from './timeline.ts';
import { toBeWritten } from './written.ts';
import type { KnownCustomer } from '../known-customers.ts';

/** What the records are made for: a shop, its range, its campaigns and the customers it knows. */
export interface RecordsOrder extends Pick<
	Plan,
	'seed' | 'calendar' | 'customers' | 'size' | 'products' | 'prices' | 'campaigns' | 'anomaly'
> {
	readonly folder: string;
	readonly onProgress: (share: number) => void;
	readonly signal: AbortSignal | undefined;
}

/** How many rows the tables of the records hold. */
export type RecordsCounts = Readonly<Record<string, number>>;

const FOUNDED = 8 * 3600;
const COUNTED = [
	'companies',
	'contacts',
	'leads',
	'deals',
	'tickets',
	'campaigns',
	'campaign_members',
	'consent_events',
	'activities',
	'changes',
] as const;

function planProducts(plan: Plan): void {
	for (const [product, record] of plan.productRecords) {
		plan.timeline.add(FOUNDED, plan.team.local, async (transaction, author) => {
			const made = await createProduct(transaction, author, {
				name: product.name,
				sku: product.productId,
				category: product.category.name,
				unit_price: centsText(plan.prices.list(product)),
				unit_cost: centsText(product.unitCost),
				currency: 'EUR',
				external_key: product.productId,
			});
			record.id = made.product_id;
		});
	}
}

/** Those of the shop's customers whom campaigns can write to, with the contact who reads it. */
function readersOf(plan: Plan, personas: readonly Persona[]): Map<KnownCustomer, Persona> {
	const readers = new Map<KnownCustomer, Persona>();
	for (const persona of personas) {
		const customer = persona.customer ?? persona.account?.customer ?? null;
		if (customer !== null && !readers.has(customer)) readers.set(customer, persona);
	}
	return readers;
}

function planEverything(order: RecordsOrder, moments: Moments): Timeline {
	const timeline = new Timeline(moments);
	const plan: Plan = {
		...order,
		moments,
		timeline,
		team: createTeam(),
		productRecords: new Map(order.products.map((product) => [product, toBeWritten()])),
		campaignRecords: order.campaigns.map(toBeWritten),
	};
	planTeam(timeline, plan.team, FOUNDED);
	planProducts(plan);
	const { leads, deals: leadDeals, fromLeads, prospects } = planLeads(plan);
	const { accounts, consumers } = planCustomers(plan, fromLeads);
	const companies = [...accounts, ...prospects];
	const deals = [...leadDeals, ...planAccountDeals(plan, companies, leadDeals.length)];
	const mainContacts = accounts.flatMap(({ contacts }) => contacts.slice(0, 1));
	const personas = [...mainContacts, ...consumers];
	const readers = readersOf(plan, personas);
	planConsents(plan, readers);
	planCampaignRecords(plan, readers);
	planTickets(plan, personas);
	planActivities(plan, deals, leads, companies);
	return timeline;
}

/** What migrations put in is as old as the company; the file is thrown away where its writing fails. */
async function prepare(records: Records, founded: string): Promise<void> {
	for (const setting of ['journal_mode = memory', 'synchronous = off', 'secure_delete = off', 'cache_size = -200000']) {
		await sql.raw(`pragma ${setting}`).execute(records);
	}
	for (const table of ['users', 'sales_pipelines', 'stages']) {
		await sql`update ${sql.table(table)} set created_at = ${founded}, updated_at = ${founded}`.execute(records);
	}
	await sql`update changes set changed_at = ${founded}`.execute(records);
}

async function count(records: Records): Promise<RecordsCounts> {
	const counts: Record<string, number> = {};
	for (const table of COUNTED) {
		const { rows } = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(table)}`.execute(records);
		counts[table] = rows[0]?.rows ?? 0;
	}
	return counts;
}

async function writeAll(order: RecordsOrder, moments: Moments, ids: SeededIds): Promise<RecordsCounts> {
	const records = await openRecords(order.folder);
	try {
		await prepare(records, moments.instant(FOUNDED - 60));
		await planEverything(order, moments).writeInto(records, ids, order.onProgress, order.signal);
		const counts = await count(records);
		// One file, for copying: nothing of it waits in a log.
		await sql`pragma journal_mode = delete`.execute(records);
		return counts;
	} finally {
		await records.destroy();
	}
}

/**
 * Writes `records.db` of a company into a folder: what its people keep of its customers, deals, tickets and campaigns, each
 * change at the instant at which it happened. The same order gives the same records, ids included.
 */
export async function writeRecords(order: RecordsOrder): Promise<RecordsCounts> {
	const ids = createSeededIds(order.seed);
	const giveBack = takeIdsFrom(() => ids.next());
	try {
		return await writeAll(order, createMoments(order.calendar), ids);
	} finally {
		giveBack();
	}
}
