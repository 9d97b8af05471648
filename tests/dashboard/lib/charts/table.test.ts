import { expect, test } from 'vitest';
import { chartTable } from '#lib/charts/table.ts';

const context = { currency: 'EUR', locale: 'en' } as const;
const words = { period: 'Period', share: 'Share' };
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll('\u202f', ' '));

test('a line’s table has a row per bucket, to the cent, with what it is compared with', () => {
	const table = chartTable(
		{
			kind: 'line-over-time',
			rows: [{ starts_on: '2026-01-01', value: 572_713.89, before: null }],
			grain: 'month',
			unit: 'money',
			name: 'Net revenue',
			beforeName: 'Year before',
			lastIsIncomplete: false,
		},
		context,
		words,
	);
	expect(plain(table)).toEqual({
		columns: ['Period', 'Net revenue', 'Year before'],
		rows: [['Jan 2026', '€ 572,713.89', '–']],
	});
});

test('stacked bars have a column per series', () => {
	const table = chartTable(
		{
			kind: 'bars-over-time',
			rows: [{ starts_on: '2026-10-01', values: [240, null] }],
			series: [{ name: 'Returning' }, { name: 'New' }],
			grain: 'quarter',
			unit: 'count',
			lastIsIncomplete: true,
		},
		context,
		words,
	);
	expect(table).toEqual({ columns: ['Period', 'Returning', 'New'], rows: [['Q4 2026', '240', '–']] });
});

test('lying bars have a share only where one is known', () => {
	const spec = { kind: 'ranked-bars', unit: 'count', rowsName: 'Country', name: 'Orders' } as const;
	const without = chartTable({ ...spec, rows: [{ name: 'Portugal', value: 3 }] }, context, words);
	expect(without).toEqual({ columns: ['Country', 'Orders'], rows: [['Portugal', '3']] });
	const shared = chartTable({ ...spec, rows: [{ name: 'Portugal', value: 3, share: 0.125 }] }, context, words);
	expect(plain(shared)).toEqual({ columns: ['Country', 'Orders', 'Share'], rows: [['Portugal', '3', '12.5 %']] });
});
