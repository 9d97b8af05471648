import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addTag } from '#records/people/tags.ts';
import { createCompany, deleteCompany, updateCompany } from '#records/people/companies.ts';
import { createContact } from '#records/people/contacts.ts';
import { createDeal } from '#records/sales/deals.ts';
import { SourceError } from '#pipeline/errors.ts';
import { recordsTables } from '#pipeline/sources/records/tables.ts';
import { openRecordsFolder } from './records-folder.ts';
import type { RecordsFolder } from './records-folder.ts';

let folder: RecordsFolder;

beforeEach(async () => {
	folder = await openRecordsFolder();
});

afterEach(() => folder.close());

const COMPANIES = 'select name, city, deleted_at is not null as gone from raw.records__companies order by name';

function makeCompany(name: string, fields: { readonly city?: string } = {}): Promise<{ company_id: string }> {
	return folder.type((transaction, author) => createCompany(transaction, author, { name, ...fields }));
}

const current = (id: string): { id: string; version: 'current' } => ({ id, version: 'current' });

/** How many rows each table of raw has. */
async function rawCounts(): Promise<Record<string, number>> {
	const tables = recordsTables().map(({ name }) => `select '${name}' as t, count(*) as rows from raw.records__${name}`);
	const counted = await folder.rows(tables.join(' union all '));
	return Object.fromEntries(counted.map(({ t, rows }) => [String(t), Number(rows)]));
}

describe('the first load', () => {
	test('reads every table whole, what a migration put there included', async () => {
		await makeCompany('Firn AG', { city: 'Zürich' });
		const { read, cursor } = await folder.load();
		expect(await folder.rows(COMPANIES)).toEqual([{ name: 'Firn AG', city: 'Zürich', gone: false }]);
		const counts = await rawCounts();
		// The local user, one pipeline with its six stages, the company.
		expect(counts).toMatchObject({ users: 1, sales_pipelines: 1, stages: 6, companies: 1, contacts: 0 });
		expect(read).toBe(9);
		const [last] = await folder.records.selectFrom('changes').select('sequence').orderBy('sequence', 'desc').execute();
		expect(cursor).toBe(String(last?.sequence));
	});

	test('gives columns their types; decimals stay the text they are', async () => {
		const { deal_id: id } = await folder.type((transaction, author) =>
			createDeal(transaction, author, {
				name: 'Tents',
				amount: '1234.50',
				currency: 'EUR',
				opened_on: '2025-01-31',
			}),
		);
		await folder.load();
		expect(
			await folder.rows(
				'select deal_id, amount, opened_on, typeof(created_at) as at, stage_id from raw.records__deals',
			),
		).toEqual([{ deal_id: id, amount: '1234.50', opened_on: '2025-01-31', at: 'TIMESTAMP', stage_id: 'qualified' }]);
		expect(
			await folder.rows("select probability, position from raw.records__stages where stage_id = 'meeting'"),
		).toEqual([{ probability: 0.25, position: 2 }]);
	});

	test('reads tables of more rows than a page, each row once', async () => {
		await folder.type(async (transaction, author) => {
			for (let index = 0; index < 2_345; index += 1) {
				await createCompany(transaction, author, { name: `Company ${index}` });
			}
		});
		await folder.load();
		expect(
			await folder.rows('select count(*) as n, count(distinct name) as names from raw.records__companies'),
		).toEqual([{ n: 2_345, names: 2_345 }]);
	});
});

