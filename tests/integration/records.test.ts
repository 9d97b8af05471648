import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCompany } from '#records/people/companies.ts';
import { createContact } from '#records/people/contacts.ts';
import { setOverride } from '#records/overrides.ts';
import { createDeal, deleteDeal } from '#records/sales/deals.ts';
import { moveDeal } from '#records/sales/move-deal.ts';
import type { Plan } from '#pipeline/plan.ts';
import { readCurrentSnapshot } from '#pipeline/read-snapshot.ts';
import { rows, unsafe } from '#warehouse/query.ts';
import { kundig, parseAnswer } from '../support/kundig-process.ts';
import type { RunAnswer, StatusAnswer } from '../support/kundig-process.ts';
import { makeShopFolder } from '../support/shop-folder.ts';
import type { ShopFolder } from '../support/shop-folder.ts';
import { typeRecords } from '../support/type-records.ts';

/** The tiny shop and what somebody types beside it, in the order of these tests. */
let shop: ShopFolder;
let dealId: string;

beforeAll(() => {
	shop = makeShopFolder();
});

afterAll(() => shop.remove());

async function ask<Shape>(...words: readonly string[]): Promise<Shape> {
	return parseAnswer(await kundig([...words, '--json', '--data', shop.dataDir, '--config', shop.config])) as Shape;
}

function read(query: string): Promise<Record<string, unknown>[]> {
	return readCurrentSnapshot(shop.dataDir, (db) => rows(db, unsafe(query)));
}

const ofRecords = ({ sources }: RunAnswer): RunAnswer['sources'] => sources.filter(({ name }) => name === 'records');
const current = (id: string): { id: string; version: 'current' } => ({ id, version: 'current' });

test('where nobody has typed anything, the records are no source', async () => {
	const run = await ask<RunAnswer>('run');
	expect(run).toMatchObject({ status: 'ok' });
	expect(ofRecords(run)).toEqual([]);
	expect((await ask<Plan>('plan')).sources.map(({ name }) => name)).not.toContain('records');
});

test('what somebody typed waits, and says what would be built from it', async () => {
	dealId = await typeRecords(shop.dataDir, async (transaction, author) => {
		const company = await createCompany(transaction, author, { name: 'Firn AG', external_key: 'c2' });
		await createContact(transaction, author, { last_name: 'Berg', emails: [{ value: 'ANNA@example.com' }] });
		await createContact(transaction, author, {
			last_name: 'Nobody',
			companies: [{ company_id: company.company_id }],
		});
		const deal = await createDeal(transaction, author, {
			name: 'Forty tents',
			company_id: company.company_id,
			amount: '4000',
			currency: 'EUR',
			opened_on: '2025-03-01',
		});
		return deal.deal_id;
	});
	const { sources, transforms } = await ask<Plan>('plan');
	expect(sources.at(-1)).toEqual({ name: 'records', cursor: null, pending: 'all records' });
	const reasons = Object.fromEntries(transforms.map(({ name, reason }) => [name, reason]));
	expect(reasons).toMatchObject({
		identity_links: 'reads int_identity, which changes because source records has all its records to load',
		dim_customers: expect.stringContaining('because source records has all its records to load') as unknown,
	});
});

test('a run loads it beside the sources of the config', async () => {
	const run = await ask<RunAnswer>('run');
	expect(run).toMatchObject({ status: 'ok', error: null });
	const [records] = ofRecords(run);
	expect(records).toMatchObject({ status: 'ok', unchanged: 0, quarantined: 0 });
	expect(records?.loaded).toBe(records?.read);
	expect(records?.read).toBeGreaterThan(4);
});

test('people are the customers that they are', async () => {
	expect(
		await read(
			"select source, customer_id, reason from identity_links where source = 'records' order by entity, reason",
		),
	).toEqual([
		{ source: 'records', customer_id: 'c2', reason: 'external key' },
		{ source: 'records', customer_id: expect.stringMatching(/^contact:/) as unknown, reason: 'apart' },
		{ source: 'records', customer_id: 'c1', reason: 'same e-mail' },
	]);
	expect(
		await read("select net_revenue from dim_customers where customer_id in ('c1', 'c2') order by customer_id"),
	).toEqual([{ net_revenue: '31.00' }, { net_revenue: '327.00' }]);
});

