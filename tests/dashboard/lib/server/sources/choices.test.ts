import { expect, test } from 'vitest';
import { readChoices } from '#lib/server/sources/choices.ts';
import type { SourceLook } from '#records/source-look.ts';

const column = (name: string, type: 'text' | 'decimal' = 'text') =>
	({ name, type, examples: [], evidence: '', empty: 0, distinct: 1, protection: 'none' }) as const;

const LOOK: SourceLook = {
	name: 'orders',
	rows: 2,
	isWhole: true,
	preset: null,
	columns: [column('id'), column('who'), column('price', 'decimal')],
	key: ['id'],
	disposition: 'replace',
	entities: [
		{
			entity: 'orders',
			why: '',
			columns: [
				{ column: 'order_id', from: 'id', fixed: null, why: '' },
				{ column: 'customer_id', from: 'who', fixed: null, why: '' },
				{ column: 'currency', from: null, fixed: 'EUR', why: '' },
			],
			missing: [],
		},
	],
	questions: [],
	problems: [],
	preview: [],
	previewedRows: 2,
	aside: [],
	continues: null,
	refused: null,
};

/** The form as the page shows it, with some fields otherwise. */
function form(changes: Readonly<Record<string, string>> = {}): FormData {
	const data = new FormData();
	const shown = {
		name: 'orders',
		disposition: 'replace',
		entities: 'all',
		entity: 'orders',
		'type.0': 'text',
		'type.1': 'text',
		'type.2': 'decimal',
		'fill.orders.0': 'order_id',
		'fill.orders.1': 'customer_id',
		'fill.orders.2': '',
		'fixed.orders.currency': 'EUR',
		'protection.0': 'none',
		'protection.1': 'none',
		'protection.2': 'none',
	};
	for (const [name, value] of Object.entries({ ...shown, ...changes })) data.set(name, value);
	return data;
}

const NOTHING = { types: {}, protection: {}, fills: {}, fixed: {} };

test('a form as it was shown chooses nothing', () => {
	expect(readChoices(form(), LOOK, {})).toEqual(NOTHING);
});

test.each([
	[{ 'type.2': 'text' }, { types: { price: 'text' } }],
	[{ 'protection.1': 'pseudonym' }, { protection: { who: 'pseudonym' } }],
	[{ 'fill.orders.1': '' }, { fills: { orders: { who: '' } } }],
	[{ 'fill.orders.2': 'channel' }, { fills: { orders: { price: 'channel' } } }],
	[{ 'fixed.orders.currency': ' CHF ' }, { fixed: { orders: { currency: 'CHF' } } }],
	[
		{ name: 'sales', disposition: 'merge' },
		{ name: 'sales', disposition: 'merge' },
	],
	[{ entity: 'customers' }, { entity: 'customers' }],
	[{ entity: '' }, { entity: 'none' }],
	[{ 'answer.dates': 'day-first', 'answer.numbers': '' }, { dates: 'day-first' }],
	[{ continues: 'no' }, { continues: false }],
])('%j is %j', (changes, chosen) => {
	expect(readChoices(form(changes), LOOK, {})).toEqual({ ...NOTHING, ...chosen });
});

test('what cannot be chosen is passed over', () => {
	const changes = { 'type.0': 'blob', 'protection.0': 'shout', 'fill.orders.0': 'nothing_like_it', entity: 'aliens' };
	expect(readChoices(form(changes), LOOK, {})).toEqual({ ...NOTHING, entity: 'none' });
});

test('earlier choices stay beside new ones', () => {
	const before = { types: { id: 'text' as const }, fills: { orders: { price: 'channel' } }, dates: 'day-first' };
	expect(readChoices(form({ 'type.2': 'float' }), LOOK, before)).toEqual({
		...NOTHING,
		...before,
		types: { id: 'text', price: 'float' },
	});
});
