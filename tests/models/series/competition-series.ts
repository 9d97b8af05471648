import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { examplesWith } from '../../support/example-file.ts';

export interface CompetitionSeries {
	readonly id: string;
	readonly season: number;
	/** YEARLY, QUARTERLY, MONTHLY, OTHER or WEEKLY. */
	readonly period: string;
	readonly training: Float64Array;
	readonly test: Float64Array;
}

export interface PeerFigures {
	readonly averages: Readonly<
		Record<string, Readonly<Record<string, { readonly smape: number; readonly mase: number }>>>
	>;
	readonly series: Readonly<Record<string, { readonly ets: { readonly model: string; readonly aicc: number } }>>;
}

export type Competition = 'm3' | 'm4_weekly';

/** Where the competitions' files lie, null where they do not: tests of them are skipped then. */
export const forecastingFolder = examplesWith(join('forecasting', 'm3.csv.gz'));

const textOf = (file: string): string => {
	const bytes = readFileSync(join(forecastingFolder ?? '', 'forecasting', file));
	return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
};

const rowsOf = (file: string): string[][] =>
	textOf(file)
		.trim()
		.split('\n')
		.slice(1)
		.map((line) => line.split(','));

/** R's figures on every k-th series of a competition. */
export const readPeer = (competition: Competition): PeerFigures =>
	JSON.parse(textOf(`expected_${competition}.json`)) as PeerFigures;

/** R's forecasts by series and method. */
export function readPeerForecasts(competition: Competition): ReadonlyMap<string, readonly number[]> {
	const forecasts = new Map<string, number[]>();
	for (const [series = '', method = '', , forecast] of rowsOf(`expected_forecasts_${competition}.csv.gz`)) {
		const key = `${series} ${method}`;
		forecasts.set(key, [...(forecasts.get(key) ?? []), Number(forecast)]);
	}
	return forecasts;
}

/** All series of a competition in the file's order. */
export function readCompetition(competition: Competition): readonly CompetitionSeries[] {
	const about = new Map(
		competition === 'm3'
			? rowsOf('m3_info.csv').map(([id = '', , period = '', , season]) => [id, { period, season }])
			: [],
	);
	const parts = new Map<string, { readonly training: number[]; readonly test: number[] }>();
	for (const [id = '', , part, value] of rowsOf(`${competition}.csv.gz`)) {
		const held = parts.get(id) ?? { training: [], test: [] };
		parts.set(id, held);
		(part === 'train' ? held.training : held.test).push(Number(value));
	}
	return Array.from(parts, ([id, { training, test }]) => ({
		id,
		season: Number(about.get(id)?.season ?? 1),
		period: about.get(id)?.period ?? 'WEEKLY',
		training: Float64Array.from(training),
		test: Float64Array.from(test),
	}));
}
