import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { evaluateScores } from '#models/classification-evaluation/evaluate-scores.ts';
import type { FeatureColumn } from '#models/logistic/feature-column.ts';
import { fitLogistic, predictLogistic } from '#models/logistic/logistic.ts';
import { createRandom } from '#models/math/random.ts';
import { fitRfm, predictRfm } from '#models/rfm/rfm.ts';
import { examplesFolder, quantile } from './measure.ts';

const TIMES = 15;

function time(name: string, promise: string, times: number, work: () => void): void {
	const seconds = Array.from({ length: times }, () => {
		const began = performance.now();
		work();
		return (performance.now() - began) / 1000;
	});
	const shown = (value: number): string => (value < 1 ? `${(value * 1000).toFixed(1)} ms` : `${value.toFixed(2)} s`);
	const first = times > 1 ? `, the first ${shown(seconds[0] ?? NaN)}` : '';
	console.log(`${name}: ${shown(quantile(seconds, 0.5))}${first} (promised: ${promise})`);
}

/** The training rows of the churn set, blanks as its expected.json has them. */
function telcoTraining(folder: string): { readonly columns: FeatureColumn[]; readonly target: Uint8Array } {
	const read = (file: string): Readonly<Record<string, string>>[] =>
		parse(readFileSync(join(folder, 'telco-churn', file)), { columns: true });
	const folds = read('split.csv').map(({ fold }) => Number(fold));
	const rows = read('telco_churn.csv').filter((_, row) => (folds[row] ?? 0) >= 2);
	const numbers = ['tenure', 'MonthlyCharges', 'TotalCharges', 'SeniorCitizen'];
	const others = Object.keys(rows[0] ?? {}).filter((name) => ![...numbers, 'customerID', 'Churn'].includes(name));
	return {
		columns: [
			...numbers.map((name) => ({
				name,
				kind: 'number' as const,
				values: Float64Array.from(rows, (row) => Number(row[name])),
			})),
			...others.map((name) => ({ name, kind: 'category' as const, values: rows.map((row) => row[name] ?? null) })),
		],
		target: Uint8Array.from(rows, ({ Churn }) => Number(Churn === 'Yes')),
	};
}

function simulate(rows: number, width: number): { readonly columns: FeatureColumn[]; readonly target: Uint8Array } {
	const random = createRandom(1);
	const columns = Array.from({ length: width }, (_, index) => ({
		name: `x${index}`,
		kind: 'number' as const,
		values: Float64Array.from({ length: rows }, () => random.uniform()),
	}));
	const target = Uint8Array.from({ length: rows }, (_, row) => {
		const odds = columns.reduce((sum, { values }, index) => sum + (values[row] ?? 0) * (index % 2 ? 1 : -1), 0) / 4;
		return Number(random.uniform() < 1 / (1 + Math.exp(-odds)));
	});
	return { columns, target };
}

/** Times of the classification models and of RFM beside what models.md promises of them, on one core. */
export function measureLogistic(): void {
	const folder = examplesFolder();
	if (folder === null) console.log('Telco churn: the data set lies nowhere');
	else {
		const { columns, target } = telcoTraining(folder);
		time(`logistic on Telco, ${target.length} rows`, '50 ms', TIMES, () => void fitLogistic(columns, target));
		const model = fitLogistic(columns, target);
		time('scoring and judging them', 'none', TIMES, () => {
			evaluateScores(predictLogistic(model, columns), target);
		});
	}
	const { columns, target } = simulate(1_000_000, 50);
	time('logistic on 1 M rows by 50 numbers', '10 s', 1, () => void fitLogistic(columns, target));
	const random = createRandom(2);
	const customers = {
		recency: Float64Array.from({ length: 1_000_000 }, () => Math.floor(random.exponential(0.01))),
		frequency: Float64Array.from({ length: 1_000_000 }, () => 1 + random.poisson(3)),
		monetary: Float64Array.from({ length: 1_000_000 }, () => random.gamma(0.5, 0.01)),
	};
	time('RFM of 1 M customers', 'none', 3, () => void predictRfm(fitRfm(customers), customers));
}
