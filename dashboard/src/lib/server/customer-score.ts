import { customerScore } from '#warehouse/reads/customer-score.ts';
import type { CustomerScore } from '#warehouse/reads/customer-score.ts';
import { hasScores } from '#warehouse/reads/list-customers.ts';
import type { RequestSnapshot } from './warehouse.ts';

/** What models say of a customer: `score` is null where the snapshot does not know them. */
export interface CustomerScoreOf {
	readonly score: CustomerScore | null;
}

/** The score of a customer; null for a snapshot from before there were any. */
export async function readCustomerScore(
	snapshot: RequestSnapshot,
	customerId: string,
): Promise<CustomerScoreOf | null> {
	if (!(await snapshot.cached('has scores', hasScores))) return null;
	return { score: await snapshot.read((db) => customerScore(db, customerId)) };
}
