import { createTicket } from '#records/service/tickets.ts';
import type { TicketChannel, TicketPriority, TicketType } from '#records/schema/service.ts';
import { GROWTH_PER_YEAR, DAYS_PER_YEAR } from '../demand.ts';
import { cumulate, exponential, itemAt, pick, pickCumulative } from '../random.ts';
import type { Random } from '../random.ts';
import { Callers } from './callers.ts';
import { Conversation } from './conversation.ts';
import { DAY } from './moments.ts';
import type { Moment } from './moments.ts';
import { speaksGerman } from './personas.ts';
import type { Persona } from './personas.ts';
import { randomOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { drawMinutes, NEVER_ANSWERED, REOPENED, SERVICE_TIMES } from './service-times.ts';
import { drawSatisfaction, SATISFACTION } from './satisfaction.ts';
import { drawAgent } from './team.ts';
import { drawWords } from './ticket-texts.ts';
import type { TicketWords } from './ticket-texts.ts';
import { idOf } from './written.ts';

const TICKETS = 2_500;

const WEEKDAYS = [1.3, 1.12, 1.05, 1, 0.95, 0.42, 0.34];
const CLOSED_AFTER_DAYS = 10;
const ASKED_BACK = 0.35;
const SOLVED_AT_ONCE = 0.25;
const WITH_NOTE = 0.12;

const TYPES = ['question', 'problem', 'complaint', 'refund', 'cancellation', 'billing'] as const;
const TYPE_CHANCES = cumulate([0.31, 0.25, 0.08, 0.17, 0.09, 0.1]);
const PRIORITIES: readonly TicketPriority[] = ['low', 'normal', 'high', 'urgent'];
const PRIORITY_CHANCES: Readonly<Record<(typeof TYPES)[number], Float64Array>> = {
	question: cumulate([0.45, 0.5, 0.04, 0.01]),
	problem: cumulate([0.05, 0.5, 0.33, 0.12]),
	complaint: cumulate([0.02, 0.33, 0.45, 0.2]),
	refund: cumulate([0.25, 0.6, 0.12, 0.03]),
	cancellation: cumulate([0.1, 0.45, 0.3, 0.15]),
	billing: cumulate([0.3, 0.5, 0.17, 0.03]),
};
const CHANNELS: readonly TicketChannel[] = ['email', 'web', 'phone', 'chat', 'social'];
const CHANNEL_CHANCES = cumulate([0.5, 0.2, 0.15, 0.1, 0.05]);
const HOURS = cumulate([1, 0.5, 0, 0.3, 0.4, 1, 2, 5, 12, 20, 22, 20, 14, 16, 18, 17, 14, 12, 10, 9, 9, 7, 4, 2]);

/** A ticket as it is planned: what the truth counts. */
export interface PlannedTicket {
	readonly opened: Moment;
	readonly day: number;
	readonly type: TicketType;
}

/** How many tickets each day gets beside the others. */
function dayWeights(plan: Plan): Float64Array {
	const { calendar, anomaly } = plan;
	const { days, tickets } = SERVICE_TIMES.afterAnomaly;
	return cumulate(
		Float64Array.from(calendar.names, (_, day) => {
			const isAfter = day >= anomaly.from && day < anomaly.from + days;
			const growth = (1 + GROWTH_PER_YEAR) ** (day / DAYS_PER_YEAR);
			return growth * itemAt(WEEKDAYS, (calendar.weekdays[day] ?? 1) - 1) * (isAfter ? tickets : 1);
		}),
	);
}

/** What happens after the first response until the ticket is solved, and solved again; gives when it was solved last. */
function planResolution(
	plan: Plan,
	random: Random,
	conversation: Conversation,
	words: TicketWords,
	answered: Moment,
	median: number,
): Moment {
	const { moments } = plan;
	const work = drawMinutes(random, median);
	let solved = moments.afterBusiness(answered, work);
	if (random.uniform() < WITH_NOTE)
		conversation.say(moments.afterBusiness(answered, work / 5), 'internal', words.note());
	if (random.uniform() < ASKED_BACK) {
		const asked = answered + 1200 + exponential(random, 1 / 20_000);
		const replied = moments.afterBusiness(asked, work / 3);
		conversation.say(asked, 'in', words.doubt());
		conversation.say(replied, 'out', words.reply());
		solved = moments.afterBusiness(Math.max(replied, solved), 5);
	}
	conversation.say(solved, 'out', words.ending(), 'solved');
	return solved;
}

function planTicket(plan: Plan, index: number, days: Float64Array, callers: Callers): PlannedTicket | null {
	const random = randomOf(plan, 'tickets', index);
	const { moments, team, timeline } = plan;
	const day = pickCumulative(random, days);
	const opened = day * DAY + 3600 * (pickCumulative(random, HOURS) + random.uniform());
	const caller = callers.draw(random, opened);
	const type = itemAt(TYPES, pickCumulative(random, TYPE_CHANCES));
	const priority = itemAt(PRIORITIES, pickCumulative(random, PRIORITY_CHANCES[type]));
	const channel = itemAt(CHANNELS, pickCumulative(random, CHANNEL_CHANCES));
	const agent = drawAgent(random, team);
	if (caller === null) return null;
	const { persona, order } = caller;
	const about = order === null ? pick(random, plan.products) : pick(random, order.lines).product;
	const words = drawWords(random, type, speaksGerman(persona.country), about.name);
	const { afterAnomaly } = SERVICE_TIMES;
	const isBusy = day >= plan.anomaly.from && day < plan.anomaly.from + afterAnomaly.days;
	const slower = agent.pace * (isBusy ? afterAnomaly.slower : 1);
	const minutes = drawMinutes(random, SERVICE_TIMES.response[priority] * SERVICE_TIMES.channel[channel] * slower);
	const answered = random.uniform() < NEVER_ANSWERED ? Infinity : moments.afterBusiness(opened, minutes);
	const conversation = new Conversation(plan, agent);
	timeline.add(opened, team.local, async (transaction, author) => {
		const made = await createTicket(transaction, author, {
			subject: words.subject,
			description: words.question,
			priority,
			ticket_type: type,
			channel,
			company_id: persona.account === null ? null : idOf(persona.account),
			contact_id: idOf(persona),
			owner_id: answered < moments.end ? idOf(agent) : null,
		});
		conversation.ticket.id = made.ticket_id;
	});
	planAnswers(plan, random, conversation, words, answered, {
		minutes,
		median: SERVICE_TIMES.resolution[priority] * slower,
	});
	return { opened, day, type };
}

function planAnswers(
	plan: Plan,
	random: Random,
	conversation: Conversation,
	words: TicketWords,
	answered: Moment,
	times: { readonly minutes: number; readonly median: number },
): void {
	if (answered >= plan.moments.end) return;
	const isSolvedAtOnce = random.uniform() < SOLVED_AT_ONCE;
	conversation.say(answered, 'out', words.answer, isSolvedAtOnce ? 'solved' : 'pending');
	let solved = isSolvedAtOnce ? answered : planResolution(plan, random, conversation, words, answered, times.median);
	if (random.uniform() < REOPENED) {
		const back = solved + 3600 + exponential(random, 1 / (2 * DAY));
		conversation.say(back, 'in', words.again());
		solved = plan.moments.afterBusiness(back, drawMinutes(random, times.median));
		conversation.say(solved, 'out', words.ending(), 'solved');
	}
	if (random.uniform() < SATISFACTION.shareWhoSay) {
		conversation.rate(solved + 1800 + exponential(random, 1 / DAY), drawSatisfaction(random, times.minutes));
	}
	conversation.close(solved + CLOSED_AFTER_DAYS * DAY);
}

/** Plans the tickets of the history: more on working days, more after the broken checkout. */
export function planTickets(plan: Plan, personas: readonly Persona[]): PlannedTicket[] {
	const callers = new Callers(personas);
	const days = dayWeights(plan);
	if (personas.length === 0) return [];
	return Array.from({ length: Math.ceil(TICKETS * plan.size) }, (_, place) =>
		planTicket(plan, place + 1, days, callers),
	).filter((ticket) => ticket !== null);
}
