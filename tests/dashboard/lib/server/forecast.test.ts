import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ForecastQuery } from '#lib/scores/forecast-query.ts';
import { readForecast, sumAhead } from '#lib/server/forecast.ts';
import { openTinySnapshot } from './tiny-snapshot.ts';
import type { TinySnapshot } from './tiny-snapshot.ts';

const step = (series: string, value: string | null, bucket: string, place: number, mean: number): string =>
	`('${series}', ${value === null ? 'null' : `'${value}'`}, 'month', date '${bucket}', ${place}, ${mean}, ${mean - 10},
	${mean + 10}, ${mean - 20}, ${mean + 20}, ${mean - 5}, 'Theta', 'pooled', date '2025-04-11')`; // prettier-ignore

const PARAMETERS = JSON.stringify({
	models: [
		{
			series: 'total',
			seriesValue: null,
			grain: 'month',
			model: {
				spec: 'Theta',
				evidence: { origins: 3, scores: [{ name: 'theta', mae: 12 }], beatsBaselines: false },
			},
		},
	],
});

const GIVEN = `
insert into forecasts values ${[
	step('total', null, '2025-04-01', 1, 400),
	step('total', null, '2025-05-01', 2, 410),
	step('total', null, '2025-06-01', 3, 420),
	step('country', 'Germany', '2025-04-01', 1, 100),
].join(', ')};
insert into forecast_accuracy (series, series_value, grain, bucket, made_on, horizon, mean, lower80, upper80, lower95,
	upper95, baseline, actual) values
	('total', null, 'month', date '2025-03-01', date '2025-03-05', 1, 5, -10, 20, -20, 30, 8, 0);
insert into models (model, kind, version, fitted_at, refit_reason, trained_from, trained_to, rows, status, evidence,
	parameters) values ('revenue-forecast', 'auto-forecast', 'f1', timestamp '2025-04-11 03:00:00', 'first',
	date '2025-01-01', date '2025-04-10', 60, 'weak', '{}', '${PARAMETERS}');
`;

let tiny: TinySnapshot;
beforeAll(async () => {
	tiny = await openTinySnapshot({ also: GIVEN });
});
afterAll(() => tiny.close());

const TOTAL: ForecastQuery = { series: 'total', series_value: null, grain: 'month' };

describe('readForecast', () => {
	it('puts what came beside what is expected, the running month with what it brought so far', async () => {
		const page = await readForecast(tiny.snapshot, TOTAL);
		// The tiny shop begins on 10 January: of that month it knows a part only.
		expect(page?.history.map(({ bucket, net_revenue, is_incomplete }) => [bucket, net_revenue, is_incomplete])).toEqual([
			['2025-02-01', 230.01, false],
			['2025-03-01', 0, false],
			['2025-04-01', 97.35, true],
		]);
		expect(page?.steps.map(({ bucket, mean }) => [bucket, mean])).toEqual([
			['2025-04-01', 400],
			['2025-05-01', 410],
			['2025-06-01', 420],
		]);
		expect(page).toMatchObject({ isKnown: true, dueOn: '2025-05-01', pipeline: null });
	}); // prettier-ignore

	it('adds up the whole months ahead, not the running one', async () => {
		const page = await readForecast(tiny.snapshot, TOTAL);
		expect(page?.sum).toEqual({ buckets: 2, from: '2025-05-01', mean: 830, lower80: 810, upper80: 850, baseline: 820 });
	});

	it('tells how the series got its model, and what became of past forecasts', async () => {
		const page = await readForecast(tiny.snapshot, TOTAL);
		expect(page?.model?.status).toBe('weak');
		expect(page?.model?.choice).toMatchObject({ spec: 'Theta', origins: 3, beatsBaselines: false });
		expect(page?.scoreboard.map(({ forecasts, within80 }) => [forecasts, within80])).toEqual([[1, 1]]);
	});

	it('reads a country alone, and the whole where a country is not forecast', async () => {
		const germany = await readForecast(tiny.snapshot, { series: 'country', series_value: 'Germany', grain: 'month' });
		expect(germany?.steps.map(({ mean }) => mean)).toEqual([100]);
		// In February −50 + 15 − 5 of c1 and 30.005 of c3, to the cent.
		expect(germany?.history.find(({ bucket }) => bucket === '2025-02-01')?.net_revenue).toBe(-10);
		const mars = await readForecast(tiny.snapshot, { series: 'country', series_value: "Mars' moon", grain: 'month' });
		expect(mars).toMatchObject({ isKnown: false, query: TOTAL });
	});

	it('has no steps where nothing is forecast', async () => {
		const page = await readForecast(tiny.snapshot, { ...TOTAL, grain: 'week' });
		expect(page).toMatchObject({ steps: [], sum: null, dueOn: null, scoreboard: [] });
	});

	it('has nothing to say of a snapshot from before there were forecasts', async () => {
		const old = await openTinySnapshot({ also: 'drop table customer_scores; drop table forecasts;' });
		expect(await readForecast(old.snapshot, TOTAL)).toBeNull();
		old.close();
	});
});

describe('sumAhead', () => {
	it('gives nothing where every bucket has begun', () => {
		expect(sumAhead([], '2025-04-11', 3)).toBeNull();
	});
});
