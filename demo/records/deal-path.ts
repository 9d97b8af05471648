import type { LossReason } from '#records/schema/sales.ts';
import { cumulate, gamma, itemAt, pickCumulative } from '../random.ts';
import type { Random } from '../random.ts';
import { DAY } from './moments.ts';
import type { Moment, Moments } from './moments.ts';
import type { Colleague } from './team.ts';

/** An open stage as deals truly walk through it. */
export interface TrueStage {
	readonly stageId: string;
	/** Chance to go on, in the hands of somebody of skill 0; lost otherwise. */
	readonly chance: number;
	/** Days spent in it: Gamma with this mean. */
	readonly meanDays: number;
}

export const TRUE_STAGES: readonly TrueStage[] = [
	{ stageId: 'qualified', chance: 0.72, meanDays: 15 },
	{ stageId: 'meeting', chance: 0.76, meanDays: 18 },
	{ stageId: 'proposal', chance: 0.66, meanDays: 26 },
	{ stageId: 'negotiation', chance: 0.74, meanDays: 17 },
];

export const DURATION_SHAPE = 1.8;

const REASONS: readonly LossReason[] = [
	'price',
	'competitor',
	'no_budget',
	'no_decision',
	'missing_feature',
	'timing',
	'other',
];
/** Early it is money and time that lack, late it is the price. */
const REASON_CHANCES = [
	[0.08, 0.06, 0.3, 0.18, 0.08, 0.24, 0.06],
	[0.12, 0.12, 0.22, 0.2, 0.12, 0.18, 0.04],
	[0.32, 0.24, 0.1, 0.16, 0.08, 0.07, 0.03],
	[0.42, 0.28, 0.06, 0.14, 0.03, 0.05, 0.02],
].map(cumulate);

export interface Step {
	readonly stageId: string;
	readonly moment: Moment;
}

/** The way of a deal to its end, past the end of the history too. */
export interface DealPath {
	/** The stages it enters, won or lost the last. */
	readonly steps: readonly Step[];
	readonly isWon: boolean;
	readonly lossReason: LossReason | null;
	readonly closedAt: Moment;
}

/** The chance to go on from a stage in somebody's hands. */
export function chanceOf({ chance }: TrueStage, skill: number): number {
	return 1 / (1 + Math.exp(-(Math.log(chance / (1 - chance)) + skill)));
}

/** Draws the way of a deal that somebody opens. */
export function drawPath(random: Random, moments: Moments, opened: Moment, owner: Colleague): DealPath {
	const steps: Step[] = [];
	let at = opened;
	for (const [place, stage] of TRUE_STAGES.entries()) {
		steps.push({ stageId: stage.stageId, moment: at });
		const days = gamma(random, DURATION_SHAPE, DURATION_SHAPE / stage.meanDays);
		// At least an hour later, whatever the hours of work make of it.
		at = Math.max(moments.atWork(random, at + days * DAY), at + 3600);
		if (random.uniform() < chanceOf(stage, owner.skill)) continue;
		const reason = itemAt(REASONS, pickCumulative(random, itemAt(REASON_CHANCES, place)));
		return { steps: [...steps, { stageId: 'lost', moment: at }], isWon: false, lossReason: reason, closedAt: at };
	}
	return { steps: [...steps, { stageId: 'won', moment: at }], isWon: true, lossReason: null, closedAt: at };
}
