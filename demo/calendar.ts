const MS_PER_DAY = 86_400_000;
const YEARS = 3;

/** Orders fall to this share on the days of the planted anomaly: the checkout is broken. */
const BROKEN_CHECKOUT = 0.15;
/** The anomaly lies so many days before the end: within the last year, far from Christmas for most ends. */
const ANOMALY_BEFORE_END = 75;

/** More in the weeks before Christmas and in summer, less in February. */
const MONTHS = [0.86, 0.78, 0.92, 0.98, 1.08, 1.12, 1.1, 0.96, 0.92, 0.96, 1.22, 1.4];
/** Sunday to Saturday: people shop on Mondays and Sundays, companies are closed at the end of the week. */
const WEEKDAYS = [1.12, 1.18, 1.04, 1.0, 0.98, 0.86, 0.82];
/** Month and day on which hardly anybody orders. */
const CLOSED = new Map([
	['01-01', 0.4],
	['05-01', 0.6],
	['12-24', 0.5],
	['12-25', 0.25],
	['12-26', 0.4],
	['12-31', 0.5],
]);

/** The days of the company's history, and how busy each is. Days are counted from the first. */
export interface Calendar {
	readonly days: number;
	/** Busyness relative to a mean of 1, the anomaly included. */
	readonly weights: Float64Array;
	/** `cumulative[d]` is the busyness of all days up to and with d. */
	readonly cumulative: Float64Array;
	readonly anomaly: { readonly from: number; readonly to: number; readonly factor: number };
	/** `YYYY-MM-DD` */
	day(index: number): string;
	/** Months since the first one. */
	month(index: number): number;
	/** `YYYY-MM-01` of a month counted so. */
	monthName(month: number): string;
}

/** Three years that end with `until`, inclusive. */
export function createCalendar(until: string): Calendar {
	const end = Date.parse(`${until}T00:00:00Z`);
	const last = new Date(end);
	const begin = Date.UTC(last.getUTCFullYear() - YEARS, last.getUTCMonth(), last.getUTCDate() + 1);
	const days = Math.round((end - begin) / MS_PER_DAY) + 1;
	const names = Array.from({ length: days }, (_, index) =>
		new Date(begin + index * MS_PER_DAY).toISOString().slice(0, 10),
	);
	const dates = names.map((name) => new Date(`${name}T00:00:00Z`));
	const monthOf = dates.map((date) => date.getUTCFullYear() * 12 + date.getUTCMonth());
	const firstMonth = monthOf[0] ?? 0;
	const anomaly = {
		from: days - ANOMALY_BEFORE_END,
		to: days - ANOMALY_BEFORE_END + 1,
		factor: BROKEN_CHECKOUT,
	};
	const plain = dates.map(
		(date, index) =>
			(MONTHS[date.getUTCMonth()] ?? 1) *
			(WEEKDAYS[date.getUTCDay()] ?? 1) *
			(CLOSED.get((names[index] ?? '').slice(5)) ?? 1),
	);
	const mean = plain.reduce((sum, weight) => sum + weight, 0) / days;
	const weights = Float64Array.from(
		plain,
		(weight, index) => (weight / mean) * (index >= anomaly.from && index <= anomaly.to ? anomaly.factor : 1),
	);
	const cumulative = new Float64Array(days);
	weights.reduce((sum, weight, index) => (cumulative[index] = sum + weight), 0);
	return {
		days,
		weights,
		cumulative,
		anomaly,
		day: (index) => names[index] ?? '',
		month: (index) => (monthOf[index] ?? 0) - firstMonth,
		monthName(month) {
			const value = firstMonth + month;
			return `${Math.floor(value / 12)}-${String((value % 12) + 1).padStart(2, '0')}-01`;
		},
	};
}

/** The day on which the busyness since the beginning reaches a value; `days` when it never does. */
export function dayAt(calendar: Calendar, busyness: number): number {
	const { cumulative, days } = calendar;
	if (busyness >= (cumulative[days - 1] ?? 0)) return days;
	let low = 0;
	let high = days - 1;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((cumulative[middle] ?? 0) > busyness) high = middle;
		else low = middle + 1;
	}
	return low;
}
