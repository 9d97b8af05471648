import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { FeatureColumn } from '#models/logistic/feature-column.ts';
import { examplesWith } from '../../support/example-file.ts';

type Row = Readonly<Record<string, string>>;

/** What scikit-learn 1.2.1 gave, of a set's expected.json. */
interface ExpectedLogistic {
	readonly train_objective: number;
	readonly intercept: number;
	readonly coef: Readonly<Record<string, number>>;
	readonly test: Readonly<Record<string, number>>;
}

export interface Rows {
	readonly columns: readonly FeatureColumn[];
	readonly target: Uint8Array;
}

export interface ReferenceSet {
	readonly expected: ExpectedLogistic;
	readonly crossValidatedAucs: readonly number[];
	/** The rows of some folds of split.csv: 0 test, 1 validation, 2 to 4 train. */
	inFolds(...folds: readonly number[]): Rows;
}

export interface SetNames {
	readonly folder: string;
	readonly file: string;
	readonly target: string;
	readonly positive: string;
}

export const TELCO: SetNames = { folder: 'telco-churn', file: 'telco_churn.csv', target: 'Churn', positive: 'Yes' };
export const LEADS: SetNames = { folder: 'lead-scoring', file: 'leads.csv.gz', target: 'Converted', positive: '1' };

/** Null where the data lie nowhere. */
export function readReferenceSet({ folder, file, target, positive }: SetNames): ReferenceSet | null {
	const found = examplesWith(`${folder}/${file}`);
	if (found === null) return null;
	const rows = readCsv(join(found, folder, file));
	const folds = readCsv(join(found, folder, 'split.csv')).map((row) => Number(row.fold));
	const expected = JSON.parse(readFileSync(join(found, folder, 'expected.json'), 'utf8')) as {
		readonly features: { readonly numeric: readonly string[]; readonly categorical: readonly string[] };
		readonly logistic_l2_C1: ExpectedLogistic;
		readonly cv_auc: { readonly logistic_l2_C1: { readonly folds: readonly number[] } };
	};
	const { numeric, categorical } = expected.features;
	return {
		expected: expected.logistic_l2_C1,
		crossValidatedAucs: expected.cv_auc.logistic_l2_C1.folds,
		inFolds: (...wanted) => {
			const kept = rows.filter((_, index) => wanted.includes(folds[index] ?? NaN));
			return {
				// Preparation as in expected.json: numeric blanks are 0, blanks of a category a level of their own.
				columns: [
					...numeric.map((name) => ({
						name,
						kind: 'number' as const,
						values: Float64Array.from(kept, (row) => Number(row[name]?.trim())),
					})),
					...categorical.map((name) => ({
						name,
						kind: 'category' as const,
						values: kept.map((row) => (row[name] === '' ? null : (row[name] ?? null))),
					})),
				],
				target: Uint8Array.from(kept, (row) => Number(row[target] === positive)),
			};
		},
	};
}

function readCsv(path: string): Row[] {
	const bytes = readFileSync(path);
	return parse(path.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true });
}
