import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCompany, deleteCompany } from '#records/people/companies.ts';
import { createContact, deleteContact, updateContact } from '#records/people/contacts.ts';
import { addConsent } from '#records/people/consents.ts';
import { createDeal, deleteDeal } from '#records/sales/deals.ts';
import { moveDeal } from '#records/sales/move-deal.ts';
import { createLead } from '#records/sales/leads.ts';
import { createProduct } from '#records/sales/products.ts';
import { createTicket } from '#records/service/tickets.ts';
import { setOverride } from '#records/overrides.ts';
import { openRecordsFolder } from './records-folder.ts';
import type { RecordsFolder } from './records-folder.ts';

let folder: RecordsFolder;

beforeEach(async () => {
	folder = await openRecordsFolder();
});

afterEach(() => folder.close());

const current = (id: string): { id: string; version: 'current' } => ({ id, version: 'current' });

/** Rows of a staging view after a load. */
async function staged(query: string, zone = 'Europe/Berlin'): Promise<Record<string, unknown>[]> {
	await folder.load();
	await folder.map(zone);
	return folder.rows(query);
}

test('a company brings its key as the customer that it is', async () => {
	await folder.type((transaction, author) =>
		createCompany(transaction, author, {
			name: 'Firn AG',
			external_key: 'C7',
			email: 'Info@Firn.example',
			country: 'Switzerland',
			annual_revenue: '1200000.50',
			currency: 'CHF',
		}),
	);
	expect(
		await staged('select name, customer_id, email, country, annual_revenue, currency, company_type from stg_companies'),
	).toEqual([
		{
			name: 'Firn AG',
			customer_id: 'C7',
			email: expect.stringMatching(/^info@firn\.example$/i) as unknown,
			country: 'Switzerland',
			annual_revenue: '1200000.500000',
			currency: 'CHF',
			company_type: 'prospect',
		},
	]);
});

describe('a contact', () => {
	const CONTACT = 'select name, email, phone, customer_id from stg_contacts';

	test('is reached at the address and number marked as the main ones', async () => {
		await folder.type((transaction, author) =>
			createContact(transaction, author, {
				first_name: 'Anna',
				last_name: 'Berg',
				external_key: 'C1',
				emails: [{ value: 'old@example.com' }, { value: 'anna@example.com', is_primary: true }],
				phones: [{ value: '+49 30 23125 001' }],
			}),
		);
		const [contact] = await staged(CONTACT);
		expect(contact).toMatchObject({ name: 'Anna Berg', email: 'anna@example.com', customer_id: 'C1' });
		expect(String(contact?.phone).replaceAll(' ', '')).toBe('+493023125001');
	});

	test('works for the company marked as the main one, until that is gone', async () => {
		const { company_id: first } = await folder.type((transaction, author) =>
			createCompany(transaction, author, { name: 'Firn AG' }),
		);
		const { company_id: second } = await folder.type((transaction, author) =>
			createCompany(transaction, author, { name: 'Ufer KG' }),
		);
		await folder.type((transaction, author) =>
			createContact(transaction, author, {
				last_name: 'Berg',
				companies: [{ company_id: first }, { company_id: second, is_primary: true }],
			}),
		);
		expect(await staged('select company_id from stg_contacts')).toEqual([{ company_id: second }]);
		await folder.type((transaction, author) => deleteCompany(transaction, author, current(second)));
		expect(await staged('select company_id from stg_contacts')).toEqual([{ company_id: first }]);
	});

	test('leaves with all that hangs on them, and is there once however much they have', async () => {
		const { contact_id: id } = await folder.type((transaction, author) =>
			createContact(transaction, author, {
				last_name: 'Berg',
				emails: [{ value: 'a@example.com' }, { value: 'b@example.com' }],
				phones: [{ value: '+49 30 1234567' }, { value: '+49 30 7654321' }],
			}),
		);
		await folder.type((transaction, author) =>
			addConsent(transaction, author, id, { channel: 'email', purpose: 'newsletter', status: 'granted' }),
		);
		expect(await staged('select count(*) as n from stg_contacts')).toEqual([{ n: 1 }]);
		expect(await folder.rows('select contact_id, channel, purpose, status from stg_consent_events')).toEqual([
			{ contact_id: id, channel: 'email', purpose: 'newsletter', status: 'granted' },
		]);
		await folder.type((transaction, author) => deleteContact(transaction, author, current(id)));
		expect(await staged('select count(*) as n from stg_contacts')).toEqual([{ n: 0 }]);
		expect(await folder.rows('select count(*) as n from stg_consent_events')).toEqual([{ n: 0 }]);
	});

	test('with an address that was mended has the new one', async () => {
		const { contact_id: id } = await folder.type((transaction, author) =>
			createContact(transaction, author, { last_name: 'Berg', emails: [{ value: 'a@example.com' }] }),
		);
		await folder.load();
		await folder.type((transaction, author) =>
			updateContact(transaction, author, current(id), { emails: [{ value: 'b@example.com' }] }),
		);
		expect(await staged('select email from stg_contacts')).toEqual([{ email: 'b@example.com' }]);
	});
});

