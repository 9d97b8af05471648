import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import type { AlertsPage, IncidentRow } from '#lib/server/alerts.ts';
import type { SchedulePage } from '#lib/server/schedule.ts';
import AlertList from '../../../../dashboard/src/routes/data/AlertList.svelte';
import IncidentNotice from '../../../../dashboard/src/routes/data/IncidentNotice.svelte';
import { attemptFacts } from '../../../../dashboard/src/routes/data/runs/[id]/attempt-facts.ts';
import SchedulePanel from '../../../../dashboard/src/routes/data/SchedulePanel.svelte';
import { words } from '../../lib/components/words.ts';

const zone = 'Europe/Berlin';

const slot = {
	scheduleId: 'a',
	slotAt: '2026-03-02T01:00:00.000Z',
	state: 'succeeded',
	runId: 'R1',
	attempt: 1,
	retryAt: null,
	isLate: false,
	endedAt: '2026-03-02T01:00:04.000Z',
	cron: '0 2 * * *',
} as const;
const nightly = {
	scheduleId: 'a',
	cron: '0 2 * * *',
	zone,
	catchUp: 'latest',
	onlySources: null,
	nextSlotAt: '2026-03-03T01:00:00.000Z',
} as const;
const page: SchedulePage = {
	schedules: [nightly],
	isWatched: true,
	nextSlotAt: nightly.nextSlotAt,
	slots: [slot, { ...slot, slotAt: '2026-03-01T01:00:00.000Z', state: 'missed', runId: null }],
};
const schedule = (changes: Partial<SchedulePage> = {}): string =>
	render(SchedulePanel, { props: { schedule: { ...page, ...changes }, zone } }).body;

test('a schedule says when it is due next, what it runs and what becomes of slots that it slept through', () => {
	const text = words(schedule());
	expect(text).toContain('Daily at 02:00 0 2 * * *, Europe/Berlin Next 3 Mar 2026, 02:00');
	expect(text).toContain('What All sources Catching up The newest slot');
	expect(text).not.toContain('Nothing watches');
});

test('the last slots name what became of them and lead to their runs', () => {
	const body = schedule();
	expect(words(body)).toContain('2 Mar 2026, 02:00 Done Its run succeeded');
	expect(words(body)).toContain('1 Mar 2026, 02:00 Missed A later slot ran instead');
	expect(body.match(/href="\/data\/runs\/R1"/g)).toHaveLength(1);
});

test('several schedules are told apart, also by the sources that they run alone', () => {
	const hourly = { ...nightly, scheduleId: 'b', cron: '0 * * * *', onlySources: ['orders', 'stock'] };
	const text = words(schedule({ schedules: [nightly, hourly], slots: [{ ...slot, cron: '0 * * * *' }] }));
	expect(text).toContain('What orders, stock');
	expect(text).toContain('2 Mar 2026, 02:00 Every hour at minute 0 Done');
});

test('a schedule that nothing watches says so and promises no time', () => {
	const text = words(schedule({ isWatched: false, schedules: [{ ...nightly, nextSlotAt: null }] }));
	expect(text).toContain('Nothing watches the schedule now');
	expect(text).toContain('Next –');
});

test('no schedule, and no slot so far, say what to do or that nothing came', () => {
	expect(words(schedule({ schedules: [], slots: [] }))).toContain('Nothing runs by itself');
	expect(words(schedule({ slots: [] }))).toContain('No slot has come so far');
});

const alerts = (changes: Partial<AlertsPage>): string =>
	render(AlertList, { props: { alerts: { incidents: [], ways: [], alerts: [], ...changes }, zone } }).body;

test('without a channel nobody is told, and it says what to do', () => {
	expect(words(alerts({}))).toContain('Nobody is told Name an e-mail server or a webhook under alerts');
});

test('a channel is named by its server', () => {
	const text = words(alerts({ ways: [{ channel: 'email', target: 'mail.example.com:587' }] }));
	expect(text).toContain('E-mail through mail.example.com:587');
	expect(text).toContain('Nothing has been told so far');
});

test('what could not be sent says why', () => {
	const alert = {
		alertId: 'A1',
		incidentId: null,
		event: 'test',
		channel: 'webhook',
		state: 'failed',
		attempts: 6,
		nextAt: null,
		createdAt: slot.slotAt,
		endedAt: slot.slotAt,
		error: 'hooks.example.com answered 500',
	} as const;
	const ways = [{ channel: 'webhook', target: 'hooks.example.com' }] as const;
	expect(words(alerts({ ways, alerts: [alert] }))).toContain(
		'Test Not sent Webhook, 2 Mar 2026, 02:00 hooks.example.com answered 500',
	);
	const onItsWay = { ...alert, state: 'waiting', attempts: 0, endedAt: null, error: null } as const;
	expect(words(alerts({ ways, alerts: [onItsWay] }))).toContain('Test On its way Webhook, 2 Mar 2026, 02:00');
});

test('an incident says since when, whether it was told, and where to look', () => {
	const incident: IncidentRow = {
		incidentId: 'I1',
		kind: 'runs',
		runId: 'R1',
		source: null,
		failingSince: slot.slotAt,
		told: [{ channel: 'email', state: 'sent' }],
	};
	const notice = (changes: Partial<IncidentRow>): string =>
		words(render(IncidentNotice, { props: { incident: { ...incident, ...changes }, zone } }).body);
	expect(notice({})).toBe(
		'Scheduled runs have failed since 2 Mar 2026, 02:00. It was told by E-mail. Look at the run that failed last',
	);
	expect(notice({ told: [{ channel: 'email', state: 'waiting' }] })).toContain('The message is on its way.');
	expect(notice({ told: [] })).toContain('Nobody was told.');
	expect(notice({ kind: 'late', runId: null, source: 'orders', told: [] })).toBe(
		'The source orders has brought nothing new since 2 Mar 2026, 02:00. Nobody was told.',
	);
});

test('a run says which attempt it is, of which slot, and what follows', () => {
	const first = { attempt: 1, previousRunId: null, retryAt: null };
	const none = { slots: [], nextRunId: null, zone };
	expect(attemptFacts({ run: first, ...none })).toEqual([]);
	const failed = { ...first, retryAt: '2026-03-02T01:05:00.000Z' };
	expect(attemptFacts({ run: failed, ...none, slots: [slot] })).toEqual([
		{ name: 'For the slot', value: '2 Mar 2026, 02:00', href: '/data#schedule' },
		{ name: 'Next attempt', value: '2 Mar 2026, 02:05' },
	]);
	const second = { attempt: 2, previousRunId: 'R0', retryAt: null };
	expect(attemptFacts({ run: second, slots: [slot, slot, slot], nextRunId: 'R2', zone })).toEqual([
		{ name: 'For the slot', value: '2 Mar 2026, 02:00 and 2 more', href: '/data#schedule' },
		{ name: 'Attempt', value: '2, after an earlier run', href: '/data/runs/R0' },
		{ name: 'Next attempt', value: 'in a later run', href: '/data/runs/R2' },
	]);
});
