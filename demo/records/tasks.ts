import { createActivity } from '#records/people/activities.ts';
import { pick } from '../random.ts';
import type { Random } from '../random.ts';
import { planActivity } from './activity.ts';
import type { SubjectOf } from './activity.ts';
import type { PlannedDeal } from './deals.ts';
import { dealName } from './deal-lines.ts';
import { DAY } from './moments.ts';
import type { Account } from './personas.ts';
import { randomOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { idOf } from './written.ts';
import type { Written } from './written.ts';

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
export function planOpenTasks(plan: Plan, deals: readonly PlannedDeal[], accounts: readonly Account[]): void {
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

/** Tasks of deals that were done, some of them late. */
export function planDoneTasks(plan: Plan, deals: readonly PlannedDeal[]): void {
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
