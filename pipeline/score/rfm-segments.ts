import { fitRfm, predictRfm } from '#models/rfm/rfm.ts';
import type { RfmCustomers, RfmModel, RfmScores } from '#models/rfm/rfm.ts';
import type { Connection } from '#warehouse/database.ts';
import { row, sql } from '#warehouse/query.ts';
import { readColumns } from '#warehouse/typed-columns.ts';
import type { TypedColumns } from '#warehouse/typed-columns.ts';
import { noEvidence } from './evidence.ts';
import type { ScoredModel } from './scored-model.ts';

export type RfmParameters = RfmModel;

/** Columns of ftr_customer_purchases as RFM takes them. */
export function rfmCustomersOf(columns: TypedColumns): RfmCustomers {
	return {
		// Days before the cut-off: a purchase on the last day that is known lies one day back.
		recency: Float64Array.from(columns.integers('recency_days')),
		frequency: Float64Array.from(columns.integers('purchases')),
		monetary: columns.doubles('money'),
	};
}

/** The customers as they stood at a cut-off. */
export function readRfmCustomers(connection: Connection, daysBack: number): Promise<TypedColumns> {
	return readColumns(
		connection,
		sql`select recency_days, purchases, money from ftr_customer_purchases
			where days_back = ${daysBack}::integer order by position`,
	);
}

export function predictSegments(parameters: RfmParameters, customers: RfmCustomers): RfmScores {
	return predictRfm(parameters, customers);
}

/** Scores of recency, frequency and money, cut by the customers of the day of the fit, and the segments they make up. */
export const RFM_SEGMENTS_MODEL: ScoredModel<RfmParameters> = {
	name: 'rfm-segments',
	features: ['ftr_customer_purchases'],
	baseline: 'recency',
	async fit(connection) {
		const columns = await readRfmCustomers(connection, 0);
		const parameters = fitRfm(rfmCustomersOf(columns));
		const days = await row<{ trainedFrom: string; trainedTo: string }>(
			connection,
			sql`select min(first_on) as "trainedFrom", max(cut_off_on) - 1 as "trainedTo" from ftr_customer_purchases
				where days_back = 0`,
		);
		return {
			kind: 'quintiles',
			trainedFrom: days?.trainedFrom ?? null,
			trainedTo: days?.trainedTo ?? null,
			rows: columns.rows,
			status: 'good',
			evidence: noEvidence('recency', []),
			parameters,
		};
	},
};
