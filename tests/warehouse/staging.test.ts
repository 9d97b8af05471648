import { describe, expect, test } from 'vitest';
import { entityByName } from '#warehouse/entities/entities.ts';
import { stagingFingerprint, stagingViews } from '#warehouse/staging.ts';
import type { StagingSource, StagingValue } from '#warehouse/staging.ts';
import type { GivenSource } from './build-warehouse.ts';
import { openWarehouse, tableOf } from './open-warehouses.ts';

const CUSTOMERS: GivenSource = {
	name: 'people',
	columns: { id: 'text', land: 'text', since: 'timestamp' },
	loads: [],
	entities: { customers: { customer_id: 'id', country: 'land', created_at: 'since' } },
};

function row(id: string | null, land: string | null, since: string | null = null): readonly (string | null)[] {
	return [id, land, since];
}

const COUNTRIES = 'select customer_id, country from stg_customers order by customer_id';

test('a view has all columns of its entity, typed, and the day beside each instant', async () => {
	const db = await openWarehouse({ relations: [], sources: [{ ...CUSTOMERS, loads: [[row('c1', 'Italy')]] }] });
	const columns = await tableOf(db, 'select column_name, column_type from (describe stg_people__customers)');
	expect(Object.fromEntries(columns)).toEqual({
		customer_id: 'VARCHAR',
		customer_kind: 'VARCHAR',
		name: 'VARCHAR',
		email: 'VARCHAR',
		phone: 'VARCHAR',
		street: 'VARCHAR',
		postal_code: 'VARCHAR',
		city: 'VARCHAR',
		country: 'VARCHAR',
		created_at: 'TIMESTAMP',
		created_on: 'DATE',
	});
});

test.each(['customers', 'products', 'orders', 'order_lines', 'exchange_rates'])(
	'%s, where nobody maps it, is empty with the columns it would have',
	async (name) => {
		const db = await openWarehouse({ relations: [], sources: [] });
		const columns = await tableOf(db, `select column_name from (describe stg_${name})`);
		expect(columns.flat()).toEqual(expect.arrayContaining(Object.keys(entityByName(name)?.columns ?? {})));
		expect(await tableOf(db, `select * from stg_${name}`)).toEqual([]);
	},
);

test('a value is a column of any name, a constant, an expression, or the place in the file', async () => {
	const values: Readonly<Record<string, StagingValue>> = {
		order_line_id: { line: true },
		order_id: 'No. "x"',
		quantity: { sql: 'Amount * 2 -- pieces to a pack' },
		unit_price: { value: 1.5 },
		currency: { value: "D'or" },
	};
	const db = await openWarehouse({
		relations: [],
		sources: [
			{
				name: 'lines',
				columns: { 'No. "x"': 'text', Amount: 'integer' },
				loads: [[['o1', '3']]],
				entities: { order_lines: values },
			},
		],
	});
	expect(
		await tableOf(
			db,
			'select order_line_id, order_id, quantity, unit_price, currency, product_id from stg_order_lines',
		),
	).toEqual([['lines1.csv:2', 'o1', 6, '1.500000', "D'or", null]]);
});

describe('several rows of one key', () => {
	test('in one file: the last line counts', async () => {
		const db = await openWarehouse({
			relations: [],
			sources: [{ ...CUSTOMERS, loads: [[row('c1', 'Italy'), row('c2', 'Spain'), row('c1', 'France')]] }],
		});
		expect(await tableOf(db, COUNTRIES)).toEqual([
			['c1', 'France'],
			['c2', 'Spain'],
		]);
	});

	test('in several files: the last load counts, whatever the line', async () => {
		const loads = [[row('c2', 'Spain'), row('c1', 'Italy')], [row('c1', 'France')]];
		for (const key of [[], ['id']]) {
			const db = await openWarehouse({ relations: [], sources: [{ ...CUSTOMERS, key, loads }] });
			expect(await tableOf(db, COUNTRIES)).toEqual([
				['c1', 'France'],
				['c2', 'Spain'],
			]);
		}
	});

	test('appended: the key of a source that looks at none is not taken for unique', async () => {
		const loads = [[row('c1', 'Italy'), row('c1', 'France')]];
		const db = await openWarehouse({
			relations: [],
			sources: [{ ...CUSTOMERS, key: ['id'], disposition: 'append', loads }],
		});
		expect(await tableOf(db, COUNTRIES)).toEqual([['c1', 'France']]);
	});

	test('raw that is unique already is not asked again, for that takes time', () => {
		const source = { name: 'people', key: ['id'], entities: { customers: { customer_id: 'id' } } };
		const isChosen = (disposition: 'replace' | 'merge' | 'append', loads: number): boolean =>
			stagingViews([{ ...source, disposition, loads }], 'UTC').some(({ sql }) => sql.includes('row_number()'));
		expect(isChosen('replace', 1)).toBe(false);
		expect(isChosen('merge', 7)).toBe(false);
		expect(isChosen('replace', 2)).toBe(true);
		expect(isChosen('append', 1)).toBe(true);
	});

	test('a file of order lines gives each order once', async () => {
		const db = await openWarehouse({
			relations: [],
			sources: [
				{
					name: 'lines',
					columns: { order: 'text', customer: 'text', at: 'timestamp' },
					loads: [
						[
							['o1', 'c1', '2025-01-01 10:00:00'],
							['o1', 'c1', '2025-01-01 10:00:05'],
							['o2', null, '2025-01-02 10:00:00'],
						],
					],
					entities: { orders: { order_id: 'order', customer_id: 'customer', ordered_at: 'at' } },
				},
			],
		});
		expect(await tableOf(db, 'select order_id, customer_id, ordered_at from stg_orders order by 1')).toEqual([
			['o1', 'c1', '2025-01-01T09:00:05Z'],
			['o2', null, '2025-01-02T09:00:00Z'],
		]);
	});
});

