import type { Connection } from '#warehouse/database.ts';
import type { Evidence, ModelStatus } from './evidence.ts';

export type ModelName = 'customer-value' | 'rfm-segments' | 'deal-win' | 'revenue-forecast';

export interface ScoreTime {
	/** The analysis date: the first day that nothing is known of. */
	readonly asOf: string;
}

/** What came of fitting a model; `parameters` is plain JSON. */
export interface Fitted<Parameters> {
	readonly kind: string;
	readonly trainedFrom: string | null;
	readonly trainedTo: string | null;
	readonly rows: number;
	readonly status: ModelStatus;
	readonly evidence: Evidence;
	readonly parameters: Parameters;
}

/** A model as the score step knows it. */
export interface ScoredModel<Parameters> {
	readonly name: ModelName;
	/** Relations that it is fitted on and applied to. */
	readonly features: readonly string[];
	/** What its evidence stands beside. */
	readonly baseline: string;
	/** @throws ModelError when there is too little to be fitted on */
	fit(connection: Connection, time: ScoreTime, before: Parameters | null): Promise<Fitted<Parameters>>;
}
