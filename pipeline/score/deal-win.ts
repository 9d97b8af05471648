import { evaluateScores } from '#models/classification-evaluation/evaluate-scores.ts';
import type { Evaluation } from '#models/classification-evaluation/evaluate-scores.ts';
import { lossFigures } from '#models/classification-evaluation/losses.ts';
import { findLeaks } from '#models/classification-evaluation/find-leaks.ts';
import { applyCalibration, chooseCalibration } from '#models/logistic/calibration.ts';
import type { Calibration } from '#models/logistic/calibration.ts';
import { explainLogistic } from '#models/logistic/explain-logistic.ts';
import { fitLogistic, predictLogOdds } from '#models/logistic/logistic.ts';
import type { LogisticModel } from '#models/logistic/logistic.ts';
import { createRandom } from '#models/math/random.ts';
import { ModelError } from '#models/model-error.ts';
import type { Connection } from '#warehouse/database.ts';
import { calibrationOf } from './calibration-bins.ts';
import { featureColumns, fillsOf, pickDeals, presenceColumns, readDeals, valueOf } from './deal-features.ts';
import type { DealRows, Fills } from './deal-features.ts';
import { fromDay, toDay } from './days.ts';
import type { Evidence } from './evidence.ts';
import type { FitError, Fitted, ScoredModel, ScoreTime } from './scored-model.ts';

export interface DealWinParameters {
	readonly model: LogisticModel;
	readonly calibration: Calibration;
	/** Fits on deals drawn anew: how far apart they are is how little is known. */
	readonly resampled: readonly LogisticModel[];
	readonly fills: Fills;
}

/** Deals that ended, and of each outcome, below which a model would only learn chance. */
const FEWEST_DEALS = 100;
const FEWEST_OF_OUTCOME = 20;
/** Share of the rows, the latest ones, that the model is tried on. */
const TEST_SHARE = 0.25;
const FOLDS = 5;
const RESAMPLES = 20;
/** Beyond so many rows resampling costs more than it says: the interval is null then. */
const MOST_RESAMPLED = 20_000;

interface Split {
	readonly train: DealRows;
	readonly test: DealRows;
	/** First cut-off of the test. */
	readonly from: number;
}

/**
 * Rows whose outcome has had time to come: of the deals open at a later cut-off only the quick ones have ended, and those
 * are not like the others. Time enough is what nine of ten took.
 */
function matureRows(deals: DealRows, asOf: number): { readonly mature: DealRows; readonly days: number } {
	const ended = Array.from(deals.outcomes.keys()).filter((row) => (deals.outcomes[row] ?? -1) >= 0);
	const took = Int32Array.from(ended, (row) => (deals.closedOn[row] ?? 0) - (deals.cutOffs[row] ?? 0)).sort();
	const days = took[Math.floor(took.length * 0.9)] ?? 0;
	return {
		mature: pickDeals(
			deals,
			ended.filter((row) => (deals.cutOffs[row] ?? 0) + days <= asOf),
		),
		days,
	};
}

/** The latest rows to be tried on, and those before that had come to an end by then. */
function splitByTime(deals: DealRows, days: number): Split {
	const from = deals.cutOffs[Math.floor(deals.rows * (1 - TEST_SHARE))] ?? 0;
	const rows = Array.from(deals.cutOffs.keys());
	const isBefore = (row: number): boolean =>
		(deals.closedOn[row] ?? 0) < from && (deals.cutOffs[row] ?? 0) + days <= from;
	return {
		train: pickDeals(deals, rows.filter(isBefore)),
		test: pickDeals(
			deals,
			rows.filter((row) => (deals.cutOffs[row] ?? 0) >= from),
		),
		from,
	};
}

function requireEnough(deals: DealRows, when: '' | ' before the holdout'): void {
	const outcomes = new Map(deals.dealIds.map((id, row) => [id, deals.outcomes[row]]));
	const won = [...outcomes.values()].filter((outcome) => outcome === 1).length;
	const lost = outcomes.size - won;
	if (outcomes.size >= FEWEST_DEALS && Math.min(won, lost) >= FEWEST_OF_OUTCOME) return;
	throw new ModelError(
		'input',
		`a win model needs ${FEWEST_DEALS} deals that ended${when}, ${FEWEST_OF_OUTCOME} of them won and as many lost, ` +
			`received ${won} won and ${lost} lost`,
	);
}