describe('a later load', () => {
	test('reads what changed since, and nothing a second time', async () => {
		const firn = await makeCompany('Firn AG');
		await makeCompany('Halde GmbH');
		await folder.load();
		await folder.type((transaction, author) =>
			updateCompany(transaction, author, current(firn.company_id), { city: 'Chur' }),
		);
		await makeCompany('Ufer KG');
		expect((await folder.load()).read).toBe(2);
		expect(await folder.rows(COMPANIES)).toEqual([
			{ name: 'Firn AG', city: 'Chur', gone: false },
			{ name: 'Halde GmbH', city: null, gone: false },
			{ name: 'Ufer KG', city: null, gone: false },
		]);
		expect((await folder.load()).read).toBe(0);
	});

	test('keeps one load that counts, whose cursor speaks for all before', async () => {
		await makeCompany('Firn AG');
		await folder.load();
		await makeCompany('Ufer KG');
		const { cursor } = await folder.load();
		const loads = 'select load_id, read, loaded, quarantined, cursor, is_active from raw.loads order by loaded_at';
		const [first, second, ...others] = await folder.rows(loads);
		expect(first).toMatchObject({ load_id: 'run-0001/records/000001', read: 9, is_active: false });
		expect(second).toEqual({
			load_id: 'run-0002/records/000001',
			read: 1,
			loaded: 1,
			quarantined: 0,
			cursor,
			is_active: true,
		});
		expect(others).toEqual([]);
	});

	test('without a change between leaves the load as it is', async () => {
		await makeCompany('Firn AG');
		await folder.load();
		await folder.load();
		expect(await folder.rows('select load_id, is_active from raw.loads')).toEqual([
			{ load_id: 'run-0001/records/000001', is_active: true },
		]);
	});

	test('over changes that bring no row moves the cursor and keeps the load', async () => {
		const { company_id: id } = await makeCompany('Firn AG');
		const { cursor: before } = await folder.load();
		await folder.type((transaction, author) => addTag(transaction, author, { type: 'company', id }, 'key account'));
		const { read, cursor } = await folder.load();
		expect(read).toBe(0);
		expect(Number(cursor)).toBeGreaterThan(Number(before));
		expect(await folder.rows('select load_id, cursor from raw.loads')).toEqual([
			{ load_id: 'run-0001/records/000001', cursor },
		]);
	});

	test('marks what was deleted, and unmarks what came back', async () => {
		const { company_id: id } = await makeCompany('Firn AG');
		await folder.load();
		await folder.type((transaction, author) => deleteCompany(transaction, author, current(id)));
		await folder.load();
		expect(await folder.rows(COMPANIES)).toMatchObject([{ name: 'Firn AG', gone: true }]);
	});

	test('takes a row away that is gone for good', async () => {
		const { company_id: id } = await makeCompany('Firn AG');
		await folder.load();
		await folder.type((transaction, author) => deleteCompany(transaction, author, current(id)));
		await folder.records.deleteFrom('companies').where('company_id', '=', id).execute();
		await folder.load();
		expect(await folder.rows(COMPANIES)).toEqual([]);
	});

	test('reads more changed records than a page', async () => {
		await folder.load();
		await folder.type(async (transaction, author) => {
			for (let index = 0; index < 1_201; index += 1) {
				await createContact(transaction, author, { last_name: `Berg ${index}` });
			}
		});
		expect((await folder.load()).read).toBe(1_201);
		expect(await folder.rows('select count(distinct full_name) as n from raw.records__contacts')).toEqual([
			{ n: 1_201 },
		]);
	});
});

describe('everything is read anew', () => {
	async function loadsOfAll(context: { readonly full?: boolean } = {}): Promise<boolean> {
		return (await folder.load(context)).read === 9;
	}

	beforeEach(async () => {
		await makeCompany('Firn AG');
		await folder.load();
	});

	test('when asked for', async () => {
		expect(await loadsOfAll()).toBe(false);
		expect(await loadsOfAll({ full: true })).toBe(true);
		expect(await folder.rows(COMPANIES)).toHaveLength(1);
	});

	test('after the tables that are read have changed', async () => {
		await folder.rows("update raw.loads set contract_hash = 'of another version'");
		expect(await loadsOfAll()).toBe(true);
	});

	test('from records that are older than what raw has of them', async () => {
		await folder.rows("update raw.loads set cursor = '1000000'");
		expect(await loadsOfAll()).toBe(true);
		expect(await loadsOfAll()).toBe(false);
	});
});

test('a run that lost its lease changes nothing', async () => {
	await makeCompany('Firn AG');
	await folder.load();
	await makeCompany('Ufer KG');
	await expect(folder.load({ isCurrent: () => false })).rejects.toThrow(SourceError);
	expect(await folder.rows(COMPANIES)).toHaveLength(1);
	expect((await folder.load()).read).toBe(1);
	expect(await folder.rows(COMPANIES)).toHaveLength(2);
});

test('sees records as they are at one instant, while others write on', async () => {
	const { company_id: id } = await makeCompany('Firn AG');
	let typed = false;
	// Told of the first page, somebody changes a company and adds a contact: both are the next load's.
	await folder.load({
		onProgress: () => {
			if (typed) return;
			typed = true;
			void folder.type(async (transaction, author) => {
				await updateCompany(transaction, author, current(id), { city: 'Chur' });
				await createContact(transaction, author, { last_name: 'Berg' });
			});
		},
	});
	expect(await folder.rows(COMPANIES)).toMatchObject([{ city: null }]);
	expect(await rawCounts()).toMatchObject({ companies: 1, contacts: 0 });
	expect((await folder.load()).read).toBe(2);
	expect(await folder.rows(COMPANIES)).toMatchObject([{ city: 'Chur' }]);
});

test('leaves no stage behind', async () => {
	await makeCompany('Firn AG');
	await folder.load();
	expect(await folder.rows("select table_name from duckdb_tables() where table_name like 'stage%'")).toEqual([]);
});
