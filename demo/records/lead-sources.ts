import { cumulate, exponential, itemAt, pick, pickCumulative } from '../random.ts';
import type { Random } from '../random.ts';
import { drawMoment } from './growth.ts';
import { DAY } from './moments.ts';
import type { Moment } from './moments.ts';
import type { Plan } from './plan.ts';

/** Where leads come from: the share of all, and of each so many truly become a deal. */
export const LEAD_SOURCES = [
	{ source: 'web', share: 0.34, rate: 0.22 },
	{ source: 'fair', share: 0.2, rate: 0.28 },
	{ source: 'referral', share: 0.12, rate: 0.46 },
	{ source: 'campaign', share: 0.14, rate: 0.17 },
	{ source: 'cold call', share: 0.2, rate: 0.07 },
] as const;

const SOURCE_CHANCES = cumulate(LEAD_SOURCES.map(({ share }) => share));
const FAIRS = ['01-24', '09-12'];

/** Where a lead comes from. */
export function drawSource(random: Random): (typeof LEAD_SOURCES)[number] {
	return itemAt(LEAD_SOURCES, pickCumulative(random, SOURCE_CHANCES));
}

/** The place of a campaign that made somebody come. */
export function drawCampaign(random: Random, plan: Plan): number {
	const sent = plan.campaigns.filter(({ day }) => day < plan.calendar.days - 3);
	return pick(random, sent).place;
}

/** When a lead of a source comes: fairs are twice a year, campaigns work for some days. */
export function drawLeadMoment(random: Random, plan: Plan, source: string, campaign: number | null): Moment {
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
