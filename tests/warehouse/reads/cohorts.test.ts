import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cohortMatrix } from '#warehouse/reads/cohorts.ts';
import { readScope } from '#warehouse/reads/scope.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';

let marts: TestMarts;

beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP });
});
afterAll(() => marts.close());

async function matrix(where: string, cohorts?: number): ReturnType<typeof cohortMatrix> {
	const scope = await readScope(marts.db, { period: 'all', where });
	return cohortMatrix(marts.db, scope, cohorts === undefined ? {} : { cohorts });
}

const JANUARY = { cohort_month: '2025-01-01', size: 1 };
const FEBRUARY = { cohort_month: '2025-02-01', size: 2 };

describe('cohortMatrix', () => {
	it('has a cell for every month of every cohort, the running month flagged', async () => {
		// metrics/README.md: January is c1; February is c2 and c3.
		expect((await matrix('')).cells).toEqual([
			{ ...JANUARY, month: '2025-01-01', months_since: 0, customers: 1, retention: 1, is_incomplete: false },
			{ ...JANUARY, month: '2025-02-01', months_since: 1, customers: 1, retention: 1, is_incomplete: false },
			{ ...JANUARY, month: '2025-03-01', months_since: 2, customers: 0, retention: 0, is_incomplete: false },
			{ ...JANUARY, month: '2025-04-01', months_since: 3, customers: 0, retention: 0, is_incomplete: true },
			{ ...FEBRUARY, month: '2025-02-01', months_since: 0, customers: 2, retention: 1, is_incomplete: false },
			{ ...FEBRUARY, month: '2025-03-01', months_since: 1, customers: 0, retention: 0, is_incomplete: false },
			{ ...FEBRUARY, month: '2025-04-01', months_since: 2, customers: 2, retention: 1, is_incomplete: true },
		]);
	});

	it('is about the customers of a country, of both sizes and comings back', async () => {
		const { cells, ignored } = await matrix("country = 'Austria' and is_identified");
		expect(cells.map(({ month, size, customers }) => [month, size, customers])).toEqual([
			['2025-02-01', 1, 1],
			['2025-03-01', 1, 0],
			['2025-04-01', 1, 1],
		]);
		expect(ignored).toEqual([]);
	});

	it('leaves out, and names, what does not tell customers apart', async () => {
		const { cells, ignored } = await matrix("category = 'Mugs' and country = 'Austria' and not (channel = 'web')");
		expect(cells).toHaveLength(3);
		expect(ignored).toEqual(["category = 'Mugs'", "not (channel = 'web')"]);
	});

	it('takes the last month for complete when the analysis date is the first of the next', async () => {
		const whole = await openMarts({ lines: TINY_SHOP, asOf: '2025-05-01' });
		const { cells } = await cohortMatrix(whole.db, await readScope(whole.db, { period: 'all' }));
		expect(cells.some(({ is_incomplete }) => is_incomplete)).toBe(false);
		whole.close();
	});

	it('keeps the last cohorts only when asked', async () => {
		const { cells } = await matrix('', 3);
		expect(new Set(cells.map(({ cohort_month }) => cohort_month))).toEqual(new Set(['2025-02-01']));
	});
});
