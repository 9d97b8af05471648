import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KEYED_SOURCES, openChangingShop } from './changing-shop.ts';
import type { ChangingShop, Row, SourceName } from './changing-shop.ts';

let shop: ChangingShop;

async function openFilledShop(sources?: readonly SourceName[]): Promise<ChangingShop> {
	const opened = await openChangingShop(sources);
	const given: readonly [SourceName, readonly Row[]][] = [
		[
			'customers',
			[
				['C1', 'consumer', 'kim@one.example', 'Germany'],
				['C2', 'company', 'two@two.example', null],
				['C3', 'consumer', null, 'Austria'],
			],
		],
		['members', [['M1', null, 'member@nowhere.example', 'France']]],
		[
			'products',
			[
				['P1', 'Tents', '4.00'],
				['P2', 'Lamps', null],
			],
		],
		[
			'rates',
			[
				['CHF', '2026-01-01', '1.1'],
				['CHF', '2026-01-05', '1.2'],
			],
		],
		[
			'orders',
			[
				['O1', 'C1', '2026-01-02 12:00:00', null, null, 'web'],
				['O2', 'C1', '2026-01-04 12:00:00', 'CHF', null, 'web'],
				['O3', 'C2', '2026-01-06 12:00:00', 'CHF', 'Italy', 'shop'],
				['O4', 'M1', '2026-01-06 12:00:00', null, null, 'shop'],
				['O5', null, '2026-01-07 12:00:00', null, null, null],
			],
		],
		[
			'lines',
			[
				['L1', 'O1', 'P1', '2', '10'],
				['L2', 'O1', 'P2', '1', '5'],
				['L3', 'O2', 'P1', '1', '10'],
				['L4', 'O3', 'P1', '3', '10'],
				['L5', 'O4', 'P2', '1', '5'],
				['L6', 'O5', null, '-1', '7'],
			],
		],
		['till', [['T1', 'K1', 'P1', '1', '9', 'C3', '2026-01-03 09:00:00', 'Spain']]],
		['journal', [['J1', 'Q1', 'P2', '1', '3', 'C3', '2026-01-03 10:00:00', null]]],
	];
	for (const [source, rows] of given) await opened.load(source, rows);
	expect(await opened.publish('2026-02-01')).toEqual({ differences: {}, changed: [] });
	return opened;
}

function beginFilled(sources?: readonly SourceName[]): void {
	beforeEach(async () => {
		shop = await openFilledShop(sources);
	});
}

afterEach(() => shop.close());

const ALL = ['fct_order_lines', 'fct_orders', 'dim_customers', 'rollup_order_lines_by_day', 'rollup_cohorts_by_month'];

describe('a snapshot whose facts are changed holds what one that is built anew holds', () => {
	beginFilled();

	const changes: readonly [what: string, change: () => Promise<void>][] = [
		['a line took another price', () => shop.load('lines', [['L4', 'O3', 'P1', '3', '11']])],
		['a line moved to another order', () => shop.load('lines', [['L3', 'O4', 'P1', '1', '10']])],
		['the only line of an order moved away', () => shop.load('lines', [['L4', 'O1', 'P1', '3', '10']])],
		['a line was deleted at its source', () => shop.remove('lines', ['L2'])],
		[
			'a line was deleted as another one came',
			async () => {
				await shop.remove('lines', ['L2']);
				await shop.load('lines', [['L9', 'O2', 'P2', '4', '1']]);
			},
		],
		[
			'a customer has an earlier order now',
			async () => {
				await shop.load('orders', [['O0', 'C1', '2026-01-01 08:00:00', null, null, 'web']]);
				await shop.load('lines', [['L0', 'O0', 'P1', '1', '1']]);
			},
		],
		[
			'an order is of another customer',
			() => shop.load('orders', [['O1', 'C2', '2026-01-02 12:00:00', null, null, 'web']]),
		],
		['an order was deleted and its lines stayed', () => shop.remove('orders', ['O2'])],
		[
			'an order was deleted as another one was changed',
			async () => {
				await shop.remove('orders', ['O2']);
				await shop.load('orders', [['O3', 'C2', '2026-01-08 12:00:00', 'CHF', 'Italy', 'shop']]);
			},
		],
		[
			'a customer moved to another country',
			() => shop.load('customers', [['C2', 'company', 'two@two.example', 'Norway']]),
		],
		['two customers became one', () => shop.load('members', [['M1', null, 'kim@one.example', 'France']])],
		[
			'a product took another category',
			() =>
				shop.load('products', [
					['P1', 'Shelters', '4.00'],
					['P2', 'Lamps', '1.5'],
				]),
		],
		['a rate came late', () => shop.load('rates', [['CHF', '2026-01-03', '1.15']])],
		['a rate came after the last one', () => shop.load('rates', [['CHF', '2026-01-09', '1.3']])],
		['a cost became unknown for all lines of a day', () => shop.load('products', [['P2', 'Lamps', null]])],
		[
			'a line came through an appended file',
			() => shop.load('journal', [['J2', 'Q1', 'P1', '1', '3', 'C1', '2026-01-03 10:00:00', null]]),
		],
		[
			'an appended file tells of a line again',
			() => shop.load('journal', [['J1', 'Q1', 'P1', '5', '3', 'C1', '2026-01-03 10:00:00', null]]),
		],
	];

	test.each(changes)('%s', async (_, change) => {
		await change();
		const { differences, changed } = await shop.publish('2026-02-01');
		expect(differences).toEqual({});
		expect(changed.toSorted()).toEqual(ALL.toSorted());
	});
});

