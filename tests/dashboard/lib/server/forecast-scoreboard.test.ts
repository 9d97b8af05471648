import { describe, expect, it } from 'vitest';
import { endOf, scoreboard } from '#lib/server/forecast-scoreboard.ts';
import type { PastForecast } from '#warehouse/reads/forecast.ts';

const past = (changes: Partial<PastForecast>): PastForecast => ({
	bucket: '2026-03-01',
	made_on: '2026-03-10',
	horizon: 1,
	mean: 110,
	lower80: 95,
	upper80: 130,
	lower95: 80,
	upper95: 150,
	baseline: 90,
	actual: 100,
	...changes,
});

/** Changes of 10 and 30 until the end of February: 20 on average. */
const KNOWN = [
	{ bucket: '2025-12-01', value: 60 },
	{ bucket: '2026-01-01', value: 70 },
	{ bucket: '2026-02-01', value: 100 },
	{ bucket: '2026-03-01', value: 100 },
];

describe('scoreboard', () => {
	it('holds forecasts against what came and what the baseline said', () => {
		// Missed by 10 of a usual change of 20, the baseline as well; 2 · 10 / 210 and 2 · 10 / 190.
		expect(scoreboard([past({})], KNOWN, 'month')).toEqual([
			{
				from: 1,
				to: 1,
				forecasts: 1,
				mase: 0.5,
				baseline_mase: 0.5,
				smape: 20 / 210,
				baseline_smape: 20 / 190,
				bias: 0.1,
				within80: 1,
				within95: 1,
			},
		]);
	});

	it('scales by the changes that were known when the forecast was made', () => {
		// On 1 February the only change known was 10.
		const [row] = scoreboard([past({ made_on: '2026-02-01', horizon: 2 })], KNOWN, 'month');
		expect([row?.mase, row?.from, row?.to]).toEqual([1, 2, 3]);
		// In January no change was known.
		expect(scoreboard([past({ made_on: '2026-01-05' })], KNOWN, 'month')[0]?.mase).toBeNull();
	});

	it('puts horizons together, and leaves out those that have not come true', () => {
		const rows = scoreboard(
			[past({ horizon: 4 }), past({ horizon: 2, mean: 80 }), past({ horizon: 3, mean: 130, actual: 170 })],
			KNOWN,
			'week',
		);
		expect(rows.map(({ from, to, forecasts }) => [from, to, forecasts])).toEqual([[2, 4, 3]]);
		// 110 + 80 + 130 forecast, 100 + 100 + 170 came.
		expect(rows[0]?.bias).toBeCloseTo(-50 / 370, 12);
		expect([rows[0]?.within80, rows[0]?.within95]).toEqual([2, 2]);
	});

	it('divides by nothing where nothing came', () => {
		const [row] = scoreboard([past({ actual: 0, mean: 0, baseline: 0 })], KNOWN, 'month');
		expect(row).toMatchObject({ bias: null, smape: 0, baseline_smape: 0 });
	});

	it('is empty before a forecast has come true', () => {
		expect(scoreboard([], KNOWN, 'month')).toEqual([]);
	});
});

describe('endOf', () => {
	it('is the day after a week or month', () => {
		expect([endOf('2026-12-28', 'week'), endOf('2026-12-01', 'month')]).toEqual(['2027-01-04', '2027-01-01']);
	});
});
