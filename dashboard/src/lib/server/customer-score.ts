import type { Connection } from '#warehouse/database.ts';
import { customerScore } from '#warehouse/reads/customer-score.ts';
import type { CustomerScore } from '#warehouse/reads/customer-score.ts';
import { hasScores } from '#warehouse/reads/list-customers.ts';
import { listModels } from '#warehouse/reads/models.ts';
import type { RequestSnapshot } from './warehouse.ts';

/** What models say of a customer, and how far they can be trusted. */
export interface CustomerScoreOf {
	/** Null where the snapshot does not know the customer. */
	readonly score: CustomerScore | null;
	/** State of the model behind the figures: `good`, `weak` or `insufficient`; null where there is none. */
	readonly modelStatus: string | null;
}

async function readStatus(db: Connection): Promise<string | null> {
	return (await listModels(db)).find(({ model }) => model === 'customer-value')?.status ?? null;
}

/** The score of a customer; null for a snapshot from before there were any. */
export async function readCustomerScore(
	snapshot: RequestSnapshot,
	customerId: string,
): Promise<CustomerScoreOf | null> {
	const modelStatus = await snapshot.cached('customer-value status', async (db) =>
		(await hasScores(db)) ? { status: await readStatus(db) } : null,
	);
	if (modelStatus === null) return null;
	const score = await snapshot.read((db) => customerScore(db, customerId));
	return { score, modelStatus: modelStatus.status };
}
