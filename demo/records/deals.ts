import type { Author } from '#records/changes/act.ts';
import type { RecordsTransaction } from '#records/database.ts';
import { updateCompany } from '#records/people/companies.ts';
import type { DealInput } from '#records/sales/deal-input.ts';
import { createDeal, updateDeal } from '#records/sales/deals.ts';
import { moveDeal } from '#records/sales/move-deal.ts';
import type { ForecastCategory } from '#records/schema/sales.ts';
import { wholeBelow, pick } from '../random.ts';
import type { Random } from '../random.ts';
import { dealName, lineInputs } from './deal-lines.ts';
import type { PlannedLine } from './deal-lines.ts';
import type { DealPath } from './deal-path.ts';
import { DAY } from './moments.ts';
import type { Moment } from './moments.ts';
import type { Account, Persona } from './personas.ts';
import type { Plan } from './plan.ts';
import type { Colleague } from './team.ts';
import { idOf, toBeWritten } from './written.ts';
import type { Written } from './written.ts';

/** A deal with everything that is going to happen to it. */
export interface PlannedDeal extends Written {
	readonly owner: Colleague;
	readonly path: DealPath;
	readonly lines: readonly PlannedLine[];
	readonly account: Account | null;
	readonly contact: Persona | null;
	readonly country: string;
	readonly currency: 'EUR' | 'CHF';
	readonly source: string | null;
	readonly campaign: Written | null;
	readonly opened: Moment;
	readonly isFromLead: boolean;
}

const PLANNED_DAYS = 28;
/** At each step so many put the day off on which they expect to close; more where it has passed. */
const PUT_OFF = 0.3;
const PUT_OFF_WHEN_PASSED = 0.65;

const FORECASTS: Readonly<Record<string, ForecastCategory>> = {
	qualified: 'pipeline',
	meeting: 'pipeline',
	proposal: 'best_case',
	negotiation: 'commit',
};
const NEXT_STEPS: Readonly<Record<string, readonly string[]>> = {
	qualified: ['Call to find out who decides', 'Send the catalogue', 'Ask for sizes and quantities'],
	meeting: ['Visit with samples', 'Invite to the showroom', 'Video call with the head of purchasing'],
	proposal: ['Send the offer', 'Talk the offer through', 'Ask whether the offer arrived'],
	negotiation: ['Agree on terms of payment', 'Settle the day of delivery', 'Get the framework contract signed'],
};

/** What a new deal is made of, beside its company and contact. */
export function dealFields(plan: Plan, deal: PlannedDeal, expected: string): DealInput {
	return {
		name: dealName(deal.lines),
		currency: deal.currency,
		owner_id: idOf(deal.owner),
		opened_on: plan.moments.day(deal.opened),
		expected_close_on: expected,
		forecast_category: 'pipeline',
		source: deal.source,
		campaign_id: deal.campaign === null ? null : idOf(deal.campaign),
		lines: lineInputs(plan, deal.lines),
	};
}

/** The day on which a new deal is first expected to close. */
export function firstExpected(plan: Plan, random: Random, opened: Moment): Moment {
	return opened + DAY * (PLANNED_DAYS + wholeBelow(random, 45));
}

/** Plans the making of a deal that no lead became. */
export function planNewDeal(plan: Plan, random: Random, deal: PlannedDeal): void {
	const expected = firstExpected(plan, random, deal.opened);
	plan.timeline.add(deal.opened, deal.owner, async (transaction, author) => {
		const made = await createDeal(transaction, author, {
			...dealFields(plan, deal, plan.moments.day(expected)),
			company_id: deal.account === null ? null : idOf(deal.account),
			contact_id: deal.contact === null ? null : idOf(deal.contact),
		});
		deal.id = made.deal_id;
	});
	planSteps(plan, random, deal, expected);
}

async function takeStep(
	transaction: RecordsTransaction,
	author: Author,
	deal: PlannedDeal,
	stageId: string,
	changes: DealInput | null,
): Promise<void> {
	const seen = { id: idOf(deal), version: 'current' } as const;
	await moveDeal(transaction, author, seen, { stageId, lossReason: stageId === 'lost' ? deal.path.lossReason : null });
	if (changes !== null) await updateDeal(transaction, author, seen, changes);
}

/** Plans a deal's way from stage to stage, with the day it is expected to close put off now and then. */
export function planSteps(plan: Plan, random: Random, deal: PlannedDeal, firstDay: Moment): void {
	const { timeline, moments } = plan;
	let expected = firstDay;
	const { steps } = deal.path;
	for (const [index, { stageId, moment }] of steps.entries()) {
		if (index === 0) continue;
		const isPassed = expected < moment;
		const isPutOff = random.uniform() < (isPassed ? PUT_OFF_WHEN_PASSED : PUT_OFF);
		const later = Math.max(expected, moment) + DAY * (10 + wholeBelow(random, 35));
		const forecast = FORECASTS[stageId];
		const nextStep = pick(random, NEXT_STEPS[stageId] ?? ['']);
		if (forecast !== undefined && isPutOff) expected = later;
		// What was to be done next is told of the deals that still wait for it.
		const isWaiting = (steps[index + 1]?.moment ?? 0) >= moments.end;
		const changes: DealInput | null =
			forecast === undefined
				? null
				: {
						forecast_category: forecast,
						...(isPutOff ? { expected_close_on: moments.day(expected) } : {}),
						...(isWaiting ? { next_step: nextStep } : {}),
					};
		const isDone = timeline.add(moment, deal.owner, (transaction, author) =>
			takeStep(transaction, author, deal, stageId, changes),
		);
		if (!isDone) return;
	}
	const { account } = deal;
	if (!deal.path.isWon || account?.customer !== null) return;
	// Whoever buys is a customer, though not of the shop.
	timeline.add(deal.path.closedAt + 60, deal.owner, (transaction, author) =>
		updateCompany(transaction, author, { id: idOf(account), version: 'current' }, { company_type: 'customer' }),
	);
}

/** A deal that is going to be written. */
export function plannedDeal(deal: Omit<PlannedDeal, 'id'>): PlannedDeal {
	return { ...toBeWritten(), ...deal };
}
