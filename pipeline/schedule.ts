/** When runs are due: a cron expression read in a named zone. */
export interface Schedule {
	/** Minute, hour, day of month, month, day of week: numbers, lists, ranges and steps. */
	readonly cron: string;
	/** An IANA zone: `Europe/Berlin`. */
	readonly zone: string;
}

interface CronFields {
	readonly minutes: ReadonlySet<number>;
	readonly hours: ReadonlySet<number>;
	readonly daysOfMonth: ReadonlySet<number>;
	readonly months: ReadonlySet<number>;
	readonly daysOfWeek: ReadonlySet<number>;
	/** Whether the hour field begins with a star: then slots follow real time; named hours follow the wall clock. */
	readonly followsRealTime: boolean;
	/** When both day fields are restricted, either one is enough: cron's old rule. */
	readonly eitherDay: boolean;
}

const RANGES = [
	{ name: 'minute', from: 0, to: 59 },
	{ name: 'hour', from: 0, to: 23 },
	{ name: 'day of month', from: 1, to: 31 },
	{ name: 'month', from: 1, to: 12 },
	{ name: 'day of week', from: 0, to: 7 },
] as const;

function parseField(text: string, range: (typeof RANGES)[number]): Set<number> {
	const values = new Set<number>();
	for (const part of text.split(',')) {
		const match = /^(\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
		if (!match) {
			throw new RangeError(
				`invalid ${range.name} in the schedule: "${text}" (expected numbers from ${range.from} to ${range.to}, lists, ranges, steps or *)`,
			);
		}
		const step = match[4] === undefined ? 1 : Number(match[4]);
		const from = match[2] === undefined ? range.from : Number(match[2]);
		const alone = match[2] !== undefined && match[3] === undefined && match[4] === undefined;
		const to = match[3] === undefined ? (alone ? from : range.to) : Number(match[3]);
		if (step < 1 || from < range.from || to > range.to || from > to) {
			throw new RangeError(`invalid ${range.name} in the schedule: "${part}" (expected ${range.from} to ${range.to})`);
		}
		for (let value = from; value <= to; value += step) values.add(value);
	}
	return values;
}

function parseCron(cron: string): CronFields {
	const fields = cron.trim().split(/\s+/);
	if (fields.length !== RANGES.length) {
		throw new RangeError(`invalid schedule: "${cron}" (expected 5 fields: minute hour day-of-month month day-of-week)`);
	}
	const [minutes, hours, daysOfMonth, months, weekdays] = RANGES.map((range, index) =>
		parseField(fields[index] ?? '', range),
	) as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];
	// Sunday is 0 and 7 in cron, 7 in ISO.
	if (weekdays.delete(0)) weekdays.add(7);
	return {
		minutes,
		hours,
		daysOfMonth,
		months,
		daysOfWeek: weekdays,
		followsRealTime: (fields[1] ?? '').startsWith('*'),
		eitherDay: !(fields[2] ?? '').startsWith('*') && !(fields[4] ?? '').startsWith('*'),
	};
}

/**
 * Checks a schedule.
 * @throws RangeError in words when the expression or the zone is not one
 */
export function validateSchedule(schedule: Schedule): void {
	parseCron(schedule.cron);
	try {
		Temporal.Now.zonedDateTimeISO(schedule.zone);
	} catch (cause) {
		throw new RangeError(`unknown time zone: "${schedule.zone}" (expected an IANA name such as Europe/Berlin)`, {
			cause,
		});
	}
}

function isOnDay(fields: CronFields, day: Temporal.PlainDate): boolean {
	if (!fields.months.has(day.month)) return false;
	const inMonth = fields.daysOfMonth.has(day.day);
	const inWeek = fields.daysOfWeek.has(day.dayOfWeek);
	return fields.eitherDay ? inMonth || inWeek : inMonth && inWeek;
}

/**
 * The slots of one local day. A local time that the clock skips runs as much later as the clock jumps; one that repeats
 * runs the first time.
 */