describe('a deal', () => {
	function openDeal(): Promise<{ deal_id: string }> {
		return folder.type((transaction, author) =>
			createDeal(transaction, author, {
				name: 'Tents',
				amount: '1234.5',
				currency: 'EUR',
				opened_on: '2025-01-31',
				expected_close_on: '2025-03-01',
			}),
		);
	}

	test.each(['Europe/Berlin', 'America/New_York', 'Pacific/Auckland'])(
		'is opened on its day in %s, whatever that day is elsewhere',
		async (zone) => {
			await openDeal();
			expect(
				await staged('select opened_on, amount, expected_close_on, stage_id, outcome, closed_at from stg_deals', zone),
			).toEqual([
				{
					opened_on: '2025-01-31',
					amount: '1234.500000',
					expected_close_on: '2025-03-01',
					stage_id: 'qualified',
					outcome: null,
					closed_at: null,
				},
			]);
		},
	);

	test('brings its moves, and takes them along', async () => {
		const { deal_id: id } = await openDeal();
		await folder.type((transaction, author) => moveDeal(transaction, author, current(id), { stageId: 'won' }));
		const moves =
			'select from_stage_id, to_stage_id from stg_deal_stage_events order by changed_at, from_stage_id nulls first';
		expect(await staged(moves)).toEqual([
			{ from_stage_id: null, to_stage_id: 'qualified' },
			{ from_stage_id: 'qualified', to_stage_id: 'won' },
		]);
		expect(await folder.rows('select closed_at is not null as closed from stg_deals')).toEqual([{ closed: true }]);
		await folder.type((transaction, author) => deleteDeal(transaction, author, current(id)));
		expect(await staged('select count(*) as n from stg_deals')).toEqual([{ n: 0 }]);
		expect(await folder.rows(moves)).toEqual([]);
	});

	test('has lines whose products go by the key of their source', async () => {
		const product = (name: string, key: string | null): Promise<{ product_id: string }> =>
			folder.type((transaction, author) =>
				createProduct(transaction, author, {
					name,
					external_key: key,
					unit_price: '10.5',
					currency: key === null ? 'CHF' : 'EUR',
				}),
			);
		const known = await product('Tent', 'P-1');
		const own = await product('Guided tour', null);
		const line = { quantity: '2', unit_price: '10.5' };
		await folder.type((transaction, author) =>
			createDeal(transaction, author, {
				name: 'Tents',
				currency: 'EUR',
				lines: [known, own].map(({ product_id }) => ({ ...line, product_id })),
			}),
		);
		expect(
			await staged('select product_id, quantity, unit_price from stg_deal_lines order by product_id desc'),
		).toEqual([
			{ product_id: 'P-1', quantity: '2.000000', unit_price: '10.500000' },
			{ product_id: own.product_id, quantity: '2.000000', unit_price: '10.500000' },
		]);
		// What is priced in francs has no price in euros.
		expect(await folder.rows('select product_id, list_price from stg_products order by product_id desc')).toEqual([
			{ product_id: 'P-1', list_price: '10.500000' },
			{ product_id: own.product_id, list_price: null },
		]);
	});
});

test('a lead, a ticket and their instants', async () => {
	await folder.type((transaction, author) =>
		createLead(transaction, author, { full_name: 'Anna Berg', company_name: 'Firn AG', email: 'a@example.com' }),
	);
	await folder.type((transaction, author) => createTicket(transaction, author, { subject: 'Broken zip' }));
	const [lead] = await staged('select name, employer, email, status, created_at from stg_leads');
	expect(lead).toMatchObject({ name: 'Anna Berg', employer: 'Firn AG', email: 'a@example.com', status: 'new' });
	const [stored] = await folder.records.selectFrom('leads').select('created_at').execute();
	expect(Date.parse(String(lead?.created_at))).toBe(Date.parse(stored?.created_at ?? ''));
	expect(await folder.rows('select subject, status, number from stg_tickets')).toEqual([
		{ subject: 'Broken zip', status: 'new', number: '1' },
	]);
});

test('what is seeded fills stages and users', async () => {
	expect(await staged("select name, sales_pipeline, outcome, position from stg_stages where stage_id = 'won'")).toEqual(
		[{ name: 'Won', sales_pipeline: expect.any(String) as unknown, outcome: 'won', position: 5 }],
	);
	expect(await folder.rows('select user_id, _source from stg_users')).toEqual([
		{ user_id: 'local', _source: 'records' },
	]);
});

test('a correction of a customer says which field, and what holds', async () => {
	await folder.type((transaction, author) =>
		setOverride(transaction, author, 'C1', { field: 'name', value: 'Anna Bergmann', sourceValue: 'Anna Berg' }),
	);
	expect(await staged('select customer_id, field, value, source_value, user_id from stg_overrides')).toEqual([
		{ customer_id: 'C1', field: 'name', value: 'Anna Bergmann', source_value: 'Anna Berg', user_id: 'local' },
	]);
});
