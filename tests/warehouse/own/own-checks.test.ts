import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Check, CheckResult } from '#warehouse/checks/check.ts';
import { runChecks } from '#warehouse/checks/run-checks.ts';
import { openEmptyWarehouse } from '#warehouse/own/empty-warehouse.ts';
import type { EmptyWarehouse } from '#warehouse/own/empty-warehouse.ts';
import { readSqlCheck, sqlCheck } from '#warehouse/own/own-check.ts';
import { ruleCheck, withRowsBefore } from '#warehouse/own/rule-check.ts';
import type { Rule } from '#warehouse/own/rule-check.ts';
import { buildWarehouse } from '../build-warehouse.ts';
import type { BuiltWarehouse } from '../build-warehouse.ts';
import { givenShop } from '../../fixtures/shop/given-shop.ts';

let empty: EmptyWarehouse;
/** Seven orders worked out in the tiny shop's README. */
let shop: BuiltWarehouse;

beforeAll(async () => {
	empty = await openEmptyWarehouse();
	shop = await buildWarehouse(givenShop());
});

afterAll(() => {
	empty.close();
	shop.close();
});

async function made(rule: Rule): Promise<Check> {
	const found = await ruleCheck({ place: 'checks[0]', severity: 'error', rule }, empty);
	if (!('check' in found)) throw new Error(found.message);
	return found.check;
}

async function ask(check: Check): Promise<CheckResult | undefined> {
	const [result] = await runChecks(shop.db, { hasStaging: true }, [check]);
	return result;
}

async function problem(rule: Rule): Promise<string> {
	const found = await ruleCheck({ place: 'checks[0]', severity: 'error', rule }, empty);
	return 'message' in found ? found.message : 'fits';
}

