import { createLead, updateLead } from '#records/sales/leads.ts';
import { itemAt, pick } from '../random.ts';
import type { Random } from '../random.ts';
import { drawAmount } from './deal-lines.ts';
import type { Moment } from './moments.ts';
import type { Persona } from './personas.ts';
import type { Plan } from './plan.ts';
import type { Colleague } from './team.ts';
import { idOf } from './written.ts';
import type { Written } from './written.ts';

/** Of those that become nothing so many are given up; the rest lie about. */
const GIVEN_UP = 0.85;
const NOTES = [
	'Wants prices for larger quantities',
	'Asked for the catalogue and samples',
	'Looks for a new supplier before the season',
	'Met at our stand, has a shop of their own',
	'Recommended by a customer',
	'Wants to know about delivery times',
];

/** A lead as it is planned. */
export interface PlannedLead extends Written {
	readonly moment: Moment;
	readonly owner: Colleague;
	readonly source: string;
	readonly persona: Persona;
}

/** Plans the making of a lead, and that somebody takes it. */
export function planLeadItself(plan: Plan, random: Random, lead: PlannedLead, campaign: number | null): void {
	const { persona, owner, source } = lead;
	const { account, country } = persona;
	const record = campaign === null ? null : itemAt(plan.campaignRecords, campaign);
	const amount = random.uniform() < 0.6 ? String(Math.round(drawAmount(random) / 100) * 100) : null;
	const note = pick(random, NOTES);
	// What comes by the web lies there until somebody takes it.
	const taken = plan.moments.afterBusiness(lead.moment, 20 + 200 * random.uniform());
	const isTaken = taken < plan.moments.end;
	plan.timeline.add(lead.moment, source === 'web' ? plan.team.local : owner, async (transaction, author) => {
		const made = await createLead(transaction, author, {
			full_name: `${persona.firstName} ${persona.lastName}`,
			company_name: account?.name ?? null,
			email: persona.email,
			phone: persona.phone || null,
			source,
			country: country.name,
			amount,
			currency: amount === null ? null : country.currency,
			note,
			owner_id: isTaken || source !== 'web' ? idOf(owner) : null,
			campaign_id: record === null ? null : idOf(record),
		});
		lead.id = made.lead_id;
	});
	plan.timeline.add(taken, owner, (transaction, author) =>
		updateLead(transaction, author, { id: idOf(lead), version: 'current' }, { status: 'working' }),
	);
}

/** Plans the end of a lead that becomes no deal. */
export function planEnd(plan: Plan, random: Random, lead: PlannedLead, decided: Moment): void {
	const status = random.uniform() < GIVEN_UP ? 'disqualified' : 'qualified';
	plan.timeline.add(decided, lead.owner, (transaction, author) =>
		updateLead(transaction, author, { id: idOf(lead), version: 'current' }, { status }),
	);
}
