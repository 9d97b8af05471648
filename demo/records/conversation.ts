import { addMessage } from '#records/service/messages.ts';
import { setSatisfaction, setTicketStatus } from '#records/service/tickets.ts';
import type { TicketStatus } from '#records/schema/service.ts';
import type { Moment } from './moments.ts';
import type { Plan } from './plan.ts';
import type { Colleague } from './team.ts';
import { idOf, toBeWritten } from './written.ts';
import type { Written } from './written.ts';

/** One ticket in somebody's hands. */
export class Conversation {
	readonly ticket: Written = toBeWritten();
	readonly #plan: Plan;
	readonly #agent: Colleague;

	constructor(plan: Plan, agent: Colleague) {
		this.#plan = plan;
		this.#agent = agent;
	}

	say(moment: Moment, direction: 'in' | 'out' | 'internal', body: string, status: TicketStatus | null = null): void {
		const by = direction === 'in' ? this.#plan.team.local : this.#agent;
		this.#plan.timeline.add(moment, by, (transaction, author) =>
			addMessage(transaction, author, { id: idOf(this.ticket), version: 'current' }, { direction, body, status }),
		);
	}

	rate(moment: Moment, satisfaction: number): void {
		this.#plan.timeline.add(moment, this.#plan.team.local, (transaction, author) =>
			setSatisfaction(transaction, author, { id: idOf(this.ticket), version: 'current' }, { satisfaction }),
		);
	}

	close(moment: Moment): void {
		this.#plan.timeline.add(moment, this.#plan.team.local, (transaction, author) =>
			setTicketStatus(transaction, author, { id: idOf(this.ticket), version: 'current' }, 'closed'),
		);
	}
}