describe('rules of a config', () => {
	test.each<[Rule, string, number, readonly string[]]>([
		[{ rule: 'not_null', relation: 'fct_orders', column: 'customer_id' }, 'fct_orders.customer_id not_null', 1, ['o3']],
		[{ rule: 'not_null', relation: 'fct_orders', column: 'order_id' }, 'fct_orders.order_id not_null', 0, []],
		[{ rule: 'unique', relation: 'fct_orders', column: 'order_id' }, 'fct_orders.order_id unique', 0, []],
		// Germany is there four times and Switzerland twice: four more than once each.
		[
			{ rule: 'unique', relation: 'fct_orders', column: 'country' },
			'fct_orders.country unique',
			4,
			['Germany', 'Switzerland'],
		],
		[
			{ rule: 'unique', relation: 'fct_orders', column: ['country', 'channel'] },
			'fct_orders.country+channel unique',
			3,
			['Germany web', 'Switzerland phone'],
		],
		[
			{ rule: 'accepted', relation: 'fct_orders', column: 'channel', values: ['web', 'shop'] },
			'fct_orders.channel accepted',
			2,
			['o2: phone', 'o5: phone'],
		],
		[
			{ rule: 'relationship', relation: 'fct_order_lines', column: 'product_id', to: 'dim_products.product_id' },
			'fct_order_lines.product_id in dim_products',
			1,
			['l8: p9'],
		],
		[
			{ rule: 'relationship', relation: 'fct_orders', column: 'country', to: 'dim_products.category' },
			'fct_orders.country in dim_products.category',
			7,
			['o1: Germany', 'o2: Switzerland', 'o3: Germany', 'o4: Germany', 'o5: Switzerland', 'o6: France', 'o7: Germany'],
		],
		[
			{ rule: 'range', relation: 'fct_orders', column: 'net_base', min: 0, max: 200 },
			'fct_orders.net_base range',
			2,
			['o2: 264.0000', 'o4: -100.0000'],
		],
		[
			{ rule: 'range', relation: 'fct_orders', column: 'ordered_on', max: '2025-03-30' },
			'fct_orders.ordered_on range',
			1,
			['o7: 2025-03-31'],
		],
		[
			{ rule: 'range', relation: 'fct_orders', column: 'net_base', min: 0, where: "order_kind = 'sale'" },
			"fct_orders.net_base range where order_kind = 'sale'",
			0,
			[],
		],
		[
			{ rule: 'freshness', relation: 'fct_orders', column: 'ordered_on', maxHours: 48 },
			'fct_orders.ordered_on freshness',
			1,
			['the newest is of 2025-03-31'],
		],
		[
			{ rule: 'freshness', relation: 'fct_orders', column: 'ordered_at', maxHours: 1_000_000 },
			'fct_orders.ordered_at freshness',
			0,
			[],
		],
		[
			{
				rule: 'freshness',
				relation: 'fct_orders',
				column: 'ordered_at',
				maxHours: 1_000_000,
				where: "channel = 'fax'",
			},
			"fct_orders.ordered_at freshness where channel = 'fax'",
			1,
			['there is none'],
		],
	])('%j', async (rule, name, failing, sample) => {
		const check = await made(rule);
		expect(await ask(check)).toMatchObject({
			name,
			failing,
			sample,
			status: failing === 0 ? 'passed' : 'failed',
			severity: 'error',
			isOwn: true,
		});
	});

	test('a sample names twenty rows at most', async () => {
		const many = await buildWarehouse(
			givenShop({
				orders: {
					loads: [
						Array.from({ length: 30 }, (_, n) => [`o${n}`, null, '2025-01-15 10:00:00', 'EUR', 'Germany', 'web']),
					],
				},
				order_lines: { loads: [Array.from({ length: 30 }, (_, n) => [`l${n}`, `o${n}`, 'p1', '1', '2.00'])] },
			}),
		);
		try {
			const check = await made({ rule: 'not_null', relation: 'fct_orders', column: 'customer_id' });
			const [result] = await runChecks(many.db, { hasStaging: true }, [check]);
			expect(result?.failing).toBe(30);
			expect(result?.sample).toHaveLength(20);
		} finally {
			many.close();
		}
	});

	test('a number of rows is held against that of the last snapshot, and against none where there was none', async () => {
		const check = await made({ rule: 'row_count_change', relation: 'fct_orders', maxShare: 0.2 });
		const held = async (before: number | null): Promise<number | undefined> => {
			const rowsBefore = new Map(before === null ? [] : [['fct_orders', before]]);
			const [written] = withRowsBefore([check], rowsBefore);
			return written && (await ask(written))?.failing;
		};
		// Seven orders: six to eight before differ by a fifth at most.
		expect(await Promise.all([null, 0, 6, 7, 8].map(held))).toEqual([0, 0, 0, 0, 0]);
		expect(await held(5)).toBe(2);
		expect(await held(14)).toBe(7);
		const [written = check] = withRowsBefore([check], new Map([['fct_orders', 5]]));
		expect((await ask(written))?.sample).toEqual(['5 rows before, 7 now']);
	});

	test('rules over staging are asked during a run alone, and those of the clock every time', async () => {
		expect(await made({ rule: 'not_null', relation: 'stg_orders', column: 'order_id' })).toMatchObject({
			needsStaging: true,
		});
		// What it reads without personal columns has no version of its own to have passed at.
		expect(await made({ rule: 'not_null', relation: 'stg_customers', column: 'country' })).toMatchObject({
			isAskedAlways: true,
		});
		expect(await made({ rule: 'not_null', relation: 'stg_orders', column: 'order_id' })).not.toHaveProperty(
			'isAskedAlways',
		);
		const fresh = await made({ rule: 'freshness', relation: 'fct_orders', column: 'ordered_on', maxHours: 1 });
		expect(fresh).toMatchObject({ isAskedAlways: true });
		expect(fresh).not.toHaveProperty('needsStaging');
	});

	test.each<[Rule, string]>([
		[
			{ rule: 'not_null', relation: 'fct_ordes', column: 'a' },
			'relation "fct_ordes" is not there (expected an stg_ relation, or one of fct_orders)',
		],
		[{ rule: 'not_null', relation: 'dim_people', column: 'customer_id' }, 'relation "dim_people" holds personal data'],
		[
			{ rule: 'not_null', relation: 'int_identity', column: 'customer_id' },
			'relation "int_identity" goes with the run',
		],
		[{ rule: 'not_null', relation: 'stg_customers', column: 'email' }, '"email" of stg_customers identifies a person'],
		[
			{ rule: 'not_null', relation: 'fct_orders', column: 'ordered_onn' },
			'"ordered_onn" is no column of fct_orders (expected one of ordered_on)',
		],
		[
			{ rule: 'relationship', relation: 'fct_orders', column: 'customer_id', to: 'dim_people.customer_id' },
			'to: relation "dim_people" holds personal data',
		],
		[
			{ rule: 'relationship', relation: 'fct_orders', column: 'customer_id', to: 'dim_customers.id' },
			'to: "id" is no column of dim_customers',
		],
		[
			{ rule: 'freshness', relation: 'fct_orders', column: 'net_base', maxHours: 1 },
			'"net_base" of fct_orders is neither a day nor an instant',
		],
		[
			{ rule: 'range', relation: 'fct_orders', column: 'ordered_on', min: 5 },
			'5 is no value of ordered_on, which is of type date',
		],
		[
			{ rule: 'accepted', relation: 'fct_orders', column: 'is_identified', values: [true, 'perhaps'] },
			'perhaps is no value of is_identified, which is of type boolean',
		],
		[
			{ rule: 'range', relation: 'fct_orders', column: 'net_base', min: 'much' },
			'much is no value of net_base, which is of type decimal',
		],
		[
			{ rule: 'not_null', relation: 'fct_orders', column: 'country', where: 'nothing_such' },
			'Referenced column "nothing_such" not found',
		],
		[
			{
				rule: 'not_null',
				relation: 'fct_orders',
				column: 'country',
				where: 'order_id in (select customer_id from dim_people)',
			},
			'where reads dim_people, which holds personal data',
		],
		[
			{ rule: 'row_count_change', relation: 'stg_orders', maxShare: 0.1 },
			'rows of stg_orders are not kept to compare with',
		],
	])('%j does not fit', async (rule, said) => {
		const found = await problem(rule);
		expect(found.startsWith(said) ? said : found).toBe(said);
	});
});

