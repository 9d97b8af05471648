import { expect, it, onTestFinished } from 'vitest';
import { dueSlots } from '#pipeline/schedule.ts';
import { lastRuns, wantRun } from '#records/runs.ts';
import type { ScheduleEntry } from '#records/schedules.ts';
import type { CatchUp } from '#records/schema/runs.ts';
import { entry, LedgerWorld } from '../pipeline/schedule/ledger-world.ts';
import { cronSlots, localMinutes } from '../pipeline/schedule/minute-walk.ts';
import { isFull, seed, seededRandom } from '../support/faults.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ZONES = [
	'Europe/Berlin',
	'Australia/Lord_Howe',
	'Africa/Cairo',
	'America/New_York',
	'UTC',
	'America/Havana',
	'Pacific/Chatham',
	'America/Nuuk',
	'Africa/Casablanca',
	'Asia/Kolkata',
];

const EXPRESSIONS = [
	'0 2 * * *',
	'30 2 * * *',
	'15 1 * * *',
	'0 0 * * *',
	'30 0 * * *',
	'30 23 * * *',
	'59 23 * * *',
	'*/30 * * * *',
	'0 * * * *',
	'17 */3 * * *',
	'0 1,2,3 * * *',
	'*/20 0-4 * * *',
	'0 6 * * 1-5',
	'0 6 * * 0',
	'0 7 * * 7',
	'30 4 31 * *',
	'30 4 29 2 *',
	'0 3 1,15 * 5',
	'45 2 */2 * 1',
	'5/25 9-17/4 * 3,10 *',
];

/** Berlin, Lord Howe and New York change their clocks within the short span, Cairo after it. */
const SPAN = isFull
	? { from: '2024-12-31T12:00:00Z', until: '2027-01-02T12:00:00Z', zones: ZONES }
	: { from: '2026-10-02T12:00:00Z', until: '2026-11-02T12:00:00Z', zones: ZONES.slice(0, 4) };

async function world(schedules: readonly ScheduleEntry[], from: string): Promise<LedgerWorld> {
	const opened = await LedgerWorld.open(schedules, from);
	onTestFinished(() => opened.end());
	return opened;
}

const text = (milliseconds: number): string => new Date(milliseconds).toISOString();

it.for(SPAN.zones)(
	`T1: gives every slot of 20 schedules exactly one end, through each change of the clock in %s (seed ${seed})`,
	{ timeout: 1_800_000 },
	async (zone) => {
		const random = seededRandom(seed);
		const ledger = await world(
			EXPRESSIONS.map((cron) => entry(cron, { zone })),
			SPAN.from,
		);
		const until = Date.parse(SPAN.until);
		for (let now = Date.parse(SPAN.from); now < until;) {
			// At times minute by minute, at times after a night's sleep.
			now = Math.min(until, now + Math.ceil(random() ** 3 * 30 * 60) * MINUTE);
			await ledger.look(text(now));
			await ledger.work(text(now));
		}
		const slots = await ledger.slots();
		const walk = localMinutes(zone, Temporal.Instant.from(SPAN.from), Temporal.Instant.from(SPAN.until));
		for (const cron of EXPRESSIONS) {
			const own = slots.filter(({ schedule }) => schedule === cron);
			expect(
				own.map(({ slotAt }) => Date.parse(slotAt)),
				cron,
			).toEqual(cronSlots(cron, walk));
		}
		expect(new Set(slots.map(({ state }) => state))).toEqual(new Set(['succeeded', 'missed']));
		// America/Nuuk once skipped the end of a Saturday, which pushes a slot to Sunday.
		if (zone === 'America/Nuuk') return;
		for (const cron of ['0 2 * * *', '30 2 * * *', '0 0 * * *', '59 23 * * *']) {
			const dates = slots
				.filter(({ schedule }) => schedule === cron)
				.map(({ slotAt }) => Temporal.Instant.from(slotAt).toZonedDateTimeISO(zone).toPlainDate());
			const [first, last] = [dates.at(0), dates.at(-1)];
			if (!first || !last) throw new Error(`no slot of ${cron}`);
			expect(new Set(dates.map(String)).size, cron).toBe(dates.length);
			expect(first.until(last, { largestUnit: 'days' }).days + 1, cron).toBe(dates.length);
		}
	},
);

