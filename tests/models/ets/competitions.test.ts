import { expect, test } from 'vitest';
import { fitEts, forecastEts } from '#models/ets/ets.ts';
import { forecastingFolder, readCompetition, readPeer, readPeerForecasts } from '../series/competition-series.ts';

/** Of the series that R was run on, every so manieth is tried here; tests/integration tries all of them. */
const EVERY: Readonly<Record<string, number>> = { YEARLY: 2, OTHER: 2, QUARTERLY: 6, MONTHLY: 12, WEEKLY: 5 };

test.skipIf(forecastingFolder === null).each(['m3', 'm4_weekly'] as const)(
	"chooses R's form on every so manieth series of %s, and forecasts within 1 %% of it",
	(competition) => {
		const peer = readPeer(competition);
		const forecasts = readPeerForecasts(competition);
		const seen = new Map<string, number>();
		for (const { id, period, season, training, test: truth } of readCompetition(competition)) {
			const expected = peer.series[id]?.ets;
			if (expected === undefined) continue;
			const count = seen.get(period) ?? 0;
			seen.set(period, count + 1);
			if (count % (EVERY[period] ?? 1) !== 0) continue;

			const model = fitEts(training, { season });
			expect(model.spec, id).toBe(expected.model);
			if (model.kind === 'ets') expect(model.aicc, id).toBeLessThan(expected.aicc + 0.1);
			forecastEts(model, { horizon: truth.length }).steps.forEach(({ mean }, step) => {
				const forecast = forecasts.get(`${id} ets`)?.[step] ?? 0;
				expect(Math.abs(mean / forecast - 1), `${id}, step ${step + 1}`).toBeLessThan(0.01);
			});
		}
	},
);
