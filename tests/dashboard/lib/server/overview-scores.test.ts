import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRevenueAhead, readScoreTiles } from '#lib/server/overview-scores.ts';
import type { Connection } from '#warehouse/database.ts';
import { revenueOverTime } from '#warehouse/reads/revenue.ts';
import { readScope } from '#warehouse/reads/scope.ts';
import { openMarts } from '../../../warehouse/metrics/mart-tables.ts';
import type { TestMarts } from '../../../warehouse/metrics/mart-tables.ts';
import { TINY_SHOP } from '../../../warehouse/metrics/tiny-shop.ts';
import { GIVEN_SCORES } from '../../../warehouse/reads/given-scores.ts';

const step = (series: string, value: string, grain: string, bucket: string, place: number, mean: number): string =>
	`('${series}', ${value}, '${grain}', date '${bucket}', ${place}, ${mean}, 0, 999, 0, 999, 50, 'Theta', 'pooled',
	date '2025-04-11')`; // prettier-ignore

const FORECASTS = `
insert into forecasts values ${[
	...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((place) =>
		step('total', 'null', 'week', `2025-0${place < 4 ? 4 : 5}-0${((place - 1) % 9) + 1}`, place, 100 + place),
	),
	step('country', "'Germany'", 'week', '2025-04-07', 1, 70),
].join(', ')};
insert into models (model, kind, version, fitted_at, refit_reason, rows, status, evidence, parameters) values
	('revenue-forecast', 'auto-forecast', 'f1', timestamp '2025-04-11 03:00:00', 'first', 60, 'good', '{}', '{}');
insert into forecast_accuracy (series, grain, bucket, made_on, horizon, mean, lower80, upper80, lower95, upper95, baseline,
	actual) select 'total', 'week', date '2025-03-03', date '2025-03-03', place, 110, 0, 999, 0, 999, 50, 100
	from unnest([1, 2, 3, 4, 5]) as given (place);
`;

let marts: TestMarts;
let db: Connection;
beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP, also: GIVEN_SCORES + FORECASTS });
	db = marts.db;
});
afterAll(() => marts.close());

describe('readScoreTiles', () => {
	it('gives expected revenue and value at risk as of the snapshot', async () => {
		const { tiles, isFiltered } = await readScoreTiles(db, await readScope(db, { period: 'all' }));
		expect(tiles.map(({ metric, value, change }) => [metric, value, change])).toEqual([
			['expected_revenue', 400, null],
			['value_at_risk', 100, null],
		]);
		expect(isFiltered).toBe(true);
	});

	it('follows a filter on the customers, and says when it cannot', async () => {
		const germany = await readScope(db, { period: 'all', where: "country = 'Germany'" });
		expect(await readScoreTiles(db, germany)).toMatchObject({
			isFiltered: true,
			tiles: [{ value: 400 }, { value: 100 }],
		});
		const lamps = await readScope(db, { period: 'all', where: "category = 'Lamps'" });
		expect(await readScoreTiles(db, lamps)).toMatchObject({
			isFiltered: false,
			tiles: [{ value: 400 }, { value: 100 }],
		});
	});

	it('shows no zero where nobody has a score', async () => {
		const austria = await readScope(db, { period: 'all', where: "country = 'Austria'" });
		expect((await readScoreTiles(db, austria)).tiles).toEqual([]);
	});
});

async function ahead(where = '', period = 'all') {
	const scope = await readScope(db, { period, where });
	return readRevenueAhead(db, scope, await revenueOverTime(db, scope));
}

describe('readRevenueAhead', () => {
	it('continues the weeks of a chart by half as many, and says how far past forecasts missed', async () => {
		const found = await ahead();
		// Fourteen weeks from 6 January on: seven ahead.
		expect(found?.steps.map(({ step: place }) => place)).toEqual([1, 2, 3, 4, 5, 6, 7]);
		expect(found).toMatchObject({ isWeak: false });
		expect(found?.missed).toBeCloseTo(0.1, 12);
	});

	it('continues one country; other filters and other countries have none', async () => {
		const germany = await ahead("country = 'Germany'");
		expect(germany?.steps.map(({ mean }) => mean)).toEqual([70]);
		expect(germany?.missed).toBeNull();
		expect(await ahead("country = 'Austria'")).toBeNull();
		expect(await ahead("channel = 'web'")).toBeNull();
		expect(await ahead("country in ('Germany', 'Austria')")).toBeNull();
		expect(await ahead("country = 'Germany' and category = 'Lamps'")).toBeNull();
	});

	it('does not continue what ended before the analysis date, nor days', async () => {
		expect(await ahead('', '2025-01-01..2025-03-31')).toBeNull();
		expect(await ahead('', '2025-04-01..2025-04-10')).toBeNull();
	});

	it('has nothing to add to a snapshot from before there were forecasts', async () => {
		const old = await openMarts({ lines: TINY_SHOP, also: 'drop table customer_scores; drop table forecasts;' });
		const scope = await readScope(old.db, { period: 'all' });
		expect(await readRevenueAhead(old.db, scope, await revenueOverTime(old.db, scope))).toBeNull();
		expect(await readScoreTiles(old.db, scope)).toEqual({ tiles: [], isFiltered: true });
		old.close();
	});
});