it(`T2: runs no slot twice and catches up once through jumps of the clock (seed ${seed})`, async () => {
	const random = seededRandom(seed);
	const jumps = [-HOUR, HOUR, 3 * DAY, -DAY];
	const times = isFull ? 100 : 25;
	const schedules = [entry('*/30 * * * *'), entry('0 2 * * *', { zone: 'Europe/Berlin', onlySources: ['orders'] })];
	const start = Date.parse('2026-03-25T12:00:00Z');
	const ledger = await world(schedules, text(start));
	const succeeded = new Map<string, string>();
	let now = start;
	let furthest = start;

	async function note(): Promise<void> {
		for (const slot of await ledger.slots()) {
			if (slot.state !== 'succeeded') continue;
			const key = `${slot.schedule} ${slot.slotAt}`;
			// The same slot with another run: it would have succeeded twice.
			expect(succeeded.get(key) ?? slot.runId, key).toBe(slot.runId);
			succeeded.set(key, slot.runId ?? '');
		}
	}

	for (let time = 0; time < times; time += 1) {
		for (let step = 0; step < 6; step += 1) {
			now += Math.ceil(random() * 20) * MINUTE;
			await ledger.look(text(now));
			await ledger.work(text(now));
		}
		await note();
		const jump = jumps[Math.floor(random() * jumps.length)] ?? 0;
		now = Math.max(start, now + jump);
		const before = (await lastRuns(ledger.records, 100_000)).length;
		await ledger.look(text(now));
		await ledger.work(text(now));
		// Each of the two schedules catches up with one run at most, however far the clock went.
		expect((await lastRuns(ledger.records, 100_000)).length - before).toBeLessThanOrEqual(2);
		await note();
		furthest = Math.max(furthest, now);
	}
	// In the end no slot that has passed is without an end, and nothing is told of a time that has not come but what ran.
	const slots = await ledger.slots();
	for (const schedule of schedules) {
		const own = slots.filter(({ schedule: cron }) => cron === schedule.cron);
		const passed = own.filter(({ slotAt }) => Date.parse(slotAt) <= now);
		const due = dueSlots(schedule, Temporal.Instant.from(text(start)), Temporal.Instant.from(text(now)));
		expect(passed.map(({ slotAt }) => Date.parse(slotAt))).toEqual(due.map((slot) => slot.epochMilliseconds));
		expect(own.filter(({ state }) => state === 'filed')).toEqual([]);
		const ahead = own.filter(({ slotAt }) => Date.parse(slotAt) > now);
		expect(ahead.filter(({ state }) => state !== 'succeeded')).toEqual([]);
	}
	expect(succeeded.size).toBeGreaterThan(times);
});

const CASES = (['latest', 'all', 'skip'] as const).flatMap((catchUp) =>
	[0, 1, 50].map((missed) => [catchUp, missed] as const),
);

it.for(CASES)(
	'T3: %s over %i slots that came while Kundig was down',
	async ([catchUp, missed]: readonly [CatchUp, number]) => {
		const random = seededRandom(seed + missed);
		for (let time = 0; time < (isFull ? 10 : 2); time += 1) {
			const ledger = await world([entry('0 * * * *', { catchUp })], '2026-03-28T00:30:00Z');
			// Down until some minutes after the last of them, past the time within which a slot is on time.
			const up = Date.parse('2026-03-28T00:30:00Z') + missed * HOUR + Math.floor(random() * 25) * MINUTE;
			const back = missed === 0 ? up : Math.max(up, Date.parse('2026-03-28T00:33:00Z') + missed * HOUR);
			await ledger.look(text(back));
			await ledger.work(text(back));
			const states = (await ledger.slots()).map(({ state }) => state);
			const ran = { latest: Math.min(missed, 1), all: missed, skip: 0 }[catchUp];
			const left = { latest: 'missed', all: 'missed', skip: 'skipped' }[catchUp];
			expect(states).toEqual([
				...Array.from({ length: missed - ran }, () => left),
				...Array.from({ length: ran }, () => 'succeeded'),
			]);
			expect(await lastRuns(ledger.records, 99)).toHaveLength(ran);
		}
	},
);

it(`T4: keeps runs that take longer than their interval apart (seed ${seed})`, async () => {
	const random = seededRandom(seed);
	const ledger = await world([entry('*/5 * * * *')], '2026-03-28T23:58:00Z');
	let now = Date.parse('2026-03-29T00:00:00Z');
	for (let time = 0; time < (isFull ? 100 : 20); time += 1) {
		await ledger.look(text(now));
		const runId = (await ledger.begin(text(now + 1000))) ?? '';
		const intervals = 1 + Math.floor(random() * 4);
		for (let slot = 0; slot < intervals; slot += 1) {
			now += 5 * MINUTE;
			await ledger.look(text(now));
			const newest = (await ledger.slots()).at(-1);
			expect(newest).toMatchObject({ slotAt: text(now), state: 'overlapped', runId });
			// Nothing else was filed beside the run at work.
			expect(await ledger.begin(text(now))).toBeNull();
		}
		await ledger.finish(runId);
		now += 5 * MINUTE;
	}
});

it('T6: gives a double click and two tabs the run of the schedule that is at work', async () => {
	const ledger = await world([entry('*/5 * * * *')], '2026-03-28T23:58:00Z');
	let now = Date.parse('2026-03-29T00:00:00Z');
	for (let time = 0; time < (isFull ? 200 : 30); time += 1) {
		await ledger.look(text(now));
		const waiting = (await lastRuns(ledger.records, 1))[0]?.runId;
		const isAtWork = time % 2 === 0;
		if (isAtWork) await ledger.begin(text(now));
		const clicks = await Promise.all([1, 2, 3, 4].map(() => wantRun(ledger.records, { trigger: 'page' })));
		expect(clicks.map(({ runId }) => runId)).toEqual([waiting, waiting, waiting, waiting]);
		if (!isAtWork) await ledger.begin(text(now));
		await ledger.finish(waiting ?? '');
		now += 5 * MINUTE;
	}
	expect(new Set((await ledger.slots()).map(({ state }) => state))).toEqual(new Set(['succeeded']));
});
