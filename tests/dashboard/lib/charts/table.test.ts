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

test('a fan’s table has each bucket once: what came, what is expected, and its bands', () => {
	const table = chartTable(
		{
			kind: 'fan-over-time',
			rows: [
				{ starts_on: '2026-10-01', value: 250 },
				{ starts_on: '2026-11-01', value: 100 },
			],
			ahead: [
				{
					starts_on: '2026-11-01',
					mean: 275,
					lower80: 234,
					upper80: 316,
					lower95: 203,
					upper95: 346,
					baseline: 286,
				},
			],
			grain: 'month',
			unit: 'count',
			name: 'Net',
			aheadName: 'Expected',
			bandNames: ['80 %', '95 %'],
			baselineName: 'Naive',
			lastIsIncomplete: true,
		},
		context,
		words,
	);
	expect(plain(table)).toEqual({
		columns: ['Period', 'Net', 'Expected', '80 %', '95 %', 'Naive'],
		rows: [
			['Oct 2026', '250', '–', '–', '–', '–'],
			['Nov 2026', '100', '275', '234 – 316', '203 – 346', '286'],
		],
	});
});

test('pairs, and what came and went, have a column each', () => {
	const pairs = chartTable(
		{ kind: 'paired-bars', rows: [{ name: 'New', values: [0.5, null] }], unit: 'ratio', rowsName: 'Segment', names: ['a', 'b'] },
		context,
		words,
	); // prettier-ignore
	expect(plain(pairs)).toEqual({ columns: ['Segment', 'a', 'b'], rows: [['New', '50.0 %', '–']] });
	const moved = chartTable(
		{
			kind: 'diverging-bars',
			rows: [{ name: 'New', came: 3, went: 5 }],
			unit: 'count',
			rowsName: 'Segment',
			names: ['came', 'went'],
			netName: 'Change',
		},
		context,
		words,
	);
	expect(plain(moved)).toEqual({ columns: ['Segment', 'came', 'went', 'Change'], rows: [['New', '3', '5', '−2']] });
});

test('chances and bands have their bounds and how many are behind them; shares of few are counts', () => {
	const bins = [{ count: 12, predicted: 0.25, observed: 0.5, observed_lower: 0.254, observed_upper: 0.746 }];
	const chances = chartTable(
		{
			kind: 'reliability',
			bins,
			unit: 'ratio',
			predictedName: 'Said',
			observedName: 'Came',
			idealName: '',
			countName: 'Of',
			boundsName: 'Bounds',
		},
		context,
		words,
	);
	expect(plain(chances)).toEqual({
		columns: ['Said', 'Came', 'Bounds', 'Of'],
		rows: [['25.0 %', '6 of 12', '25.4 % – 74.6 %', '12']],
	});
	const held = chartTable(
		{
			kind: 'coverage',
			rows: [{ name: '80 %', share: 0.78, lower: 0.73, upper: 0.82, target: 0.8, count: 320 }],
			unit: 'ratio',
			rowsName: 'Band',
			name: 'Held',
			boundsName: 'Bounds',
			targetName: 'Promised',
			countName: 'Of',
		},
		context,
		words,
	);
	expect(plain(held)).toEqual({
		columns: ['Band', 'Held', 'Bounds', 'Promised', 'Of'],
		rows: [['80 %', '78.0 %', '73.0 % – 82.0 %', '80.0 %', '320']],
	});
});
