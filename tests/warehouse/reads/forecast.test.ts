import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { forecastSeries, forecastSteps, pastForecasts, pipelineAhead } from '#warehouse/reads/forecast.ts';
import { readMetric } from '#warehouse/metrics/read-metric.ts';
import { buildWarehouse } from '../build-warehouse.ts';
import type { BuiltWarehouse } from '../build-warehouse.ts';
import { givenEntities } from '../given-entities.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
import { TINY_CRM } from '../metrics/tiny-crm.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';

const step = (series: string, value: string | null, grain: string, bucket: string, place: number, mean: number): string =>
	`('${series}', ${value === null ? 'null' : `'${value}'`}, '${grain}', date '${bucket}', ${place}, ${mean}, ${mean - 10},
	${mean + 10}, ${mean - 20}, ${mean + 20}, ${mean - 5}, 'Theta', 'pooled', date '2025-04-11')`; // prettier-ignore

/** A forecast as it was made, and what came: seen from `horizon` buckets before. */
const past = (bucket: string, madeOn: string, horizon: number, mean: number): string =>
	`('total', null, 'week', date '${bucket}', date '${madeOn}', ${horizon}, ${mean}, 0, 99, 0, 99, 50, 60)`;

const FORECASTS = `
insert into forecasts values ${[
	step('country', 'Austria', 'month', '2025-04-01', 1, 300),
	step('country', 'Germany', 'month', '2025-04-01', 1, 100),
	step('category', 'Lamps', 'month', '2025-04-01', 1, 250),
	step('total', null, 'month', '2025-05-01', 2, 410),
	step('total', null, 'month', '2025-04-01', 1, 400),
	step('total', null, 'week', '2025-04-07', 1, 90),
].join(', ')};
insert into forecast_accuracy (series, series_value, grain, bucket, made_on, horizon, mean, lower80, upper80, lower95,
	upper95, baseline, actual) values ${[
		past('2025-03-10', '2025-03-05', 2, 52),
		past('2025-03-10', '2025-03-04', 2, 51),
		past('2025-03-03', '2025-03-04', 1, 58),
	].join(', ')};
`;

let marts: TestMarts;
let db: Connection;
let crm: BuiltWarehouse;
beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP, also: FORECASTS });
	db = marts.db;
	crm = await buildWarehouse({ sources: givenEntities(TINY_CRM) });
});
afterAll(() => {
	marts.close();
	crm.close();
});

describe('forecastSeries', () => {
	it('names the whole first, then countries and categories by what is expected of them', async () => {
		expect(await forecastSeries(db)).toEqual([
			{ series: 'total', series_value: null },
			{ series: 'country', series_value: 'Austria' },
			{ series: 'country', series_value: 'Germany' },
			{ series: 'category', series_value: 'Lamps' },
		]);
	});
});

describe('forecastSteps', () => {
	it('gives the steps of one series and grain in order', async () => {
		const steps = await forecastSteps(db, { series: 'total', series_value: null }, 'month');
		expect(steps.map(({ bucket, mean }) => [bucket, mean])).toEqual([
			['2025-04-01', 400],
			['2025-05-01', 410],
		]);
		expect(steps[0]).toEqual({
			bucket: '2025-04-01',
			step: 1,
			mean: 400,
			lower80: 390,
			upper80: 410,
			lower95: 380,
			upper95: 420,
			baseline: 395,
			model: 'Theta',
			interval: 'pooled',
			made_on: '2025-04-11',
		});
	});

	it('tells a country from a category, and gives none where nothing is forecast', async () => {
		const austria = await forecastSteps(db, { series: 'country', series_value: 'Austria' }, 'month');
		expect(austria.map(({ mean }) => mean)).toEqual([300]);
		expect(await forecastSteps(db, { series: 'category', series_value: 'Austria' }, 'month')).toEqual([]);
	});
});

describe('pastForecasts', () => {
	it('counts a bucket once a horizon, by the forecast that was made first', async () => {
		const found = await pastForecasts(db, { series: 'total', series_value: null }, 'week');
		expect(found.map(({ horizon, bucket, made_on, mean }) => [horizon, bucket, made_on, mean])).toEqual([
			[1, '2025-03-03', '2025-03-04', 58],
			[2, '2025-03-10', '2025-03-04', 51],
		]);
		expect(found[0]).toMatchObject({ baseline: 50, actual: 60 });
	});
});

describe('pipelineAhead', () => {
	it('puts weighted and modelled amounts side by side, adding up to the metrics of the same names', async () => {
		const months = await pipelineAhead(crm.db);
		const sum = (name: 'open_deals' | 'open_pipeline' | 'weighted_pipeline' | 'modelled_pipeline'): number =>
			months.reduce((total, month) => total + (month[name] ?? 0), 0);
		for (const metric of ['open_deals', 'open_pipeline', 'weighted_pipeline', 'modelled_pipeline'] as const) {
			const { total } = await readMetric(crm.db, { metric });
			expect(sum(metric), metric).toBeCloseTo(Number(total ?? 0), 2);
		}
		expect(months.every(({ month }) => month === null || month >= '2025-04-01')).toBe(true);
	});
});