/** Which of some groups each deal belongs to, so that its rows stay together. */
function groupsOf({ dealIds }: DealRows): { readonly groups: Int32Array; readonly count: number } {
	const known = new Map<string | null, number>();
	const groups = Int32Array.from(dealIds, (id) => {
		const group = known.get(id) ?? known.size;
		known.set(id, group);
		return group;
	});
	return { groups, count: known.size };
}

/** Log odds of each row by a fit on the deals of the other folds. */
function oddsAcrossFolds(deals: DealRows, fills: Fills): Float64Array {
	const { groups } = groupsOf(deals);
	const columns = featureColumns(deals, fills);
	const odds = new Float64Array(deals.rows);
	for (let fold = 0; fold < FOLDS; fold += 1) {
		const weights = Float64Array.from(groups, (group) => (group % FOLDS === fold ? 0 : 1));
		const found = predictLogOdds(fitLogistic(columns, deals.outcomes, { weights }), columns);
		groups.forEach((group, row) => {
			if (group % FOLDS === fold) odds[row] = found[row] ?? 0;
		});
	}
	return odds;
}

function fitOn(deals: DealRows): Pick<DealWinParameters, 'model' | 'calibration' | 'fills'> {
	const fills = fillsOf(deals);
	return {
		model: fitLogistic(featureColumns(deals, fills), deals.outcomes),
		calibration: chooseCalibration(oddsAcrossFolds(deals, fills), deals.outcomes),
		fills,
	};
}

/** Fits on as many deals as there are, drawn with replacement. */
function resampleFits(deals: DealRows, fills: Fills): LogisticModel[] {
	if (deals.rows > MOST_RESAMPLED) return [];
	const random = createRandom(1);
	const { groups, count } = groupsOf(deals);
	const columns = featureColumns(deals, fills);
	return Array.from({ length: RESAMPLES }, () => {
		const drawn = new Float64Array(count);
		for (let draw = 0; draw < count; draw += 1) {
			const deal = Math.floor(random.uniform() * count);
			drawn[deal] = (drawn[deal] ?? 0) + 1;
		}
		return fitLogistic(columns, deals.outcomes, { weights: Float64Array.from(groups, (group) => drawn[group] ?? 0) });
	});
}

/** The baseline: how often deals open in a stage were won, that of all counting for ten more. */
function stageRates(train: DealRows, test: DealRows): Float64Array {
	const overall = train.outcomes.reduce((sum, outcome) => sum + outcome, 0) / train.rows;
	const counts = new Map<string | null, { won: number; all: number }>();
	train.categories.stage.forEach((stage, row) => {
		const count = counts.get(stage) ?? { won: 0, all: 0 };
		count.won += train.outcomes[row] ?? 0;
		count.all += 1;
		counts.set(stage, count);
	});
	return Float64Array.from(test.categories.stage, (stage) => {
		const { won = 0, all = 0 } = counts.get(stage) ?? {};
		return (won + 10 * overall) / (all + 10);
	});
}

function figuresOf(model: Evaluation, baseline: Evaluation): Evidence['figures'] {
	return [
		{ id: 'log_loss', value: model.logLoss, baseline: baseline.logLoss, better: 'lower' },
		{ id: 'brier', value: model.brier, baseline: baseline.brier, better: 'lower' },
		{ id: 'auc', value: model.auc, baseline: baseline.auc, better: 'higher' },
		{ id: 'ece', value: model.ece, baseline: baseline.ece, better: 'lower' },
	];
}

