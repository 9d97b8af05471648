import { listExports } from '#records/exports.ts';
import { membersOfList } from '#records/marketing/list-members.ts';
import type { ListMember } from '#records/marketing/list-members.ts';
import type { ListArm } from '#records/schema/lists.ts';
import { ordersByArm } from '#warehouse/reads/list-orders.ts';
import type { ArmOrders } from '#warehouse/reads/list-orders.ts';
import { compareMeans, compareShares } from './compare-arms.ts';
import type { Difference } from './compare-arms.ts';
import type { ListStores } from './evaluate-list.ts';

/** What one arm did within the window. */
export interface ArmResult {
	readonly customers: number;
	readonly converted: number;
	/** Null without customers. */
	readonly conversion: number | null;
	readonly revenuePerHead: number | null;
}

/**
 * What can be said: nothing was exported yet; the snapshot has no day since; nobody is held out, so nothing can be
 * compared; too few to tell; nothing to see (the interval holds 0); more or fewer ordered of those written to.
 */
export type ListVerdict = 'no_export' | 'no_days' | 'no_holdout' | 'too_few' | 'no_difference' | 'more' | 'fewer';

export interface ListResult {
	readonly verdict: ListVerdict;
	readonly windowDays: number;
	/** How much of the window the snapshot has, of who has the most and of who has the fewest; the rest is still to come. */
	readonly mostDays: number;
	readonly fewestDays: number;
	readonly treatment: ArmResult;
	readonly holdout: ArmResult;
	/** Of the shares that ordered, and of the revenue per head; null where nothing can be compared. */
	readonly conversion: Difference | null;
	readonly revenuePerHead: Difference | null;
}

/** With fewer in an arm, or fewer orders in both, an interval says nothing that anybody should act on. */
const FEWEST_PEOPLE = 30;
const FEWEST_CONVERTED = 5;
const NO_ORDERS: Omit<ArmOrders, 'arm'> = {
	customers: 0,
	converted: 0,
	orders: 0,
	revenue: 0,
	revenue_squares: 0,
	most_days: 0,
	fewest_days: 0,
};

/** Everybody who was drawn, from the first file that left after that: those held out begin with those written to. */
function observedOf(members: readonly ListMember[], exportedAt: readonly string[]) {
	const inOrder = exportedAt.toSorted();
	return members.flatMap(({ customer_id, arm, assigned_at }) => {
		const since = inOrder.find((at) => at >= assigned_at);
		return since === undefined ? [] : [{ customer_id, arm, since }];
	});
}

function armResult({ customers, converted, revenue }: Omit<ArmOrders, 'arm'>): ArmResult {
	const isKnown = customers > 0;
	return {
		customers,
		converted,
		conversion: isKnown ? converted / customers : null,
		revenuePerHead: isKnown ? revenue / customers : null,
	};
}

function verdictOf(
	treatment: Omit<ArmOrders, 'arm'>,
	holdout: Omit<ArmOrders, 'arm'>,
	conversion: Difference | null,
): ListVerdict {
	if (treatment.customers + holdout.customers === 0) return 'no_days';
	if (holdout.customers === 0) return 'no_holdout';
	const isSmall = Math.min(treatment.customers, holdout.customers) < FEWEST_PEOPLE;
	if (conversion === null || isSmall || treatment.converted + holdout.converted < FEWEST_CONVERTED) return 'too_few';
	if (conversion.lower > 0) return 'more';
	return conversion.upper < 0 ? 'fewer' : 'no_difference';
}

/**
 * What became of a list: of those written to and of those held out, how many ordered within a window of days after their
 * file left, and for how much a head. Everybody counts in the arm that they were drawn for, whether the letter reached them
 * or not: only so are the two alike. Orders are the snapshot's; those of days that it does not have are still to come.
 */
export async function listResult({ records, db }: ListStores, listId: string, windowDays: number): Promise<ListResult> {
	const exports = await listExports(records, 10_000, listId);
	const members = await membersOfList(records, listId);
	const observed = observedOf(
		members,
		exports.map(({ exported_at }) => exported_at),
	);
	const found = observed.length === 0 ? [] : await ordersByArm(db, observed, windowDays);
	const of = (arm: ListArm) => found.find((each) => each.arm === arm) ?? NO_ORDERS;
	const [treatment, holdout] = [of('treatment'), of('holdout')];
	const conversion = compareShares(
		{ count: treatment.converted, of: treatment.customers },
		{ count: holdout.converted, of: holdout.customers },
	);
	const isLarge = Math.min(treatment.customers, holdout.customers) >= FEWEST_PEOPLE;
	return {
		verdict: exports.length === 0 ? 'no_export' : verdictOf(treatment, holdout, conversion),
		windowDays,
		mostDays: Math.max(0, ...found.map(({ most_days }) => most_days)),
		fewestDays: Math.min(...(found.length === 0 ? [0] : found.map(({ fewest_days }) => fewest_days))),
		treatment: armResult(treatment),
		holdout: armResult(holdout),
		conversion,
		revenuePerHead: isLarge
			? compareMeans(
					{ people: treatment.customers, sum: treatment.revenue, squares: treatment.revenue_squares },
					{ people: holdout.customers, sum: holdout.revenue, squares: holdout.revenue_squares },
				)
			: null,
	};
}
