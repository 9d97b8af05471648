import type { Calendar } from './calendar.ts';
import { promotionsOf } from './promotions.ts';
import { cumulate, indexAbove, itemAt } from './random.ts';

export type CustomerKind = 'consumer' | 'company';

/** How busy each day is for one kind of customer. */
export interface Demand {
	/** Busyness of a day, 1 on average before the anomaly. */
	readonly weights: Float64Array;
	/** Busyness of all days up to and with a day. */
	readonly cumulative: Float64Array;
	/** The same for winning customers, of which there are more every year. */
	readonly joining: Float64Array;
}

/** Two days on which something went wrong, planted so that a chart can be asked whether it shows them. */
export interface Anomaly {
	/** First and last day, counted from the company's first. */
	readonly from: number;
	readonly to: number;
	/** Orders fall to this share. */
	readonly factor: number;
}

export interface Demands {
	readonly consumer: Demand;
	readonly company: Demand;
	readonly anomaly: Anomaly;
}

interface Shape {
	/** Middle of each month; days between are interpolated. */
	readonly months: readonly number[];
	/** Monday to Sunday. */
	readonly weekdays: readonly number[];
	readonly holiday: number;
	/** The last days before Christmas and before New Year: 24 and 31 December. */
	readonly eve: number;
	/** From 1 to 20 December. */
	readonly advent: number;
	readonly followsPromotions: boolean;
}

/** Consumers peak in summer and before Christmas and find the shops closed on Sundays; companies buy on working days. */
export const SHAPES: Readonly<Record<CustomerKind, Shape>> = {
	consumer: {
		months: [0.82, 0.76, 0.9, 1.0, 1.12, 1.2, 1.14, 0.96, 0.9, 0.92, 1.08, 1.25],
		weekdays: [1.1, 1.02, 1, 1, 1.04, 1.08, 0.76],
		holiday: 0.5,
		eve: 0.55,
		advent: 1.3,
		followsPromotions: true,
	},
	company: {
		months: [0.95, 0.98, 1.08, 1.12, 1.12, 1.05, 0.88, 0.82, 1.04, 1.06, 1.05, 0.8],
		weekdays: [1.4, 1.4, 1.35, 1.3, 1.05, 0.3, 0.2],
		holiday: 0.2,
		eve: 0.2,
		advent: 1.1,
		followsPromotions: false,
	},
};

/** More customers are won every year: by this share, compounded. */
export const GROWTH_PER_YEAR = 0.12;
export const DAYS_PER_YEAR = 365.25;

const BROKEN_CHECKOUT = 0.15;
/** The anomaly lies about so many days before the end: within the last quarter, far from Christmas for most ends. */
const ANOMALY_BEFORE_END = 70;
const ANOMALY_DAYS = 2;
const TUESDAY = 2;

/** Season of a day between the middles of two months. */
function seasonOn(day: string, months: readonly number[]): number {
	const month = Number(day.slice(5, 7)) - 1;
	const position = (Number(day.slice(8, 10)) - 15) / 30.4;
	const towards = itemAt(months, (month + (position < 0 ? 11 : 1)) % 12);
	const here = itemAt(months, month);
	return here + (towards - here) * Math.min(Math.abs(position), 0.5);
}

/** Factor of the promotions of each day. */
function liftByDay(calendar: Calendar): ReadonlyMap<string, number> {
	const years = [...new Set(calendar.names.map((name) => Number(name.slice(0, 4))))];
	const promotions = years.flatMap((year) => promotionsOf(year));
	return new Map(
		calendar.names.map((name) => [
			name,
			promotions.reduce((lift, { from, to, lift: own }) => (name >= from && name <= to ? lift * own : lift), 1),
		]),
	);
}

function plainWeights(calendar: Calendar, shape: Shape): Float64Array {
	const lifts = liftByDay(calendar);
	const weights = Float64Array.from(calendar.names, (name, day) => {
		const monthDay = name.slice(5);
		const isEve = monthDay === '12-24' || monthDay === '12-31';
		const isAdvent = monthDay >= '12-01' && monthDay <= '12-20';
		return (
			seasonOn(name, shape.months) *
			itemAt(shape.weekdays, (calendar.weekdays[day] ?? 1) - 1) *
			(calendar.holidays[day] === 1 ? shape.holiday : 1) *
			(isEve ? shape.eve : 1) *
			(isAdvent ? shape.advent : 1) *
			(shape.followsPromotions ? (lifts.get(name) ?? 1) : 1)
		);
	});
	const mean = weights.reduce((sum, weight) => sum + weight, 0) / calendar.days;
	return weights.map((weight) => weight / mean);
}

/** A Tuesday and Wednesday without a holiday. */
function plantAnomaly(calendar: Calendar): Anomaly {
	let from = calendar.days - ANOMALY_BEFORE_END;
	const isHoliday = (day: number): boolean => calendar.holidays[day] === 1 || calendar.holidays[day + 1] === 1;
	while (calendar.weekdays[from] !== TUESDAY || isHoliday(from)) from -= 1;
	return { from, to: from + ANOMALY_DAYS - 1, factor: BROKEN_CHECKOUT };
}

/** How busy the days of a calendar are: season x weekday x holiday x promotion, and the anomaly. */
export function createDemands(calendar: Calendar): Demands {
	const anomaly = plantAnomaly(calendar);
	const demandOf = (kind: CustomerKind): Demand => {
		const weights = plainWeights(calendar, SHAPES[kind]);
		for (let day = anomaly.from; day <= anomaly.to; day += 1) weights[day] = (weights[day] ?? 0) * anomaly.factor;
		const growth = weights.map((weight, day) => weight * (1 + GROWTH_PER_YEAR) ** (day / DAYS_PER_YEAR));
		return { weights, cumulative: cumulate(weights), joining: cumulate(growth) };
	};
	return { consumer: demandOf('consumer'), company: demandOf('company'), anomaly };
}

/** Busyness from the beginning to a moment in days, 0 before the first; the whole history's after the last. */
export function busynessAt(demand: Demand, moment: number): number {
	const { cumulative, weights } = demand;
	if (moment <= 0) return 0;
	const day = Math.floor(moment);
	if (day >= weights.length) return cumulative[weights.length - 1] ?? 0;
	return (cumulative[day - 1] ?? 0) + (moment - day) * (weights[day] ?? 0);
}

/** The day on which the busyness since the beginning exceeds a value. */
export function dayAt(demand: Demand, busyness: number): number {
	return indexAbove(demand.cumulative, busyness);
}
