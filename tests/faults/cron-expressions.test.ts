import { describe, expect, it } from 'vitest';
import { dueSlots, nextSlot, validateSchedule } from '#pipeline/schedule.ts';
import { cronSlots, localMinutes } from '../pipeline/schedule/minute-walk.ts';
import { isFull, seed, seededRandom } from '../support/faults.ts';

const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'UTC'];
const FROM = Temporal.Instant.from('2028-02-01T00:00Z');
const UNTIL = Temporal.Instant.from('2028-12-01T00:00Z');
const COUNT = isFull ? 200 : 40;

const random = seededRandom(seed);
const pick = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));

function field(least: number, most: number): string {
	const kind = random();
	if (kind < 0.35) return '*';
	if (kind < 0.6) return String(pick(least, most));
	if (kind < 0.7) return `*/${pick(2, Math.max(2, Math.floor(most / 2)))}`;
	if (kind < 0.85) {
		const from = pick(least, most);
		return `${from}-${pick(from, most)}`;
	}
	return [...new Set([pick(least, most), pick(least, most)])].sort((a, b) => a - b).join(',');
}

/** A random expression of a named minute, so that its slots can be counted. */
function expression(): string {
	return [pick(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 7)].join(' ');
}

describe(`T8: random expressions (seed ${seed})`, () => {
	const walks = new Map(ZONES.map((zone) => [zone, localMinutes(zone, FROM, UNTIL)]));
	it.each(Array.from({ length: COUNT }, () => [expression(), ZONES[pick(0, ZONES.length - 1)] ?? 'UTC'] as const))(
		'%s in %s is due when a walk through every minute says, and says its next five slots',
		(cron, zone) => {
			const walk = walks.get(zone);
			if (!walk) throw new Error(`no walk through ${zone}`);
			const expected = cronSlots(cron, walk);
			expect(dueSlots({ cron, zone }, FROM, UNTIL).map((slot) => slot.epochMilliseconds)).toEqual(expected);
			const preview: number[] = [];
			for (let after = FROM; preview.length < 5;) {
				const next = nextSlot([{ cron, zone }], after);
				if (next === null) break;
				preview.push(next.epochMilliseconds);
				after = next;
			}
			const within = preview.filter((slot) => slot <= UNTIL.epochMilliseconds);
			expect(within).toEqual(expected.slice(0, within.length));
			expect(within.length).toBeGreaterThanOrEqual(Math.min(5, expected.length));
		},
	);
});

it.each([
	'* * * * * *',
	'0 0 31 *',
	'@hourly',
	'61 * * * *',
	'0 0 0 * *',
	'0 0 * 13 *',
	'0 0 * * 8',
	'1-0 * * * *',
	'*/0 * * * *',
	'',
])('%j is refused when the config is read', (cron) => {
	expect(() => validateSchedule({ cron, zone: 'UTC' })).toThrow(RangeError);
});