test('a row without the key is no customer, nor is one of spaces; ids lose the spaces around them', async () => {
	const db = await openWarehouse({
		relations: [],
		sources: [{ ...CUSTOMERS, loads: [[row(null, 'Italy'), row('  ', 'Spain'), row(' c1 ', 'France')]] }],
	});
	expect(await tableOf(db, COUNTRIES)).toEqual([['c1', 'France']]);
});

test('an order line without its key stays, for a check to find', async () => {
	const db = await openWarehouse({
		relations: [],
		sources: [
			{
				name: 'lines',
				columns: { id: 'text', order: 'text' },
				loads: [
					[
						[null, 'o1'],
						[null, 'o2'],
					],
				],
				entities: {
					order_lines: { order_line_id: 'id', order_id: 'order', quantity: { value: 1 }, unit_price: { value: 1 } },
				},
			},
		],
	});
	expect(await tableOf(db, 'select order_line_id, order_id from stg_order_lines order by 2')).toEqual([
		[null, 'o1'],
		[null, 'o2'],
	]);
});

test('two sources of one entity stand in one union, each with the columns it maps', async () => {
	const other: GivenSource = {
		name: 'crm',
		columns: { number: 'integer', kind: 'text' },
		loads: [[['7', 'company']]],
		entities: { customers: { customer_kind: 'kind', customer_id: 'number' } },
	};
	const db = await openWarehouse({ relations: [], sources: [{ ...CUSTOMERS, loads: [[row('c1', 'Italy')]] }, other] });
	expect(await tableOf(db, 'select customer_id, country, customer_kind from stg_customers order by 1')).toEqual([
		['7', null, 'company'],
		['c1', 'Italy', null],
	]);
});

describe('zones', () => {
	async function instantOf(written: string, zone: string | undefined, companyZone: string): Promise<unknown> {
		const source = { ...CUSTOMERS, loads: [[row('c1', null, written)]], ...(zone === undefined ? {} : { zone }) };
		const db = await openWarehouse({ relations: [], sources: [source], zone: companyZone });
		return (await tableOf(db, 'select created_at, created_on from stg_customers'))[0];
	}

	// Berlin is an hour ahead of UTC in winter, two in summer: from 2025-03-30 02:00 to 2025-10-26 03:00.
	test.each([
		['2025-01-31 23:30:00', undefined, 'Europe/Berlin', '2025-01-31T22:30:00Z', '2025-01-31'],
		['2025-01-31 23:30:00', 'UTC', 'Europe/Berlin', '2025-01-31T23:30:00Z', '2025-02-01'],
		['2025-07-31 22:30:00', 'UTC', 'Europe/Berlin', '2025-07-31T22:30:00Z', '2025-08-01'],
		['2025-07-01 00:30:00', 'Europe/Berlin', 'UTC', '2025-06-30T22:30:00Z', '2025-06-30'],
		['2025-01-01 00:30:00', 'Europe/Berlin', 'America/New_York', '2024-12-31T23:30:00Z', '2024-12-31'],
		['2025-06-01 12:00:00', 'Asia/Kathmandu', 'Asia/Kathmandu', '2025-06-01T06:15:00Z', '2025-06-01'],
		['2025-03-30 01:59:59', undefined, 'Europe/Berlin', '2025-03-30T00:59:59Z', '2025-03-30'],
		['2025-03-30 03:00:00', undefined, 'Europe/Berlin', '2025-03-30T01:00:00Z', '2025-03-30'],
	])('%s written in %s is for a company in %s %s, on %s', async (written, zone, companyZone, instant, day) => {
		expect(await instantOf(written, zone, companyZone)).toEqual([instant, day]);
	});

	test('the hour that clocks skip is taken as if they had not been put forward', async () => {
		expect(await instantOf('2025-03-30 02:30:00', undefined, 'Europe/Berlin')).toEqual([
			'2025-03-30T01:30:00Z',
			'2025-03-30',
		]);
	});

	test('of the hour that clocks repeat the second one counts', async () => {
		expect(await instantOf('2025-10-26 02:30:00', undefined, 'Europe/Berlin')).toEqual([
			'2025-10-26T01:30:00Z',
			'2025-10-26',
		]);
	});
});

test('the fingerprint changes with a mapping, a zone or a source, and not without', () => {
	const source: StagingSource = {
		name: 'people',
		key: [],
		disposition: 'replace',
		entities: { customers: { customer_id: 'id', created_at: 'since' } },
	};
	const of = (changed: Partial<StagingSource>, zone = 'UTC'): string =>
		stagingFingerprint(stagingViews([{ ...source, ...changed }], zone));
	expect(of({})).toBe(of({}));
	const others = [
		of({ entities: { customers: { customer_id: 'number', created_at: 'since' } } }),
		of({ name: 'persons' }),
		of({ zone: 'Europe/Berlin' }),
		of({}, 'Europe/Berlin'),
	];
	expect(new Set([of({}), ...others]).size).toBe(5);
});
