import type { Connection } from '#warehouse/database.ts';
import type { Evidence, ModelStatus } from './evidence.ts';

export type ModelName = 'customer-value' | 'rfm-segments' | 'deal-win' | 'revenue-forecast';

export interface ScoreTime {
	/** The analysis date: the first day that nothing is known of. */
	readonly asOf: string;
}

/** What came of fitting a model; `parameters` is plain JSON. */
export interface Fitted<Parameters> {
	/** Which of its kinds was chosen. */
	readonly kind: string;
	readonly trainedFrom: string | null;
	readonly trainedTo: string | null;
	readonly rows: number;
	readonly status: ModelStatus;
	readonly evidence: Evidence;
	readonly parameters: Parameters;
}

/** A model's error on the newest truth, and that of its baseline there. */
export interface FitError {
	readonly value: number;
	readonly baseline: number;
}

/** A model as the score step knows it. */
export interface ScoredModel<Parameters> {
	readonly name: ModelName;
	/** Relations that it is fitted on and applied to. */
	readonly features: readonly string[];
	/** What its evidence stands beside. */
	readonly baseline: string;
	/** Goes up when stored parameters come to look otherwise: earlier ones count as none then. */
	readonly layout: number;
	/** @throws ModelError when there is too little to be fitted on */
	fit(connection: Connection, time: ScoreTime): Promise<Fitted<Parameters>>;
	/**
	 * The error of parameters on the newest truth that there is, which they may have seen: to hold two fits against each
	 * other, and one against itself of a while ago. Null without such a truth. Left out where a fit has no rival.
	 */
	errorOf?(connection: Connection, time: ScoreTime, parameters: Parameters): Promise<FitError | null>;
}
