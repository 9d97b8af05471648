import { createActivity } from '#records/people/activities.ts';
import type { ActivityInput } from '#records/people/activity-input.ts';
import type { Subject } from '#records/people/subjects.ts';
import { itemAt, pick, wholeBelow } from '../random.ts';
import type { Random } from '../random.ts';
import type { PlannedDeal } from './deals.ts';
import { dealName } from './deal-lines.ts';
import type { PlannedLead } from './leads.ts';
import { DAY } from './moments.ts';
import type { Moment } from './moments.ts';
import type { Account } from './personas.ts';
import { randomOf } from './plan.ts';
import type { Plan } from './plan.ts';
import type { Written } from './written.ts';
import { idOf } from './written.ts';

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
const TASKS = [
	'Call back about #',
	'Send samples for #',
	'Check stock for #',
	'Prepare the offer: #',
	'Ask for feedback on #',
	'Remind about the offer: #',
];
const ACCOUNT_TASKS = [
	'Plan a visit',
	'Check credit limit',
	'Ask for the new address',
	'Thank them for ten years',
	'Talk about next season',
];

const DONE_TASKS = 260;
const OPEN_TASKS = 64;
const LOCAL_TASKS = 14;
const CALLED_LEADS = 0.45;
const NOTED_ACCOUNTS = 0.25;

interface SubjectOf {
	readonly type: Subject['type'];
	readonly record: Written;
}

function planActivity(plan: Plan, moment: Moment, by: Written, about: SubjectOf, input: ActivityInput): void {
	plan.timeline.add(moment, by, (transaction, author) =>
		createActivity(transaction, author, { ...input, subject_type: about.type, subject_id: idOf(about.record) }),
	);
}

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

function drawTask(
	random: Random,
	deals: readonly PlannedDeal[],
	accounts: readonly Account[],
): { readonly about: SubjectOf; readonly subject: string; readonly owner: Written } | null {
	const isOfDeal = deals.length > 0 && random.uniform() < 0.7;
	if (isOfDeal) {
		const deal = pick(random, deals);
		const subject = pick(random, TASKS).replace('#', dealName(deal.lines));
		return { about: { type: 'deal', record: deal }, subject, owner: deal.owner };
	}
	if (accounts.length === 0) return null;
	const account = pick(random, accounts);
	return { about: { type: 'company', record: account }, subject: pick(random, ACCOUNT_TASKS), owner: account.owner };
}

/** Tasks that are open on the last day: some overdue, some for the days to come, some of whoever starts Kundig. */
function planOpenTasks(plan: Plan, deals: readonly PlannedDeal[], accounts: readonly Account[]): void {
	const { moments, team } = plan;
	const open = deals.filter(({ opened, path }) => opened < moments.end && path.closedAt >= moments.end);
	const known = accounts.filter(({ since }) => since < moments.end - 20 * DAY);
	const count = LOCAL_TASKS + Math.ceil(OPEN_TASKS * plan.size);
	for (let index = 0; index < count; index += 1) {
		const random = randomOf(plan, 'activities', 3_000_000 + index);
		const task = drawTask(random, open, known);
		if (task === null) continue;
		const due = moments.atWork(random, moments.end + DAY * (random.uniform() * 14 - 4));
		const opened = task.about.record as Partial<PlannedDeal>;
		const made = Math.max(moments.end - DAY * (1 + 8 * random.uniform()), (opened.opened ?? 0) + 600);
		const owner = index < LOCAL_TASKS ? team.local : task.owner;
		plan.timeline.add(Math.min(made, moments.end - 60), owner, (transaction, author) =>
			createActivity(transaction, author, {
				activity_type: 'task',
				subject: task.subject,
				due_at: moments.instant(due),
				subject_type: task.about.type,
				subject_id: idOf(task.about.record),
			}),
		);
	}
}

function planDoneTasks(plan: Plan, deals: readonly PlannedDeal[]): void {
	for (let index = 0; index < Math.ceil(DONE_TASKS * plan.size) && deals.length > 0; index += 1) {
		const random = randomOf(plan, 'activities', 4_000_000 + index);
		const deal = pick(random, deals);
		const done = plan.moments.atWork(random, deal.opened + DAY * (2 + 20 * random.uniform()));
		const due = plan.moments.instant(done + DAY * Math.floor(4 * random.uniform() - 1));
		const subject = pick(random, TASKS).replace('#', dealName(deal.lines));
		const input = { activity_type: 'task', subject, due_at: due, completed_at: plan.moments.instant(done) } as const;
		planActivity(plan, done, deal.owner, { type: 'deal', record: deal }, input);
	}
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