test('a deal of a company hangs on the customer that the company is', async () => {
	expect(await read('select customer_id, stage, outcome, amount_base from fct_deals')).toEqual([
		{ customer_id: 'c2', stage: 'Qualified', outcome: 'open', amount_base: '4000.0000' },
	]);
	expect(await read('select name from dim_deal_names')).toEqual([{ name: 'Forty tents' }]);
});

test('the status shows the records as a source', async () => {
	const { sources } = await ask<StatusAnswer>('status');
	expect(sources.find(({ name }) => name === 'records')).toMatchObject({ error: null });
	expect(sources.find(({ name }) => name === 'records')?.rows).toBeGreaterThan(4);
});

test('a run without an edit between is unchanged', async () => {
	const run = await ask<RunAnswer>('run');
	expect(run.status).toBe('unchanged');
	expect(ofRecords(run)).toMatchObject([{ read: 0, loaded: 0 }]);
	expect((await ask<Plan>('plan')).sources.at(-1)).toMatchObject({ name: 'records', pending: 'nothing new' });
});

test('an edit makes a new snapshot, with the records as the only source of the run as well', async () => {
	await typeRecords(shop.dataDir, async (transaction, author) => {
		await moveDeal(transaction, author, current(dealId), { stageId: 'won' });
		await setOverride(transaction, author, 'c1', { field: 'name', value: 'Anna Bergmann', sourceValue: 'Anna Berg' });
	});
	expect((await ask<Plan>('plan')).sources.at(-1)?.pending).toBe('3 changes of 3 records');
	const run = await ask<RunAnswer>('run', '--source', 'records');
	expect(run.status).toBe('ok');
	expect(run.sources.map(({ name, status }) => [name, status])).toEqual([
		...['customers', 'products', 'orders', 'order_lines', 'exchange_rates'].map((name) => [name, 'skipped']),
		['records', 'ok'],
	]);
	expect(ofRecords(run)).toMatchObject([{ read: 3, loaded: 3 }]);
	expect(await read('select stage, outcome from fct_deals')).toEqual([{ stage: 'Won', outcome: 'won' }]);
});

test('a correction holds, and is marked with what the source says', async () => {
	expect(await read("select name from dim_people where customer_id = 'c1'")).toEqual([{ name: 'Anna Bergmann' }]);
	expect(await read('select customer_id, field, value, source_value, user_name from dim_people_overrides')).toEqual([
		{
			customer_id: 'c1',
			field: 'name',
			value: 'Anna Bergmann',
			source_value: 'Anna Berg',
			user_name: 'Local user',
		},
	]);
});

test('a full load of everything reads the records anew and comes to the same', async () => {
	const before = await read('select * from identity_links order by all');
	const run = await ask<RunAnswer>('run', '--full');
	expect(run.status).toBe('ok');
	expect(ofRecords(run)[0]?.read).toBeGreaterThan(10);
	expect(await read('select * from identity_links order by all')).toEqual(before);
});

test('what was deleted leaves the figures', async () => {
	await typeRecords(shop.dataDir, (transaction, author) => deleteDeal(transaction, author, current(dealId)));
	expect((await ask<RunAnswer>('run')).status).toBe('ok');
	expect(await read('select * from fct_deals')).toEqual([]);
});

test('the way of the figures begins at the records, too', async () => {
	expect(await read("select reads from lineage where name = 'stg_records__contacts' order by reads")).toEqual(
		['companies', 'company_contacts', 'contact_points', 'contacts'].map((table) => ({ reads: `records__${table}` })),
	);
	expect(await read("select reads from lineage where name = 'records__deals'")).toEqual([{ reads: 'source records' }]);
});
