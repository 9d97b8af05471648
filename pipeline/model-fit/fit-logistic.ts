import { evaluateBaseRate, evaluateScores } from '#models/classification-evaluation/evaluate-scores.ts';
import type { Evaluation } from '#models/classification-evaluation/evaluate-scores.ts';
import { findLeaks } from '#models/classification-evaluation/find-leaks.ts';
import { reliabilityBins } from '#models/classification-evaluation/reliability.ts';
import { chooseCalibration } from '#models/logistic/calibration.ts';
import { fitLogistic, predictLogistic, predictLogOdds } from '#models/logistic/logistic.ts';
import type { LogisticModel } from '#models/logistic/logistic.ts';
import type { FeatureColumn } from '#models/logistic/feature-column.ts';
import { applyPlatt, fitPlatt } from '#models/logistic/platt.ts';
import { ModelError } from '#models/model-error.ts';
import { featureColumns, takeRows } from './feature-columns.ts';
import { figureTable } from './figure-table.ts';
import { filledColumn } from './input-table.ts';
import type { InputTable } from './input-table.ts';
import { logisticOptions } from './logistic-options.ts';
import type { LogisticFitOptions } from './logistic-options.ts';
import { modelFit, timed } from './model-fit.ts';
import type { FitResult } from './model-fit.ts';
import { splitRows } from './row-split.ts';

/** Logistic regression of a class on the other columns of a file. */
export const logisticFit = modelFit({
	options: logisticOptions,
	isWanted: (column, { target, ignore, id }) => column === target || (column !== id && !ignore.includes(column)),
	fit: fitClass,
});

interface LabelledRows {
	readonly columns: readonly FeatureColumn[];
	readonly labels: Uint8Array;
}

async function fitClass(table: InputTable, options: LogisticFitOptions): Promise<FitResult> {
	assertKnown(table, options);
	const labels = labelsOf(table, options);
	const names = [...table.columns.keys()].filter((name) => name !== options.target);
	const { columns, filled } = featureColumns(table, names, options.categorical);
	const split = await splitRows(table.rows, options);
	const take = (rows: Int32Array): LabelledRows => ({
		columns: takeRows(columns, rows),
		labels: Uint8Array.from(rows, (row) => labels[row] ?? 0),
	});
	const train = take(split.train);
	assertBothClasses(train.labels, 'the training rows', options);
	const { result: model, seconds } = timed(() => fitLogistic(train.columns, train.labels, { C: options.C }));
	const test = options.split === null ? null : judge(model, take(split.test), take(split.validation), options);
	const leaks = findLeaks(train.columns, train.labels);
	const { n, converged, coefficients, intercept, interceptStandardError, objective, logLikelihood, warnings } = model;
	const degenerate = coefficients.length === 0 ? 'base-rate' : null;
	const answer = { n, seconds, converged, degenerate, intercept, interceptStandardError, coefficients };
	const { constant } = model.encoding;
	return {
		answer: { ...answer, objective, logLikelihood, constant, filled, leaks, warnings, test },
		text: [
			figureTable(
				['term', 'coefficient', 'standard error'],
				[
					['(intercept)', intercept, interceptStandardError],
					...coefficients.map(({ name, estimate, standardError }) => [name, estimate, standardError]),
				],
			),
			`${n} training rows, objective ${objective.toFixed(5)}, log-likelihood ${logLikelihood.toFixed(4)}`,
			...(test === null ? [] : [testText(test)]),
		],
		notes: [
			...constant.map((name) => `column ${name} is constant in the training rows and was left out`),
			...filled.map(({ column, rows }) => `column ${column} is empty in ${rows} rows, which count as 0`),
			...warnings.map(({ columns: apart }) => `the classes are (nearly) told apart by ${apart.join(', ')}`),
			...leaks.map(
				({ feature, auc }) => `column ${feature} alone has an AUC of ${auc.toFixed(3)}: was it known before?`,
			),
		],
	};
}

/** @throws ModelError when an option names a column that the file does not have */
function assertKnown({ name, columnNames }: InputTable, { target, id, ignore, categorical }: LogisticFitOptions): void {
	const named = [target, ...(id === null ? [] : [id]), ...ignore, ...categorical];
	const unknown = named.find((column) => !columnNames.includes(column));
	if (unknown === undefined) return;
	const names = columnNames.map((column) => `"${column}"`).join(', ');
	throw new ModelError('input', `${name} has no column "${unknown}" (it has ${names})`);
}

/** 1 where the target's cell is the positive one, as the file writes it. */
function labelsOf(table: InputTable, { target, positive }: LogisticFitOptions): Uint8Array {
	const cells = filledColumn(table, target);
	if (!cells.includes(String(positive))) {
		const values = [...new Set(cells)].slice(0, 10).map((cell) => `"${cell}"`);
		throw new ModelError('input', `column ${target} is never "${String(positive)}" (it is ${values.join(', ')})`);
	}
	return Uint8Array.from(cells, (cell) => Number(cell === String(positive)));
}

function assertBothClasses(labels: Uint8Array, rows: string, { target, positive }: LogisticFitOptions): void {
	if (labels.length === 0) throw new ModelError('input', `there is no row among ${rows} (expected some)`);
	if (labels.includes(0) && labels.includes(1)) return;
	const word = labels.includes(1) ? 'always' : 'never';
	throw new ModelError('input', `column ${target} is ${word} "${String(positive)}" in ${rows} (expected both classes)`);
}

function judge(model: LogisticModel, test: LabelledRows, validation: LabelledRows, options: LogisticFitOptions) {
	assertBothClasses(test.labels, `the test rows (fold ${String(options.test)})`, options);
	const scores = predictLogistic(model, test.columns);
	const figures = {
		rows: test.labels.length,
		raw: evaluateScores(scores, test.labels),
		baseline: evaluateBaseRate(model.positiveWeight / model.weight, test.labels),
	};
	if (validation.labels.length === 0) {
		const reliability = reliabilityBins(scores, test.labels);
		return { ...figures, calibrated: null, calibration: 'none', calibrationHelps: false, reliability } as const;
	}
	assertBothClasses(validation.labels, `the validation rows (fold ${String(options.validation)})`, options);
	const logOdds = predictLogOdds(model, validation.columns);
	const calibrated = applyPlatt(fitPlatt(logOdds, validation.labels), predictLogOdds(model, test.columns));
	return {
		...figures,
		calibrated: evaluateScores(calibrated, test.labels),
		calibration: 'platt',
		calibrationHelps: chooseCalibration(logOdds, validation.labels).kind === 'platt',
		reliability: reliabilityBins(calibrated, test.labels),
	} as const;
}

const SHOWN = ['auc', 'averagePrecision', 'logLoss', 'brier', 'ece', 'liftTopDecile', 'ks'] as const;

function testText({ rows, raw, calibrated, baseline }: ReturnType<typeof judge>): string {
	const line = (name: string, figures: Evaluation | null): (string | number | undefined)[] => [
		name,
		...SHOWN.map((each) => figures?.[each]),
	];
	const lines = [line('as fitted', raw), line('calibrated', calibrated), line('base rate', baseline)];
	return figureTable([`${rows} test rows`, ...SHOWN], calibrated === null ? lines.toSpliced(1, 1) : lines);
}
