import { customerScore } from '#warehouse/reads/customer-score.ts';
import type { CustomerScore } from '#warehouse/reads/customer-score.ts';
import { hasScores } from '#warehouse/reads/list-customers.ts';
import type { RequestSnapshot } from './warehouse.ts';

/** What models say of a customer: `score` is null where the snapshot does not know them. */
export interface CustomerScoreOf {
	readonly score: CustomerScore | null;
}

/** The score of a customer; null for a snapshot from before there were any. */
export function readCustomerScore(snapshot: RequestSnapshot, customerId: string): Promise<CustomerScoreOf | null> {
	return snapshot.read(async (db) => ((await hasScores(db)) ? { score: await customerScore(db, customerId) } : null));
}
