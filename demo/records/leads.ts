import { convertLead } from '#records/sales/convert-lead.ts';
import { createLead, updateLead } from '#records/sales/leads.ts';
import type { Country } from '../countries.ts';
import type { KnownCustomer } from '../known-customers.ts';
import { drawCountry, mailPart } from '../people.ts';
import { cumulate, exponential, itemAt, pick, pickCumulative } from '../random.ts';
import type { Random } from '../random.ts';
import { accountOf, learnedAt } from './customers.ts';
import { dealFields, firstExpected, plannedDeal, planSteps } from './deals.ts';
import type { PlannedDeal } from './deals.ts';
import { drawAmount, drawLines } from './deal-lines.ts';
import { drawPath } from './deal-path.ts';
import type { DealPath } from './deal-path.ts';
import { drawMoment } from './growth.ts';
import { DAY } from './moments.ts';
import type { Moment } from './moments.ts';
import { drawPersona } from './personas.ts';
import type { Account, Persona } from './personas.ts';
import { randomOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { drawSeller } from './team.ts';
import type { Colleague } from './team.ts';
import { idOf, toBeWritten } from './written.ts';
import type { Written } from './written.ts';

/** Where leads come from: the share of all, and of each so many truly become a deal. */
export const LEAD_SOURCES = [
	{ source: 'web', share: 0.34, rate: 0.22 },
	{ source: 'fair', share: 0.2, rate: 0.28 },
	{ source: 'referral', share: 0.12, rate: 0.46 },
	{ source: 'campaign', share: 0.14, rate: 0.17 },
	{ source: 'cold call', share: 0.2, rate: 0.07 },
] as const;

export const LEADS = 1_500;

const SOURCE_CHANCES = cumulate(LEAD_SOURCES.map(({ share }) => share));
/** Of those that become nothing so many are given up; the rest lie about. */
const GIVEN_UP = 0.85;
const MEAN_DAYS_TO_DECIDE = 11;
const WITHOUT_COMPANY = 0.08;
/** A new customer's first order in the shop comes within so many days after the deal was won. */
const FIRST_ORDER_WITHIN = 30;
const FAIRS = ['01-24', '09-12'];
const NOTES = [
	'Wants prices for larger quantities',
	'Asked for the catalogue and samples',
	'Looks for a new supplier before the season',
	'Met at our stand, has a shop of their own',
	'Recommended by a customer',
	'Wants to know about delivery times',
];

/** What became of the leads. */
export interface PlannedLeads {
	readonly leads: readonly PlannedLead[];
	readonly deals: readonly PlannedDeal[];
	/** Companies of the shop that began as a lead. */
	readonly fromLeads: ReadonlyMap<KnownCustomer, Account>;
	/** Companies that buy nothing in the shop. */
	readonly prospects: readonly Account[];
}

export interface PlannedLead extends Written {
	readonly moment: Moment;
	readonly owner: Colleague;
	readonly source: string;
	readonly persona: Persona;
}

/** Companies of the shop that became customers within the history, by the moment of their first order. */
class Newcomers {
	readonly #waiting: KnownCustomer[];

	constructor(plan: Plan) {
		this.#waiting = plan.customers
			.filter(({ kind, joinedAt, orders }) => kind === 'company' && joinedAt >= 0 && orders.length > 0)
			.sort((one, other) => learnedAt(one) - learnedAt(other));
	}

	/** The first whose first order comes soon after a moment; nobody is given twice. */
	take(won: Moment): KnownCustomer | null {
		const place = this.#waiting.findIndex((customer) => learnedAt(customer) > won + 3600);
		const found = this.#waiting[place];
		if (found === undefined || learnedAt(found) > won + FIRST_ORDER_WITHIN * DAY) return null;
		this.#waiting.splice(place, 1);
		return found;
	}
}

function drawCampaign(random: Random, plan: Plan): number {
	const sent = plan.campaigns.filter(({ day }) => day < plan.calendar.days - 3);
	return pick(random, sent).place;
}

function drawLeadMoment(random: Random, plan: Plan, source: string, campaign: number | null): Moment {
	const { moments, calendar } = plan;
	const any = drawMoment(random, plan);
	if (campaign !== null) {
		return moments.atWork(random, (itemAt(plan.campaigns, campaign).day + 1 + exponential(random, 1 / 6)) * DAY);
	}
	if (source !== 'fair') return source === 'web' ? any : moments.atWork(random, any);
	const day = calendar.day(Math.floor(any / DAY));
	const fairs = [Number(day.slice(0, 4)) - 1, Number(day.slice(0, 4))].flatMap((year) =>
		FAIRS.map((monthDay) => `${year}-${monthDay}`),
	);
	const last = fairs.filter((fair) => fair <= day).at(-1) ?? day;
	const place = calendar.names.indexOf(last);
	return place < 2
		? moments.atWork(random, any)
		: (place + Math.floor(random.uniform() * 4)) * DAY + 36_000 + 20_000 * random.uniform();
}

function drawProspect(random: Random, index: number, country: Country, owner: Colleague, since: Moment): Account {
	const word = pick(random, country.companyWords);
	const trade = pick(random, country.trades);
	const [city] = pick(random, country.cities);
	const name = `${word} ${trade} ${city} ${pick(random, country.legalForms)}`;
	const domain = `${mailPart(word, '-')}-${mailPart(trade, '-')}-p${index}.example`;
	return { ...toBeWritten(), name, domain, country, city, customer: null, since, owner, contacts: [] };
}

/** Plans one lead from its first day to its end: given up, left lying, or a deal on its way. */
function planLead(
	plan: Plan,
	index: number,
	newcomers: Newcomers,
): { readonly lead: PlannedLead; readonly deal: PlannedDeal | null } {
	const random = randomOf(plan, 'leads', index);
	const { source, rate } = itemAt(LEAD_SOURCES, pickCumulative(random, SOURCE_CHANCES));
	const campaign = source === 'campaign' ? drawCampaign(random, plan) : null;
	const moment = drawLeadMoment(random, plan, source, campaign);
	const owner = drawSeller(random, plan.team);
	const isConverted = random.uniform() < rate;
	const decided = Math.max(
		plan.moments.atWork(random, moment + DAY * (1.5 + exponential(random, 1 / MEAN_DAYS_TO_DECIDE))),
		plan.moments.afterBusiness(moment, 240),
	);
	const path = isConverted ? drawPath(random, plan.moments, decided, owner) : null;
	const country = drawCountry(random);
	const isAlone = random.uniform() < WITHOUT_COMPANY;
	const newcomer = path?.isWon === true && !isAlone ? newcomers.take(path.closedAt) : null;
	const account = newcomer
		? accountOf(newcomer, owner, decided)
		: isAlone
			? null
			: drawProspect(random, index, country, owner, decided);
	const persona = drawPersona(random, account?.country ?? country, account?.domain ?? `p${index}.example.org`, {
		account,
		since: decided,
		place: 0,
	});
	account?.contacts.push(persona);
	const lead: PlannedLead = { ...toBeWritten(), moment, owner, source, persona };
	planLeadItself(plan, random, lead, campaign);
	if (path === null) {
		planEnd(plan, random, lead, decided);
		return { lead, deal: null };
	}
	const deal = planConversion(plan, random, lead, path, decided, campaign);
	return { lead, deal };
}

function planLeadItself(plan: Plan, random: Random, lead: PlannedLead, campaign: number | null): void {
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

function planEnd(plan: Plan, random: Random, lead: PlannedLead, decided: Moment): void {
	const status = random.uniform() < GIVEN_UP ? 'disqualified' : 'qualified';
	plan.timeline.add(decided, lead.owner, (transaction, author) =>
		updateLead(transaction, author, { id: idOf(lead), version: 'current' }, { status }),
	);
}

function planConversion(
	plan: Plan,
	random: Random,
	lead: PlannedLead,
	path: DealPath,
	decided: Moment,
	campaign: number | null,
): PlannedDeal {
	const { persona, owner, source } = lead;
	const { account, country } = persona;
	const deal = plannedDeal({
		owner,
		path,
		account,
		contact: persona,
		country: country.name,
		currency: country.currency,
		lines: drawLines(random, plan, Math.floor(decided / DAY), country.currency, drawAmount(random)),
		source,
		campaign: campaign === null ? null : itemAt(plan.campaignRecords, campaign),
		opened: decided,
		isFromLead: true,
	});
	const expected = firstExpected(plan, random, decided);
	plan.timeline.add(decided, owner, async (transaction, author) => {
		const converted = await convertLead(
			transaction,
			author,
			{ id: idOf(lead), version: 'current' },
			{
				company: account === null ? 'none' : 'match',
				contact: 'match',
				deal: dealFields(plan, deal, plan.moments.day(expected)),
			},
		);
		if (account !== null) account.id = converted.companyId;
		persona.id = converted.contactId;
		deal.id = converted.dealId;
	});
	planSteps(plan, random, deal, expected);
	return deal;
}

/** Plans the leads of the history and the deals that some become. */
export function planLeads(plan: Plan): PlannedLeads {
	const newcomers = new Newcomers(plan);
	const leads: PlannedLead[] = [];
	const deals: PlannedDeal[] = [];
	for (let index = 1; index <= Math.ceil(LEADS * plan.size); index += 1) {
		const { lead, deal } = planLead(plan, index, newcomers);
		if (lead.moment < plan.moments.end) leads.push(lead);
		if (deal !== null && deal.opened < plan.moments.end) deals.push(deal);
	}
	const accounts = deals.flatMap(({ account }) => account ?? []);
	return {
		leads,
		deals,
		fromLeads: new Map(accounts.flatMap((account) => (account.customer === null ? [] : [[account.customer, account]]))),
		prospects: accounts.filter(({ customer }) => customer === null),
	};
}
