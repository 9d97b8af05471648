import type { Connection } from '../database.ts';
import { row, rows, sql } from '../query.ts';

/** A model as it is in use in the snapshot. `evidence` and `parameters` are JSON of the shapes that scoring stores. */
export interface ModelRow {
	readonly model: string;
	/** Which of its kinds was chosen; `none` where it could not be fitted. */
	readonly kind: string;
	readonly version: string;
	/** An instant. */
	readonly fitted_at: string;
	readonly refit_reason: string;
	/** First and last day that it has seen; null where it could not be fitted. */
	readonly trained_from: string | null;
	readonly trained_to: string | null;
	readonly rows: number;
	readonly status: string;
	readonly evidence: string;
	readonly parameters: string;
}

/** Every model of the snapshot by name, without its parameters, which may be large. */
export function listModels(db: Connection): Promise<Omit<ModelRow, 'parameters'>[]> {
	return rows(db, sql`select * exclude (parameters) from models order by model`);
}

/** One model; null where the snapshot has none of the name. */
export function modelByName(db: Connection, model: string): Promise<ModelRow | null> {
	return row(db, sql`select * from models where model = ${model}`);
}
