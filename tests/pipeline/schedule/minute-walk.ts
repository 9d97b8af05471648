/**
 * What the product's schedule is measured by: a walk through every minute of a span, with a zone's offsets from
 * Intl.DateTimeFormat and cron's rules applied to each minute by themselves.
 */

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

export interface LocalMinutes {
	/** Minutes since 1970 of the first entry, UTC. */
	readonly from: number;
	/** For each minute the local wall clock, as minutes since 1970. */
	readonly local: Int32Array;
	/** A day earlier, for slots that are pushed past its end. */
	readonly walkedBefore: number;
}

function offsetMinutes(format: Intl.DateTimeFormat, utcMinute: number): number {
	const name = format.format(utcMinute * MINUTE_MS);
	const match = /GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name);
	if (!match) throw new Error(`no offset in "${name}"`);
	const minutes = Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
	return match[1] === '-' ? -minutes : minutes;
}

/** The wall clock of a zone at every minute after `after` up to `until`. */
export function localMinutes(zone: string, after: Temporal.Instant, until: Temporal.Instant): LocalMinutes {
	const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
	const walkedBefore = DAY_MINUTES;
	const from = after.epochMilliseconds / MINUTE_MS + 1 - walkedBefore;
	const local = new Int32Array(until.epochMilliseconds / MINUTE_MS - from + 1);
	// No zone changes twice within a day: where both ends of one agree, so does all between.
	for (let start = 0; start < local.length; start += DAY_MINUTES) {
		const end = Math.min(start + DAY_MINUTES, local.length);
		const first = offsetMinutes(format, from + start);
		const isSteady = offsetMinutes(format, from + end) === first;
		for (let index = start; index < end; index += 1) {
			local[index] = from + index + (isSteady ? first : offsetMinutes(format, from + index));
		}
	}
	return { from, local, walkedBefore };
}

function allowed(field: string, least: number, most: number): boolean[] {
	const isAllowed = Array.from({ length: most + 1 }, () => false);
	for (const part of field.split(',')) {
		const [range = '', step] = part.split('/');
		const [from, to] = range === '*' ? [least, most] : range.split('-').map(Number);
		const last = to ?? (step === undefined ? from : most);
		for (let value = least; value <= most; value += 1) {
			if (value >= (from ?? 0) && value <= (last ?? 0) && (value - (from ?? 0)) % Number(step ?? 1) === 0) {
				isAllowed[value] = true;
			}
		}
	}
	return isAllowed;
}

/** Whether a wall-clock minute fits an expression, day by day worked out once. */
function matcher(cron: string): (local: number) => boolean {
	const [minute = '', hour = '', day = '', month = '', weekday = ''] = cron.split(' ');
	const minutes = allowed(minute, 0, 59);
	const hours = allowed(hour, 0, 23);
	const minutesOfDay = Uint8Array.from({ length: DAY_MINUTES }, (_, ofDay) =>
		minutes[ofDay % 60] === true && hours[Math.floor(ofDay / 60)] === true ? 1 : 0,
	);
	const days = allowed(day, 1, 31);
	const months = allowed(month, 1, 12);
	const weekdays = allowed(weekday, 0, 7);
	const either = !day.startsWith('*') && !weekday.startsWith('*');
	const known = new Map<number, boolean>();
	const fitsDay = (epochDay: number): boolean => {
		const date = new Date(epochDay * DAY_MINUTES * MINUTE_MS);
		const inMonth = days[date.getUTCDate()] === true;
		const sunday = weekdays[0] === true || weekdays[7] === true;
		const inWeek = date.getUTCDay() === 0 ? sunday : weekdays[date.getUTCDay()] === true;
		return months[date.getUTCMonth() + 1] === true && (either ? inMonth || inWeek : inMonth && inWeek);
	};
	return (local) => {
		if (minutesOfDay[local % DAY_MINUTES] === 0) return false;
		const epochDay = Math.floor(local / DAY_MINUTES);
		let fits = known.get(epochDay);
		if (fits === undefined) known.set(epochDay, (fits = fitsDay(epochDay)));
		return fits;
	};
}

/**
 * The slots of an expression in the walk, as milliseconds since 1970. With a star for the hour every minute counts as it
 * comes. Otherwise a wall-clock minute counts when it is shown for the first time, and one that the clock jumped over as
 * many minutes after the jump's last minute as it lies after it on the wall.
 */
export function cronSlots(cron: string, { from, local, walkedBefore }: LocalMinutes): number[] {
	const fits = matcher(cron);
	const isRealTime = cron.split(' ')[1]?.startsWith('*') === true;
	const slots = new Set<number>();
	let newest = (local[0] ?? 0) - 1;
	for (let index = 0; index < local.length; index += 1) {
		const shown = local[index] ?? 0;
		if (isRealTime) {
			if (fits(shown)) slots.add(from + index);
			continue;
		}
		for (let skipped = newest + 1; skipped < shown; skipped += 1) {
			if (fits(skipped)) slots.add(from + index - 1 + (skipped - newest));
		}
		if (shown > newest) {
			if (fits(shown)) slots.add(from + index);
			newest = shown;
		}
	}
	return [...slots]
		.filter((minute) => minute >= from + walkedBefore && minute < from + local.length)
		.sort((a, b) => a - b)
		.map((minute) => minute * MINUTE_MS);
}
