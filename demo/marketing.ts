import { HOLDOUT_SHARE } from './campaigns.ts';
import type { Campaign, CampaignChannel } from './campaigns.ts';
import type { CustomerKind } from './demand.ts';
import { exponential } from './random.ts';
import type { Random } from './random.ts';

/** What somebody said about being written to, when they became a customer and later. */
export interface Wish {
	readonly channel: CampaignChannel;
	/** Null where they said nothing. */
	readonly answer: 'granted' | 'denied' | null;
	/** Day on which they took it back, counted from the company's first; null while they have not. */
	readonly withdrawnAt: number | null;
}

/** What became of somebody a campaign could go to. */
export interface Treatment {
	readonly campaign: Campaign;
	/** Held out, by chance, where not. */
	readonly isMember: boolean;
	readonly hasOptedOut: boolean;
}

/** What the company's marketing knows of a customer and did to them. */
export interface Marketing {
	/** Whether the company keeps them among its contacts. */
	readonly isKept: boolean;
	readonly wishes: readonly Wish[];
	readonly treatments: readonly Treatment[];
}

/** Of consumers so many are contacts; companies all are. */
export const KEPT_CONSUMERS = 0.25;

/** What people say when they are asked; the rest say nothing. */
const ANSWERS: Readonly<Record<CampaignChannel, { readonly granted: number; readonly denied: number }>> = {
	email: { granted: 0.62, denied: 0.1 },
	post: { granted: 0.45, denied: 0.06 },
};
/** Mean days until somebody takes back what they agreed to, if they ever do within the history. */
const MEAN_DAYS_TO_WITHDRAWAL = 2400;

const NOBODY: Marketing = { isKept: false, wishes: [], treatments: [] };

function drawWish(random: Random, channel: CampaignChannel, joinedAt: number): Wish {
	const drawn = random.uniform();
	const { granted, denied } = ANSWERS[channel];
	const days = exponential(random, 1 / MEAN_DAYS_TO_WITHDRAWAL);
	if (drawn >= granted + denied) return { channel, answer: null, withdrawnAt: null };
	if (drawn >= granted) return { channel, answer: 'denied', withdrawnAt: null };
	return { channel, answer: 'granted', withdrawnAt: Math.max(joinedAt, 0) + 2 + days };
}

/** Whether somebody agrees until the day is over. */
function mayBeReached(wish: Wish | undefined, day: number): boolean {
	return wish?.answer === 'granted' && (wish.withdrawnAt ?? Infinity) > day + 1;
}

/**
 * Draws what marketing knows of a customer and which campaigns went to them: those they had agreed to, in that channel, on
 * that day, save who was held out by chance. Nothing here depends on what they buy.
 */
export function drawMarketing(
	random: Random,
	kind: CustomerKind,
	joinedAt: number,
	campaigns: readonly Campaign[],
): Marketing {
	if (random.uniform() >= (kind === 'company' ? 1 : KEPT_CONSUMERS)) return NOBODY;
	const wishes = new Map<CampaignChannel, Wish>(
		(['email', 'post'] as const).map((channel) => [channel, drawWish(random, channel, joinedAt)]),
	);
	const treatments: Treatment[] = [];
	for (const campaign of campaigns) {
		const { channel, day, audience, optOutRate } = campaign;
		// Drawn for everybody, so that one campaign's chances do not hang on another's audience.
		const isMember = random.uniform() >= HOLDOUT_SHARE;
		const hasOptedOut = random.uniform() < optOutRate && isMember;
		const wish = wishes.get(channel);
		if ((audience ?? kind) !== kind || joinedAt >= day - 1 || !mayBeReached(wish, day)) continue;
		treatments.push({ campaign, isMember, hasOptedOut });
		if (wish !== undefined && hasOptedOut) wishes.set(channel, { ...wish, withdrawnAt: day + 1 });
	}
	return { isKept: true, wishes: [...wishes.values()], treatments };
}
