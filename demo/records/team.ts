import { createUser } from '#records/users.ts';
import { cumulate, itemAt, pickCumulative } from '../random.ts';
import type { Random } from '../random.ts';
import type { Moment } from './moments.ts';
import type { Timeline } from './timeline.ts';
import { toBeWritten } from './written.ts';
import type { Written } from './written.ts';

/** Somebody of the company. */
export interface Colleague extends Written {
	readonly name: string;
	readonly team: string;
	readonly manager: string;
	/** How much better they are at taking a deal on: added to the log-odds of each step. */
	readonly skill: number;
	/** How much slower they are to answer: a factor. */
	readonly pace: number;
}

/** Six people with their teams and managers, and whoever starts Kundig. */
export interface Team {
	readonly sales: readonly Colleague[];
	readonly service: readonly Colleague[];
	/** The user that every records.db has. */
	readonly local: Written;
}

const SALES_CHANCES = cumulate([0.3, 0.28, 0.22, 0.2]);
const SERVICE_CHANCES = cumulate([0.55, 0.45]);

function colleague(name: string, team: string, manager: string, skill: number, pace: number): Colleague {
	return { ...toBeWritten(), name, team, manager, skill, pace };
}

export function createTeam(): Team {
	const head = 'Sabine Keller';
	return {
		sales: [
			colleague('Miriam Vogt', 'Sales Germany', 'Henrik Brandt', 0.45, 1),
			colleague('Jonas Albrecht', 'Sales Germany', 'Henrik Brandt', -0.1, 1),
			colleague('Claire Fontaine', 'Sales Europe', 'Henrik Brandt', 0.15, 1),
			colleague('Henrik Brandt', 'Sales Europe', head, -0.45, 1),
		],
		service: [colleague('Aylin Demir', 'Service', head, 0, 0.85), colleague('Tobias Frank', 'Service', head, 0, 1.25)],
		local: { id: 'local' },
	};
}

export function drawSeller(random: Random, team: Team): Colleague {
	return itemAt(team.sales, pickCumulative(random, SALES_CHANCES));
}

export function drawAgent(random: Random, team: Team): Colleague {
	return itemAt(team.service, pickCumulative(random, SERVICE_CHANCES));
}

/** `miriam.vogt@alpenkraut.example` */
function mailOf({ name }: Colleague): string {
	return `${name.toLowerCase().replaceAll(' ', '.')}@alpenkraut.example`;
}

/** Lets the local user enter everybody on the first morning. */
export function planTeam(timeline: Timeline, team: Team, moment: Moment): void {
	for (const one of [...team.sales, ...team.service]) {
		timeline.add(moment, team.local, async (transaction, author) => {
			const { name, team: ofTeam, manager } = one;
			const user = await createUser(transaction, author, { name, email: mailOf(one), team: ofTeam, manager });
			one.id = user.user_id;
		});
	}
}
