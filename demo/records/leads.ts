import { convertLead } from '#records/sales/convert-lead.ts';
import type { Country } from '../countries.ts';
import type { KnownCustomer } from '../known-customers.ts';
import { drawCountry, mailPart } from '../people.ts';
import { exponential, itemAt, pick } from '../random.ts';
import type { Random } from '../random.ts';
import { accountOf } from './customers.ts';
import { dealFields, firstExpected, plannedDeal, planSteps } from './deals.ts';
import type { PlannedDeal } from './deals.ts';
import { drawAmount, drawLines } from './deal-lines.ts';
import { drawPath } from './deal-path.ts';
import type { DealPath } from './deal-path.ts';
import { planEnd, planLeadItself } from './lead-acts.ts';
import type { PlannedLead } from './lead-acts.ts';
import { drawCampaign, drawLeadMoment, drawSource } from './lead-sources.ts';
import { DAY } from './moments.ts';
import type { Moment } from './moments.ts';
import { Newcomers } from './newcomers.ts';
import { drawPersona } from './personas.ts';
import type { Account } from './personas.ts';
import { randomOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { drawSeller } from './team.ts';
import type { Colleague } from './team.ts';
import { idOf, toBeWritten } from './written.ts';

const LEADS = 1_500;

const MEAN_DAYS_TO_DECIDE = 11;
const WITHOUT_COMPANY = 0.08;
/** What became of the leads. */
export interface PlannedLeads {
	readonly leads: readonly PlannedLead[];
	readonly deals: readonly PlannedDeal[];
	/** Companies of the shop that began as a lead. */
	readonly fromLeads: ReadonlyMap<KnownCustomer, Account>;
	/** Companies that buy nothing in the shop. */
	readonly prospects: readonly Account[];
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
	const { source, rate } = drawSource(random);
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