describe('queries whose rows break a rule', () => {
	const file = (text: string) => ({ place: 'kundig/checks/dated.sql', name: 'dated', text });

	async function written(text: string): Promise<Check | string> {
		const read = readSqlCheck(file(text));
		if ('message' in read) return `${read.line ?? '-'} ${read.message}`;
		const found = await sqlCheck(read, empty);
		return 'check' in found ? found.check : `${found.line ?? '-'} ${found.message}`;
	}

	test('are named by their file, and their rows by the first column', async () => {
		const check = await written(
			"-- Returns\n-- severity: warn\nselect order_id, net_base from fct_orders where order_kind = 'return'",
		);
		expect(await ask(check as Check)).toEqual({
			name: 'dated',
			severity: 'warn',
			status: 'failed',
			failing: 1,
			meaning: 'Returns',
			sample: ['o4'],
			isOwn: true,
		});
	});

	test('stop a run where they do not say otherwise', async () => {
		expect(await written('-- Nothing\nselect 1 as x where false')).toMatchObject({ severity: 'error' });
	});

	test.each([
		['select order_id from fct_orders', '1 the first line has to say what is wrong with the rows'],
		[
			'-- Bad\n-- severity: fatal\nselect 1 as x',
			'2 unknown severity "fatal" (expected error, which stops a run, or warn)',
		],
		['-- Bad\nselect x\nfrom fct_orders', '2 Referenced column "x" not found'],
		['-- Bad\nselect customer_id from dim_people', '2 reads dim_people, which holds personal data'],
		['-- Bad\nselect email from stg_customers', '2 names email of stg_customers, which identifies a person'],
		['-- Bad\nselect 1 as x from int_identity', '- reads int_identity, which is not there where nothing has changed'],
	])('%j', async (text, said) => {
		const found = await written(text);
		expect(typeof found === 'string' && found.startsWith(said) ? said : found).toBe(said);
	});
});
