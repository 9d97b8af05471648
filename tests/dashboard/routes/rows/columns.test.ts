import { describe, expect, it } from 'vitest';
import { cellText, columnLabel, shownColumns } from '../../../../dashboard/src/routes/rows/columns.ts';
import { openTinySnapshot } from '../../lib/server/tiny-snapshot.ts';
import { METRICS } from '#warehouse/metrics/catalog.ts';
import { rowsBehind } from '#warehouse/reads/rows-behind.ts';

const line = {
	ordered_on: '2025-02-03',
	product_id: 'p1',
	product_name: null,
	line_kind: 'sale',
	quantity: 1200,
	unit_price: '200.000000',
	currency: 'CHF',
	amount_base: -190.5,
};

describe('cellText', () => {
	const text = (name: string, type: 'text' | 'day' | 'count' | 'money' | 'price') =>
		cellText({ name, type }, line, 'EUR', 'de').replaceAll(/\s/g, ' ');

	it('writes money in base currency and a price in its own', () => {
		expect(text('amount_base', 'money')).toBe('−190,50 €');
		expect(text('unit_price', 'price')).toMatch(/200,00.CHF/);
	});

	it('writes days and counts in the reader’s language', () => {
		expect(text('ordered_on', 'day')).toBe('03.02.2025');
		expect(text('quantity', 'count')).toBe('1.200');
	});

	it('names a product without a name by its number, and nothing by a dash', () => {
		expect(text('product_name', 'text')).toBe('p1');
		expect(text('cost_base', 'money')).toBe('–');
	});
});

describe('columnLabel', () => {
	it('has words for every column that can be behind a figure', async () => {
		const tiny = await openTinySnapshot();
		const metrics = Object.keys(METRICS);
		const behind = await tiny.snapshot.read((db) =>
			Promise.all(metrics.map((metric) => rowsBehind(db, { metric }, 1))),
		);
		tiny.close();
		const names = new Set(behind.flatMap(({ columns }) => shownColumns(columns).map(({ name }) => name)));
		expect(names.size).toBeGreaterThan(10);
		expect([...names].filter((name) => columnLabel(name) === name)).toEqual([]);
	});
});