function* wallClockSlots(fields: CronFields, day: Temporal.PlainDate, zone: string): Generator<Temporal.Instant> {
	for (const hour of fields.hours) {
		for (const minute of fields.minutes) {
			yield day.toZonedDateTime({ timeZone: zone, plainTime: { hour, minute } }).toInstant();
		}
	}
}

/** The slots of one local day when every hour counts: an hour that repeats has its slots twice, a skipped one none. */
function* realTimeSlots(fields: CronFields, day: Temporal.PlainDate, zone: string): Generator<Temporal.Instant> {
	const end = day.add({ days: 1 }).toZonedDateTime(zone);
	let from = day.toZonedDateTime(zone);
	while (Temporal.ZonedDateTime.compare(from, end) < 0) {
		const change = from.getTimeZoneTransition('next');
		const until = change !== null && Temporal.ZonedDateTime.compare(change, end) < 0 ? change : end;
		// Between two changes of the clock what the wall shows and what has passed are the same.
		const shown = from.hour * 60 + from.minute;
		const length = (until.epochMilliseconds - from.epochMilliseconds) / 60_000;
		for (const hour of fields.hours) {
			for (const minute of fields.minutes) {
				const passed = hour * 60 + minute - shown;
				if (passed >= 0 && passed < length) yield from.toInstant().add({ minutes: passed });
			}
		}
		from = until;
	}
}

/**
 * The slots of a schedule in the half-open interval `(after, until]`, in order, each once. Pure: the clock is the
 * caller's. Daily times in a zone happen exactly once per local date, through daylight-saving changes in both directions
 * (`30 2 * * *` in Europe/Berlin runs at 03:30 on the day the clock skips 02:30); `*` hours follow real time.
 * @throws RangeError in words when the schedule is not one
 * @example dueSlots({ cron: '0 2 * * *', zone: 'UTC' }, Temporal.Instant.from('2026-01-01T00:00Z'), Temporal.Instant.from('2026-01-02T00:00Z')) // [2026-01-01T02:00Z]
 */
export function dueSlots(schedule: Schedule, after: Temporal.Instant, until: Temporal.Instant): Temporal.Instant[] {
	const fields = parseCron(schedule.cron);
	// A zone's jump can push a slot past midnight, so the day before is looked at too.
	let day = after.toZonedDateTimeISO(schedule.zone).toPlainDate().subtract({ days: 1 });
	const last = until.toZonedDateTimeISO(schedule.zone).toPlainDate();
	const slots = new Map<bigint, Temporal.Instant>();
	while (Temporal.PlainDate.compare(day, last) <= 0) {
		if (isOnDay(fields, day)) {
			const candidates = fields.followsRealTime
				? realTimeSlots(fields, day, schedule.zone)
				: wallClockSlots(fields, day, schedule.zone);
			for (const slot of candidates) {
				if (Temporal.Instant.compare(slot, after) > 0 && Temporal.Instant.compare(slot, until) <= 0) {
					slots.set(slot.epochNanoseconds, slot);
				}
			}
		}
		day = day.add({ days: 1 });
	}
	return [...slots.values()].sort((a, b) => Temporal.Instant.compare(a, b));
}

/** How far to look: a day, a week, a year, and the eight years that may lie between two leap days. */
const HORIZONS_HOURS = [25, 24 * 8, 24 * 366, 24 * 366 * 8];

/** The first slot of any of the schedules after an instant, or null when none comes (`0 0 31 2 *`). */
export function nextSlot(schedules: readonly Schedule[], after: Temporal.Instant): Temporal.Instant | null {
	for (const hours of HORIZONS_HOURS) {
		const until = after.add({ hours });
		const slots = schedules
			.flatMap((schedule) => dueSlots(schedule, after, until).slice(0, 1))
			.sort((a, b) => Temporal.Instant.compare(a, b));
		if (slots[0]) return slots[0];
	}
	return null;
}
