import * as v from 'valibot';
import { dealScore } from '#warehouse/reads/deal-score.ts';
import type { DealScore } from '#warehouse/reads/deal-score.ts';
import { hasScores } from '#warehouse/reads/list-customers.ts';
import { parseJson } from './model-evidence.ts';
import type { RequestSnapshot } from './warehouse.ts';

const reasonsSchema = v.array(
	v.object({ feature: v.string(), value: v.nullable(v.union([v.string(), v.number()])), effect: v.number() }),
);

/** What speaks for or against a deal: what is looked at, what it is here, and whether it raises (above 0) the chance. */
export type DealReason = v.InferOutput<typeof reasonsSchema>[number];

export interface DealScoreOf extends Omit<DealScore, 'reasons'> {
	/** The strongest first. */
	readonly reasons: readonly DealReason[];
}

function reasonsOf(text: string | null): DealReason[] {
	const parsed = v.safeParse(reasonsSchema, text === null ? null : parseJson(text));
	return parsed.success ? parsed.output : [];
}

/**
 * The chance of a deal as of the snapshot: null where the snapshot has no scores at all, `score` null where the deal was
 * not open in it.
 */
export async function readDealScore(
	snapshot: RequestSnapshot,
	dealId: string,
): Promise<{ readonly score: DealScoreOf | null } | null> {
	if (!(await snapshot.cached('has scores', hasScores))) return null;
	const found = await snapshot.read((db) => dealScore(db, dealId));
	if (found === null) return { score: null };
	const { reasons, ...score } = found;
	return { score: { ...score, reasons: reasonsOf(reasons) } };
}
