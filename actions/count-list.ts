import { evaluateList } from './evaluate-list.ts';
import type { Evaluation, ListQuestion, ListStores, ReasonCounts } from './evaluate-list.ts';
import { peopleNeeded, smallestVisible } from './sample-size.ts';

/** What a comparison of so many can show: how large a holdout has to be. */
export interface HoldoutHint {
	/** Of the customers who fit, the share that ordered within the last 30 days. */
	readonly baseline: number;
	/** The smallest share among those written to that would show; null where none would. */
	readonly visible: number | null;
	/** How many people a rise by a quarter takes with this share; null where it cannot be told. */
	readonly people: number | null;
}

/** A list in numbers: matching = the sum of all reasons + recipients. */
export interface ListCount {
	readonly matching: number;
	readonly reasons: ReasonCounts;
	readonly recipients: number;
	readonly heldOut: number;
	/** Of those written to and held out, how many were never drawn: an export draws them. */
	readonly undrawn: number;
	/** Filters ask for scores that the snapshot does not have: then nobody fits. */
	readonly lacksScores: boolean;
	/** Null without a holdout. */
	readonly hint: HoldoutHint | null;
}

const EXAMPLE_LIFT = 0.25;

function hintOf({ counts, arms }: Evaluation, share: number): HoldoutHint | null {
	const fitting = counts.matching - counts.excluded;
	if (share <= 0 || fitting === 0) return null;
	const baseline = counts.ordered_lately / fitting;
	const people = arms.treatment.length + arms.holdout.length;
	return {
		baseline,
		visible: smallestVisible({ baseline, share }, people),
		people: peopleNeeded({ baseline, share }, EXAMPLE_LIFT),
	};
}

/** An evaluation in numbers. */
export function countOf(evaluation: Evaluation, { definition }: ListQuestion): ListCount {
	return {
		matching: evaluation.counts.matching,
		reasons: evaluation.reasons,
		recipients: evaluation.arms.treatment.length,
		heldOut: evaluation.arms.holdout.length,
		undrawn: evaluation.arms.drawn.length,
		lacksScores: evaluation.lacksScores,
		hint: hintOf(evaluation, definition.holdout?.share ?? 0),
	};
}

/** Counts a list as it is now: nothing is written. */
export async function countList(stores: ListStores, question: ListQuestion): Promise<ListCount> {
	return countOf(await evaluateList(stores, question), question);
}
