import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bootstrapInterval } from '#models/classification-evaluation/bootstrap-interval.ts';
import { evaluateBaseRate, evaluateScores } from '#models/classification-evaluation/evaluate-scores.ts';
import type { Evaluation } from '#models/classification-evaluation/evaluate-scores.ts';
import { rankingFigures } from '#models/classification-evaluation/ranking.ts';
import { explainLogistic } from '#models/logistic/explain-logistic.ts';
import type { FeatureColumn } from '#models/logistic/feature-column.ts';
import { fitLogistic, predictLogistic, predictLogOdds } from '#models/logistic/logistic.ts';
import { applyPlatt, fitPlatt } from '#models/logistic/platt.ts';
import { createRandom } from '#models/math/random.ts';
import { LEADS, readReferenceSet, TELCO } from './reference-set.ts';

/** With single spaces in its tables. */
const CARD = readFileSync(new URL('../../../models/logistic/README.md', import.meta.url), 'utf8').replaceAll(
	/ +/g,
	' ',
);

it('has a worked example that works', () => {
	const level: FeatureColumn = { name: 'level', kind: 'category', values: Array.from('aaaaaaaabbbbbbbb') };
	const model = fitLogistic([level], [1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0], { C: 1e9 });
	const [coefficient] = model.coefficients;
	expect(CARD).toContain(
		`{ name: '${coefficient?.name ?? ''}', estimate: ${(coefficient?.estimate ?? NaN).toFixed(4)}, ` +
			`standardError: ${(coefficient?.standardError ?? NaN).toFixed(4)} }`,
	);
	expect(predictLogistic(model, [level])[15]).toBeCloseTo(0.75, 6);
	const contribution = explainLogistic(model, [level], 15).reasons[0]?.contribution ?? NaN;
	expect(CARD).toContain(`contribution; // ${contribution.toFixed(4)}`);
});

function tableCells(figures: Evaluation, interval = ''): string {
	const { auc, averagePrecision, logLoss, brier, ece, liftTopDecile } = figures;
	const cells = [averagePrecision, logLoss, brier, ece].map((figure) => figure.toFixed(4));
	return `| ${auc.toFixed(4)}${interval} | ${cells.join(' | ')} | ${liftTopDecile.toFixed(2)} |`;
}

const SETS = [
	{ names: TELCO, set: readReferenceSet(TELCO) },
	{ names: LEADS, set: readReferenceSet(LEADS) },
];
const isMissing = SETS.some(({ set }) => set === null);

it.skipIf(isMissing).each(SETS)('has the figures that $names.folder gives', ({ names, set }) => {
	if (set === null) return;
	const [training, validation, test] = [set.inFolds(2, 3, 4), set.inFolds(1), set.inFolds(0)];
	const model = fitLogistic(training.columns, training.target);
	const scores = predictLogistic(model, test.columns);
	const auc = bootstrapInterval(scores, test.target, (drawn, labels) => rankingFigures(drawn, labels).auc, {
		random: createRandom(1),
		replicates: 500,
	});
	const interval = ` (${auc.lower.toFixed(3)} to ${auc.upper.toFixed(3)})`;
	expect(CARD).toContain(tableCells(evaluateScores(scores, test.target), interval));
	const platt = fitPlatt(predictLogOdds(model, validation.columns), validation.target);
	const calibrated = applyPlatt(platt, predictLogOdds(model, test.columns));
	expect(CARD).toContain(`calibrated ${tableCells(evaluateScores(calibrated, test.target))}`);
	const baseRate = model.positiveWeight / model.weight;
	expect(CARD).toContain(`base rate alone ${tableCells(evaluateBaseRate(baseRate, test.target))}`);
	expect(CARD).toContain(`objective ${model.objective.toFixed(6)}`.slice(names === TELCO ? 0 : 'objective '.length));
});