describe('where raw holds one row per line, so that what came is read by its loads, it does so, too:', () => {
	beginFilled(KEYED_SOURCES);

	const changes: readonly [what: string, rows: readonly Row[], removed: readonly string[]][] = [
		['a line took another price', [['L1', 'O1', 'P1', '2', '11']], []],
		['a line moved from an order that has others to one that has, too', [['L2', 'O4', 'P2', '1', '5']], []],
		['the only line of an order moved away', [['L4', 'O1', 'P1', '3', '10']], []],
		['a line came to an order that is there', [['L8', 'O2', 'P2', '1', '4']], []],
		['a line went as another one of its order came', [['L9', 'O1', 'P2', '4', '1']], ['L2']],
		['a line took another price as one of another order went', [['L1', 'O1', 'P1', '2', '11']], ['L5']],
	];

	test.each(changes)('%s', async (_, rows, removed) => {
		if (removed.length > 0) await shop.remove('lines', removed);
		await shop.load('lines', rows);
		const { differences, changed } = await shop.publish('2026-02-01');
		expect(differences).toEqual({});
		expect(changed.toSorted()).toEqual(ALL.toSorted());
	});
});

describe('everything is built where it cannot be told what changed, or hardly pays', () => {
	beginFilled();

	const NEW_PRICE: Row = ['L4', 'O3', 'P1', '3', '11'];
	const LATE: Row = ['J2', 'Q1', 'P1', '1', '3', 'C1', '2026-01-03 10:00:00', null];

	test('a row went from under one that an earlier file had of its key', async () => {
		await shop.load('journal', [LATE]);
		await shop.publish('2026-02-01');
		await shop.remove('journal', ['J1']);
		expect(await shop.publish('2026-02-01')).toEqual({ differences: {}, changed: [] });
	});

	test('the company counts in another currency', async () => {
		await shop.load('rates', [
			['EUR', '2026-01-01', '1.5'],
			['USD', '2026-01-01', '0.9'],
		]);
		await shop.load('lines', [NEW_PRICE]);
		expect(await shop.publish('2026-02-01', { currency: 'USD' })).toEqual({ differences: {}, changed: [] });
	});

	test('too many lines changed', async () => {
		await shop.load('lines', [NEW_PRICE]);
		const limits = { fromRows: 0, upToShare: 0.1 };
		expect(await shop.publish('2026-02-01', { limits })).toEqual({ differences: {}, changed: [] });
	});

	test('there are not that many lines', async () => {
		await shop.load('lines', [NEW_PRICE]);
		const limits = { fromRows: 9, upToShare: 1 };
		expect(await shop.publish('2026-02-01', { limits })).toEqual({ differences: {}, changed: [] });
	});
});

test('another analysis date makes no order line anew', async () => {
	shop = await openFilledShop();
	expect(await shop.publish('2026-02-02')).toEqual({ differences: {}, changed: [] });
	await shop.load('lines', [['L4', 'O3', 'P1', '3', '11']]);
	expect((await shop.publish('2026-02-03')).changed.toSorted()).toEqual(ALL.toSorted());
});
