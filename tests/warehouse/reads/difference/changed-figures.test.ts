import { expect, it } from 'vitest';
import { compareFigures, snapshotFigures } from '#warehouse/reads/difference/changed-figures.ts';
import type { FigureValues, SnapshotFigures } from '#warehouse/reads/difference/changed-figures.ts';
import { METRIC_IDS } from '#warehouse/metrics/catalog.ts';
import type { MetricId } from '#warehouse/metrics/catalog.ts';
import { FACTS, rowsOfMetric } from '#warehouse/reads/difference/facts.ts';
import { openMarts } from '../../metrics/mart-tables.ts';
import { TINY_SHOP } from '../../metrics/tiny-shop.ts';

function figures(
	values: Partial<Record<MetricId, readonly [number | null, Readonly<Record<string, number>>]>>,
): SnapshotFigures {
	return new Map(
		Object.entries(values).map(([id, [total, months]]): [MetricId, FigureValues] => [
			id as MetricId,
			{ total, months: new Map(Object.entries(months)) },
		]),
	);
}

it('names the figures that differ, by how much, and in which months, the newest first', () => {
	const before = figures({
		net_revenue: [100, { '2026-01-01': 40, '2026-02-01': 60 }],
		orders: [4, { '2026-01-01': 4 }],
	});
	const after = figures({
		net_revenue: [112.5, { '2026-01-01': 42.5, '2026-02-01': 60, '2026-03-01': 10 }],
		orders: [4, { '2026-01-01': 4 }],
	});
	expect(compareFigures(before, after)).toEqual({
		changed: [
			{
				metric: 'net_revenue',
				before: 100,
				after: 112.5,
				difference: 12.5,
				months: [
					{ month: '2026-03-01', before: 0, after: 10 },
					{ month: '2026-01-01', before: 40, after: 42.5 },
				],
			},
		],
		compared: 2,
		incomparable: [],
	});
});

it('names a figure that moved between months alone, and none for the last digit of a sum', () => {
	const before = figures({
		orders: [4, { '2026-01-01': 4 }],
		net_revenue: [0.1 + 0.2, { '2026-01-01': 0.1 + 0.2 }],
	});
	const after = figures({
		orders: [4, { '2026-01-01': 3, '2026-02-01': 1 }],
		net_revenue: [0.3, { '2026-01-01': 0.3 }],
	});
	const { changed } = compareFigures(before, after);
	expect(changed.map(({ metric, difference, months }) => [metric, difference, months.length])).toEqual([
		['orders', 0, 2],
	]);
});

it('tells a figure that one of the two cannot give apart from one that is missing', () => {
	const { changed, incomparable, compared } = compareFigures(
		figures({ orders: [1, {}], average_order_value: [null, {}] }),
		figures({ average_order_value: [5, {}], net_revenue: [1, {}] }),
	);
	expect(incomparable.toSorted()).toEqual(['net_revenue', 'orders']);
	expect(changed).toEqual([{ metric: 'average_order_value', before: null, after: 5, difference: null, months: [] }]);
	expect(compared).toBe(1);
});

it('knows for every figure the rows that can have changed it', () => {
	for (const id of METRIC_IDS) {
		const { fact, only } = rowsOfMetric(id);
		expect(Object.keys(FACTS), id).toContain(fact);
		expect(only === null || only.length > 0, id).toBe(true);
	}
});

it('reads every figure of a snapshot, and those it can of one from before there were others', async () => {
	const marts = await openMarts({ lines: TINY_SHOP });
	try {
		const before = await snapshotFigures(marts.db);
		expect([...before.keys()].toSorted()).toEqual([...METRIC_IDS].toSorted());
		await marts.db.run('drop table if exists customer_scores; drop view if exists customer_scores');
		const after = await snapshotFigures(marts.db);
		expect(after.get('net_revenue')?.total).toEqual(before.get('net_revenue')?.total);
		const { changed, incomparable } = compareFigures(before, after);
		expect(changed).toEqual([]);
		expect(incomparable.length).toBeGreaterThan(0);
	} finally {
		marts.close();
	}
});

it('a line more changes net revenue by its amount, in its month', async () => {
	const one = await openMarts({ lines: TINY_SHOP });
	const other = await openMarts({
		lines: [...TINY_SHOP, { order: 'NEW', on: '2025-02-10', customer: 'NEW', amount: '12.50' }],
	});
	try {
		const { changed } = compareFigures(await snapshotFigures(one.db), await snapshotFigures(other.db));
		const revenue = changed.find(({ metric }) => metric === 'net_revenue');
		expect(revenue?.difference).toBeCloseTo(12.5, 9);
		expect(revenue?.months.map(({ month }) => month)).toEqual(['2025-02-01']);
	} finally {
		one.close();
		other.close();
	}
});
