import { itemAt, pick, wholeBelow } from '../random.ts';
import { planActivity } from './activity.ts';
import type { PlannedDeal } from './deals.ts';
import type { PlannedLead } from './lead-acts.ts';
import { DAY } from './moments.ts';
import type { Account } from './personas.ts';
import { randomOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { planDoneTasks, planOpenTasks } from './tasks.ts';

/** What belongs to a stage: how often, what it is, how many minutes it takes. */
const OF_STAGES: Readonly<
	Record<
		string,
		readonly [share: number, type: 'call' | 'email' | 'meeting' | 'note', subjects: readonly string[], minutes: number]
	>
> = {
	qualified: [0.6, 'call', ['First call', 'Talked about needs and quantities', 'Asked who decides'], 15],
	meeting: [0.8, 'meeting', ['Visit with samples', 'Showroom', 'Video call'], 60],
	proposal: [0.7, 'email', ['Offer sent', 'Offer and terms of delivery', 'Second offer'], 0],
	negotiation: [0.5, 'call', ['Terms of payment', 'Discount for the framework contract', 'Day of delivery'], 25],
	lost: [
		0.35,
		'note',
		['Chose somebody else, call again next season', 'Budget was cut', 'Wants to hear from us next year'],
		0,
	],
	won: [0.3, 'note', ['Signed', 'Happy with terms; ask for a reference in spring'], 0],
};
const CALLED_LEADS = 0.45;
const NOTED_ACCOUNTS = 0.25;

/** What happened in each stage of a deal. */
function planDealActivities(plan: Plan, deal: PlannedDeal, index: number): void {
	const random = randomOf(plan, 'activities', index);
	for (const { stageId, moment } of deal.path.steps) {
		const [share, type, subjects, minutes] = itemAt(
			[OF_STAGES[stageId] ?? null].filter((one) => one !== null),
			0,
		);
		const subject = pick(random, subjects);
		const later = moment + 1200 + wholeBelow(random, 5400);
		if (random.uniform() >= share) continue;
		const ended = later + minutes * 60;
		const times =
			minutes === 0 ? {} : { started_at: plan.moments.instant(later), ended_at: plan.moments.instant(ended) };
		const direction = type === 'email' || type === 'call' ? 'out' : null;
		const done = type === 'email' ? { completed_at: plan.moments.instant(ended) } : {};
		planActivity(
			plan,
			ended,
			deal.owner,
			{ type: 'deal', record: deal },
			{ activity_type: type, subject, direction, ...times, ...done },
		);
	}
}

function planLeadCall(plan: Plan, lead: PlannedLead, index: number): void {
	const random = randomOf(plan, 'activities', 2_000_000 + index);
	if (random.uniform() >= CALLED_LEADS) return;
	const called = plan.moments.afterBusiness(lead.moment, 225 + wholeBelow(random, 10));
	const times = { started_at: plan.moments.instant(called - 480), ended_at: plan.moments.instant(called) };
	const subject = pick(random, [
		'Reached, interested',
		'Left a message',
		'Wants to be called next week',
		'Not in the office',
	]);
	planActivity(
		plan,
		called,
		lead.owner,
		{ type: 'lead', record: lead },
		{ activity_type: 'call', subject, direction: 'out', ...times },
	);
}

/** Plans calls, e-mails, meetings, notes and tasks. */
export function planActivities(
	plan: Plan,
	deals: readonly PlannedDeal[],
	leads: readonly PlannedLead[],
	accounts: readonly Account[],
): void {
	for (const [index, deal] of deals.entries()) planDealActivities(plan, deal, index + 1);
	for (const [index, lead] of leads.entries()) planLeadCall(plan, lead, index + 1);
	for (const [index, account] of accounts.entries()) {
		const random = randomOf(plan, 'activities', 5_000_000 + index);
		if (random.uniform() >= NOTED_ACCOUNTS) continue;
		const left = plan.moments.end - account.since - 2 * DAY;
		const moment = plan.moments.atWork(random, account.since + 2 * DAY + left * random.uniform());
		const subject = pick(random, [
			'Prefers deliveries on Tuesdays',
			'New head of purchasing',
			'Opens a second shop',
			'Pays late, remind kindly',
		]);
		planActivity(plan, moment, account.owner, { type: 'company', record: account }, { activity_type: 'note', subject });
	}
	planDoneTasks(plan, deals);
	planOpenTasks(plan, deals, accounts);
}
