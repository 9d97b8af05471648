import { evaluateBaseRate, evaluateScores } from '#models/classification-evaluation/evaluate-scores.ts';
import { ModelError } from '#models/model-error.ts';
import { fitRfm, predictRfm } from '#models/rfm/rfm.ts';
import type { RfmCustomers, RfmModel } from '#models/rfm/rfm.ts';
import type { RfmSegment } from '#models/rfm/rfm-segment.ts';
import type { Connection } from '#warehouse/database.ts';
import { sql } from '#warehouse/query.ts';
import { readColumns } from '#warehouse/typed-columns.ts';
import { calibrationOf } from './calibration-bins.ts';
import { QUARTER_DAYS } from './customer-cut-offs.ts';
import { fromDay, toDay } from './days.ts';
import { noEvidence } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import type { Fitted, ScoredModel, ScoreTime } from './scored-model.ts';

/** Customers that the rate of all counts for, beside a segment's own. */
const PRIOR = 10;

export type RfmParameters = RfmModel;

interface RfmCutOff extends RfmCustomers {
	/** 1 for who bought in the 91 days after the cut-off. */
	readonly isBuyer: Uint8Array;
	readonly firstDay: number;
}

/**
 * The customers as they stood so many days before the present. Recency counts from the cut-off back, so that a purchase on
 * the last day that was known lies one day back; money is that of all sales, before returns.
 */
export async function readRfmCustomers(connection: Connection, daysBack: number): Promise<RfmCutOff> {
	const columns = await readColumns(
		connection,
		sql`select recency_days, purchases, money, next_purchases, first_on from ftr_customer_purchases
			where days_back = ${daysBack}::integer order by position`,
	);
	return {
		recency: Float64Array.from(columns.integers('recency_days')),
		frequency: Float64Array.from(columns.integers('purchases')),
		monetary: columns.doubles('money'),
		isBuyer: Uint8Array.from(columns.integers('next_purchases'), (count) => Math.min(count, 1)),
		firstDay: columns.integers('first_on').reduce((least, day) => Math.min(least, day), toDay('9999-12-31')),
	};
}

function segmentsOf(customers: RfmCutOff): readonly RfmSegment[] {
	return predictRfm(fitRfm(customers), customers).segments;
}

/** Of each segment the share that bought in the quarter after; the share of all counts for ten customers more. */
function buyingRates(customers: RfmCutOff): (segment: RfmSegment) => number {
	const overall = buyersOf(customers) / customers.isBuyer.length;
	const counts = new Map<RfmSegment, { buyers: number; all: number }>();
	segmentsOf(customers).forEach((segment, row) => {
		const count = counts.get(segment) ?? { buyers: 0, all: 0 };
		count.buyers += customers.isBuyer[row] ?? 0;
		count.all += 1;
		counts.set(segment, count);
	});
	return (segment) => {
		const { buyers = 0, all = 0 } = counts.get(segment) ?? {};
		return (buyers + PRIOR * overall) / (all + PRIOR);
	};
}

function buyersOf({ isBuyer }: RfmCutOff): number {
	return isBuyer.reduce((sum, label) => sum + label, 0);
}

/**
 * Whether segments tell who will buy: the rates at which those of half a year ago bought in the quarter after, held against
 * what those of a quarter ago did since. The baseline takes all customers for alike.
 */
function evidenceOf(earlier: RfmCutOff, later: RfmCutOff, asOf: string): Evidence {
	const customers = later.isBuyer.length;
	const hasBoth = [earlier, later].every((each) => buyersOf(each) > 0 && buyersOf(each) < each.isBuyer.length);
	if (!hasBoth) return noEvidence('base_rate', ['no_holdout']);
	const rateOf = buyingRates(earlier);
	const chances = Float64Array.from(segmentsOf(later), rateOf);
	const segments = evaluateScores(chances, later.isBuyer);
	const alike = evaluateBaseRate(buyersOf(earlier) / earlier.isBuyer.length, later.isBuyer);
	return {
		...noEvidence('base_rate', []),
		holdout: { from: fromDay(toDay(asOf) - QUARTER_DAYS), to: fromDay(toDay(asOf) - 1), n: customers },
		figures: [
			{ id: 'brier', value: segments.brier, baseline: alike.brier, better: 'lower' },
			{ id: 'auc', value: segments.auc, baseline: alike.auc, better: 'higher' },
			{ id: 'ece', value: segments.ece, baseline: alike.ece, better: 'lower' },
		],
		calibration: calibrationOf(chances, later.isBuyer),
	};
}

async function fitSegments(connection: Connection, { asOf }: ScoreTime): Promise<Fitted<RfmParameters>> {
	const customers = await readRfmCustomers(connection, 0);
	if (customers.recency.length === 0)
		throw new ModelError('input', 'segments need a customer with a sale, received none');
	const earlier = await readRfmCustomers(connection, 2 * QUARTER_DAYS);
	const evidence = evidenceOf(earlier, await readRfmCustomers(connection, QUARTER_DAYS), asOf);
	const [brier] = evidence.figures;
	return {
		kind: 'quintiles',
		trainedFrom: fromDay(customers.firstDay),
		trainedTo: fromDay(toDay(asOf) - 1),
		rows: customers.recency.length,
		status: brier !== undefined && brier.value < (brier.baseline ?? 0) ? 'good' : 'weak',
		evidence,
		parameters: fitRfm(customers),
	};
}

/**
 * Scores of recency, frequency and money by fifths of the customers on the day of the fit, and the segments that they make
 * up: between two fits nobody changes segment because others came.
 */
export const RFM_SEGMENTS_MODEL: ScoredModel<RfmParameters> = {
	name: 'rfm-segments',
	features: ['ftr_customer_purchases'],
	baseline: 'base_rate',
	layout: 1,
	fit: fitSegments,
};
