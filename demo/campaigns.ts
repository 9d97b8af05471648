import type { Calendar } from './calendar.ts';
import type { CustomerKind } from './demand.ts';

/** How a campaign reaches people: what they must have agreed to. */
export type CampaignChannel = 'email' | 'post';

interface CampaignIdea {
	readonly name: string;
	readonly type: 'email' | 'post' | 'event';
	readonly channel: CampaignChannel;
	/** null: everybody. */
	readonly audience: CustomerKind | null;
	/** Sent about so many days before the end of the history. */
	readonly daysBeforeEnd: number;
	/** How many times as often its members order within the days of its effect. */
	readonly factor: number;
	readonly responseRate: number;
	readonly optOutRate: number;
	/** The same of members who opt out: they stay away. */
	readonly optOutFactor: number;
	/** Cents of EUR for each piece sent, and before any was. */
	readonly costPerPiece: number;
	readonly fixedCost: number;
}

/** A campaign of the company: who of those it could have gone to was left out by chance shows what it did. */
export interface Campaign extends CampaignIdea {
	readonly place: number;
	/** The day it is sent, counted from the company's first. */
	readonly day: number;
}

/** The effect begins on the day after sending and lasts so long. */
export const EFFECT_DAYS = 14;
/** Of those whom a campaign could go to, so many get nothing, by chance. */
export const HOLDOUT_SHARE = 0.25;

const TUESDAY = 2;
const email = { type: 'email', channel: 'email', audience: null, optOutRate: 0.006, optOutFactor: 1 } as const;
const post = { type: 'post', channel: 'post', audience: null, optOutRate: 0.002, optOutFactor: 1 } as const;
const mailing = { ...email, costPerPiece: 2, fixedCost: 45_000 };
const printed = { ...post, costPerPiece: 145, fixedCost: 120_000 };

/**
 * Twelve in three years. One does nothing, one drives people away: those who opt out of it hardly buy for two weeks. None
 * comes near the broken checkout, which would hide what it did.
 */
const IDEAS: readonly CampaignIdea[] = [
	{ ...mailing, name: 'Winter catalogue by e-mail', daysBeforeEnd: 1010, factor: 1.5, responseRate: 0.11 },
	{ ...printed, name: 'Spring catalogue', daysBeforeEnd: 920, factor: 1.8, responseRate: 0.07 },
	{ ...mailing, name: 'Tents for summer', daysBeforeEnd: 830, factor: 1.7, responseRate: 0.13 },
	{ ...mailing, name: 'Ten years of Alpenkraut', daysBeforeEnd: 740, factor: 1, responseRate: 0.09 },
	{
		...email,
		type: 'event',
		name: 'Trade evening in Munich',
		audience: 'company',
		daysBeforeEnd: 650,
		factor: 2.2,
		responseRate: 0.2,
		costPerPiece: 900,
		fixedCost: 380_000,
	},
	{ ...mailing, name: 'Boots before snow', daysBeforeEnd: 560, factor: 1.6, responseRate: 0.12 },
	{
		...mailing,
		name: 'A bargain every day',
		daysBeforeEnd: 470,
		factor: 1,
		responseRate: 0.06,
		optOutRate: 0.15,
		optOutFactor: 0.1,
	},
	{ ...printed, name: 'Summer catalogue', daysBeforeEnd: 380, factor: 1.9, responseRate: 0.08 },
	{ ...mailing, name: 'Hut tour tips', audience: 'consumer', daysBeforeEnd: 290, factor: 1.4, responseRate: 0.14 },
	{
		...email,
		type: 'event',
		name: 'Open house for dealers',
		audience: 'company',
		daysBeforeEnd: 200,
		factor: 2,
		responseRate: 0.22,
		costPerPiece: 700,
		fixedCost: 290_000,
	},
	{ ...mailing, name: 'We repair', daysBeforeEnd: 112, factor: 1.3, responseRate: 0.1 },
	{ ...mailing, name: 'New season', daysBeforeEnd: 10, factor: 1.6, responseRate: 0.12 },
];

/** The campaigns of a history, each sent on a Tuesday. */
export function planCampaigns(calendar: Calendar): readonly Campaign[] {
	return IDEAS.map((idea, place) => {
		let day = calendar.days - idea.daysBeforeEnd;
		while (calendar.weekdays[day] !== TUESDAY) day -= 1;
		return { ...idea, place, day };
	});
}

/** What a campaign does on average to how often its members order, those who opt out of it included. */
export function trueFactor({ factor, optOutRate, optOutFactor }: Campaign): number {
	return (1 - optOutRate) * factor + optOutRate * optOutFactor * factor;
}
