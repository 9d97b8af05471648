import type { RecordsTransaction } from '#records/database.ts';
import { createCampaign, updateCampaign } from '#records/marketing/campaigns.ts';
import { addCost } from '#records/marketing/costs.ts';
import { addMembers, setMemberStatus } from '#records/marketing/members.ts';
import type { Campaign } from '../campaigns.ts';
import type { KnownCustomer } from '../known-customers.ts';
import { centsText } from '../money.ts';
import { exponential, itemAt } from '../random.ts';
import { DAY } from './moments.ts';
import type { Persona } from './personas.ts';
import { randomOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { idOf } from './written.ts';

const PREPARED_DAYS = 21;
const RUNS_DAYS = 30;
const SENT_AT = 10 * 3600;
const BOUNCED = 0.015;
const MEAN_DAYS_TO_RESPONSE = 2.5;
const LONGEST_RESPONSE = 14;

interface Member {
	readonly persona: Persona;
	readonly hasOptedOut: boolean;
	readonly index: number;
}

/** Who a campaign goes to: those it could go to and who were not held out. */
function membersOf(campaign: Campaign, personas: ReadonlyMap<KnownCustomer, Persona>): Member[] {
	return [...personas].flatMap(([{ index, marketing }, persona]) =>
		marketing.treatments
			.filter((treatment) => treatment.campaign.place === campaign.place && treatment.isMember)
			.map(({ hasOptedOut }) => ({ persona, hasOptedOut, index })),
	);
}

async function memberIds(
	transaction: RecordsTransaction,
	campaignId: string,
): Promise<ReadonlyMap<string | null, string>> {
	const members = await transaction
		.selectFrom('campaign_members')
		.select(['contact_id', 'campaign_member_id'])
		.where('campaign_id', '=', campaignId)
		.execute();
	return new Map(members.map(({ contact_id, campaign_member_id }) => [contact_id, campaign_member_id]));
}

function planAnswers(plan: Plan, campaign: Campaign, members: readonly Member[], ids: Map<string, string>): void {
	const sent = campaign.day * DAY + SENT_AT;
	for (const { persona, hasOptedOut, index } of members) {
		const random = randomOf(plan, 'members', index * plan.campaigns.length + campaign.place + 1_000_000);
		const draw = random.uniform();
		const days = exponential(random, 1 / MEAN_DAYS_TO_RESPONSE);
		const hasBounced = campaign.channel === 'email' && draw < BOUNCED && !hasOptedOut;
		const hasResponded = draw >= BOUNCED && draw < BOUNCED + campaign.responseRate && days < LONGEST_RESPONSE;
		const set = (moment: number, status: 'responded' | 'bounced' | 'opted_out'): void => {
			plan.timeline.add(moment, plan.team.local, (transaction, author) => {
				const id = ids.get(idOf(persona));
				if (id === undefined) throw new RangeError('a member answers who is none');
				return setMemberStatus(transaction, author, { id, version: 'current' }, status);
			});
		};
		if (hasOptedOut) set((campaign.day + 1) * DAY - 5 * 3600, 'opted_out');
		else if (hasBounced) set(sent + 240, 'bounced');
		else if (hasResponded) set(sent + 1800 + days * DAY, 'responded');
	}
}

function planCosts(plan: Plan, campaign: Campaign, pieces: number): void {
	const record = itemAt(plan.campaignRecords, campaign.place);
	const [seller] = plan.team.sales;
	if (seller === undefined) return;
	const spend = (day: number, cents: number, description: string): void => {
		plan.timeline.add(day * DAY + 11 * 3600, seller, (transaction, author) =>
			addCost(transaction, author, idOf(record), {
				spent_on: plan.calendar.day(day),
				amount: centsText(cents),
				currency: 'EUR',
				description,
			}),
		);
	};
	const isEvent = campaign.type === 'event';
	spend(campaign.day - 12, campaign.fixedCost, isEvent ? 'Room and catering' : 'Texts and pictures');
	const perPiece = isEvent ? 'Invitations and guests' : campaign.channel === 'post' ? 'Print and postage' : 'Sending';
	if (pieces > 0) spend(campaign.day + 2, pieces * campaign.costPerPiece, perPiece);
}

/** Plans a campaign from its making to its end: who it went to, what they did, what it cost. */
function planCampaign(plan: Plan, campaign: Campaign, personas: ReadonlyMap<KnownCustomer, Persona>): void {
	const { timeline, calendar, team } = plan;
	const record = itemAt(plan.campaignRecords, campaign.place);
	const owner = itemAt(team.sales, campaign.place % team.sales.length);
	const members = membersOf(campaign, personas);
	const ids = new Map<string, string>();
	const prepared = (campaign.day - PREPARED_DAYS) * DAY + 9.5 * 3600;
	timeline.add(prepared, owner, async (transaction, author) => {
		const made = await createCampaign(transaction, author, {
			name: campaign.name,
			campaign_type: campaign.type,
			starts_on: calendar.day(campaign.day),
			ends_on: calendar.day(campaign.day + RUNS_DAYS),
			budget: String(Math.ceil((campaign.fixedCost + 500 * campaign.costPerPiece) / 10_000) * 100),
			currency: 'EUR',
			owner_id: idOf(owner),
		});
		record.id = made.campaign_id;
	});
	timeline.add((campaign.day - 1) * DAY + 15 * 3600, owner, (transaction, author) =>
		addMembers(transaction, author, idOf(record), { contactIds: members.map(({ persona }) => idOf(persona)) }),
	);
	timeline.add(campaign.day * DAY + SENT_AT, owner, async (transaction, author) => {
		const campaignId = idOf(record);
		await updateCampaign(transaction, author, { id: campaignId, version: 'current' }, { status: 'active' });
		for (const [contactId, id] of await memberIds(transaction, campaignId)) {
			if (contactId !== null) ids.set(contactId, id);
			await setMemberStatus(transaction, author, { id, version: 'current' }, 'sent');
		}
	});
	timeline.add((campaign.day + RUNS_DAYS) * DAY + 9 * 3600, owner, (transaction, author) =>
		updateCampaign(transaction, author, { id: idOf(record), version: 'current' }, { status: 'ended' }),
	);
	planCosts(plan, campaign, members.length);
	planAnswers(plan, campaign, members, ids);
}

/** Plans all campaigns of the history. */
export function planCampaignRecords(plan: Plan, personas: ReadonlyMap<KnownCustomer, Persona>): void {
	for (const campaign of plan.campaigns) planCampaign(plan, campaign, personas);
}
