import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readScope } from '#warehouse/reads/scope.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';

let marts: TestMarts;

beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP });
});
afterAll(() => marts.close());

describe('readScope', () => {
	it('sees a named period from the analysis date of the snapshot', async () => {
		const scope = await readScope(marts.db, { period: 'last-12-months' });
		expect(scope).toMatchObject({
			days: { from: '2024-05-01', to: '2025-04-11' },
			compared: null,
			comparedWanted: null,
		});
		expect(scope.facts).toMatchObject({ currency: 'EUR', firstEventOn: '2025-01-10', lastEventOn: '2025-04-10' });
	});

	it('cuts a period that is still running off, and compares with as many days', async () => {
		const scope = await readScope(marts.db, { period: '2025-04-01..2025-04-30', compare: 'previous' });
		expect(scope.days).toEqual({ from: '2025-04-01', to: '2025-04-11' });
		expect(scope.compared).toEqual({ from: '2025-03-01', to: '2025-03-11' });
	});

	it('has days to compare with but no comparison where the data does not reach back', async () => {
		const scope = await readScope(marts.db, { period: 'this-month', compare: 'year-before' });
		expect(scope.compared).toBeNull();
		expect(scope.comparedWanted).toEqual({ from: '2024-04-01', to: '2024-04-11' });
	});

	it('takes days themselves, the end exclusive', async () => {
		const { days } = await readScope(marts.db, { period: { from: '2025-02-01', to: '2025-03-01' } });
		expect(days).toEqual({ from: '2025-02-01', to: '2025-03-01' });
	});

	it('refuses what is no period or filter', async () => {
		await expect(readScope(marts.db, { period: 'ever' })).rejects.toThrow('invalid period: "ever"');
		await expect(readScope(marts.db, { period: { from: '2025-02-01', to: '2025-02-01' } })).rejects.toThrow(
			'expected the earlier day first',
		);
		await expect(readScope(marts.db, { period: 'all', where: 'nation = 1' })).rejects.toThrow(
			'invalid filter at position 1: "nation"',
		);
	});
});