async function fitDealWin(connection: Connection, { asOf }: ScoreTime): Promise<Fitted<DealWinParameters | null>> {
	const { mature, days } = matureRows(await readDeals(connection, 'past'), toDay(asOf));
	requireEnough(mature, '');
	const { train, test, from } = splitByTime(mature, days);
	requireEnough(train, ' before the holdout');
	const fills = fillsOf(train);
	const leaks = findLeaks([...featureColumns(train, fills), ...presenceColumns(train)], train.outcomes);
	const common = {
		trainedFrom: fromDay(mature.cutOffs[0] ?? 0),
		trainedTo: fromDay(toDay(asOf) - 1),
		rows: mature.rows,
	};
	const tried = fitOn(train);
	const probabilities = probabilitiesOf(tried.model, tried, test);
	const model = evaluateScores(probabilities, test.outcomes);
	const baseline = evaluateScores(stageRates(train, test), test.outcomes);
	const isBetter = leaks.length === 0 && model.logLoss < baseline.logLoss;
	const evidence: Evidence = {
		holdout: { from: fromDay(from), to: fromDay(test.cutOffs.at(-1) ?? from), n: test.rows },
		figures: leaks.length === 0 ? figuresOf(model, baseline) : [],
		calibration: leaks.length === 0 ? calibrationOf(probabilities, test.outcomes) : null,
		coverage: null,
		warnings: [
			...leaks.map(({ feature }) => `leak:${feature}`),
			...tried.model.encoding.constant.map((feature) => `constant:${feature}`),
			...tried.model.warnings.flatMap(({ columns }) => columns.map((column) => `separation:${column}`)),
		],
		candidates: [
			{ kind: 'logistic', figure: 'log_loss', value: model.logLoss },
			{ kind: 'stage_rate', figure: 'log_loss', value: baseline.logLoss },
		],
		baseline: 'stage_rate',
	};
	if (leaks.length > 0) return { ...common, kind: 'stage_rate', status: 'weak', evidence, parameters: null };
	const final = fitOn(mature);
	return {
		...common,
		kind: 'logistic',
		status: isBetter ? 'good' : 'weak',
		evidence,
		parameters: { ...final, resampled: resampleFits(mature, final.fills) },
	};
}

function probabilitiesOf(
	model: LogisticModel,
	{ calibration, fills }: Pick<DealWinParameters, 'calibration' | 'fills'>,
	deals: DealRows,
): Float64Array {
	return applyCalibration(calibration, predictLogOdds(model, featureColumns(deals, fills)));
}

/** Log loss on the latest deals that ended, beside that of their stage's rate; null where there are too few, or no model. */
async function errorOnLatestDeals(
	connection: Connection,
	{ asOf }: ScoreTime,
	parameters: DealWinParameters | null,
): Promise<FitError | null> {
	const { mature, days } = matureRows(await readDeals(connection, 'past'), toDay(asOf));
	const { train, test } = splitByTime(mature, days);
	if (parameters === null || train.rows === 0 || test.rows === 0) return null;
	return {
		value: lossFigures(probabilitiesOf(parameters.model, parameters, test), test.outcomes).logLoss,
		baseline: lossFigures(stageRates(train, test), test.outcomes).logLoss,
	};
}

export interface DealPrediction {
	readonly deal_id: string;
	readonly win_probability: number;
	readonly win_probability_lower: number | null;
	readonly win_probability_upper: number | null;
	/** What raises or lowers it most, at most three; JSON. */
	readonly reasons: string;
}

const REASONS = 3;

/** The chances of open deals, with an 80 % interval of what other deals of the same kind would have taught. */
export function predictDeals(parameters: DealWinParameters, deals: DealRows): DealPrediction[] {
	const { model, resampled, fills } = parameters;
	if (deals.rows === 0) return [];
	const columns = featureColumns(deals, fills);
	const probabilities = probabilitiesOf(model, parameters, deals);
	const others = resampled.map((each) => probabilitiesOf(each, parameters, deals));
	return deals.dealIds.map((id, row) => {
		const probability = probabilities[row] ?? 0;
		const drawn = Float64Array.from(others, (each) => each[row] ?? 0).sort();
		const tail = Math.floor(drawn.length / 10);
		const { reasons } = explainLogistic(model, columns, row);
		return {
			deal_id: id ?? '',
			win_probability: probability,
			win_probability_lower: drawn.length === 0 ? null : Math.min(drawn[tail] ?? 0, probability),
			win_probability_upper: drawn.length === 0 ? null : Math.max(drawn[drawn.length - 1 - tail] ?? 1, probability),
			reasons: JSON.stringify(
				reasons.slice(0, REASONS).map(({ feature, contribution }) => ({
					feature,
					value: valueOf(deals, feature, row),
					effect: contribution,
				})),
			),
		};
	});
}

/** Whether an open deal will be won, from what was known of deals at the firsts of months before. */
export const DEAL_WIN_MODEL: ScoredModel<DealWinParameters | null> = {
	name: 'deal-win',
	features: ['ftr_open_deals'],
	baseline: 'stage_rate',
	layout: 1,
	fit: fitDealWin,
	errorOf: errorOnLatestDeals,
};
