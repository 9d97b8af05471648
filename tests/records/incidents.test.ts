import { expect, it, onTestFinished } from 'vitest';
import { lastAlerts } from '#records/alerts.ts';
import { failingSchedules, openIncidents, settleIncidents } from '#records/incidents.ts';
import type { Trouble } from '#records/incidents.ts';
import { wantRun } from '#records/runs.ts';
import { entry, LedgerWorld } from '../pipeline/schedule/ledger-world.ts';
import { openTestRecords } from './open-records.ts';

const CHECK = { kind: 'check', message: 'a check failed', hint: 'look at it' };
const NOW = '2026-01-05T00:00:00.000Z';

/** A nightly schedule whose slots end as told, one a night from 1 January: `.` succeeds, `x` fails, `r` is tried again. */
async function nights(outcomes: string): Promise<LedgerWorld> {
	const ledger = await LedgerWorld.open([entry('0 2 * * *')], '2026-01-01T00:00Z');
	onTestFinished(() => ledger.end());
	for (const [index, outcome] of Array.from(outcomes).entries()) {
		const at = `2026-01-0${index + 1}T02:00:00Z`;
		await ledger.look(at);
		const runId = (await ledger.begin(at)) ?? '';
		const retryAt = outcome === 'r' ? '2026-01-01T02:05:00.000Z' : null;
		await ledger.finish(runId, outcome === '.' ? null : CHECK, retryAt);
	}
	return ledger;
}

it.each([
	['.', 1, null],
	['x', 1, '2026-01-01T02:00:00.000Z'],
	['.xx', 1, '2026-01-02T02:00:00.000Z'],
	['xx.', 1, null],
	['x', 2, null],
	['.xx', 2, '2026-01-02T02:00:00.000Z'],
	// What is to be tried again has not failed for good.
	['r', 1, null],
	['xr', 1, '2026-01-01T02:00:00.000Z'],
] as const)('nights that go %s, told after %i, fail since %s', async (outcomes, after, since) => {
	const { records } = await nights(outcomes);
	expect((await failingSchedules(records, after)).map(({ failingSince }) => failingSince)).toEqual(
		since === null ? [] : [since],
	);
});

it('names the run that failed last', async () => {
	const ledger = await nights('xx');
	const last = (await ledger.slots()).at(-1);
	expect(await failingSchedules(ledger.records, 1)).toMatchObject([{ kind: 'runs', runId: last?.runId, source: null }]);
});

it('a successful run of the same work, whoever asked for it, ends the trouble', async () => {
	const { records, finish } = await nights('x').then((ledger) => ({
		records: ledger.records,
		finish: ledger.finish.bind(ledger),
	}));
	const other = await wantRun(records, { trigger: 'page', onlySources: ['orders'] });
	await finish(other.runId);
	expect(await failingSchedules(records, 1)).toHaveLength(1);
	// Instants of the ledger are whole milliseconds; the run ends after the slot did.
	await new Promise((resolve) => setTimeout(resolve, 5));
	const same = await wantRun(records, { trigger: 'page' });
	await finish(same.runId);
	expect(await failingSchedules(records, 1)).toEqual([]);
});

it('opens one incident for a trouble, however often it is seen, and closes it', async () => {
	const { records } = await openTestRecords();
	const trouble: Trouble = { subject: 'source:a', kind: 'late', runId: null, source: 'a', failingSince: NOW };
	const other = { ...trouble, subject: 'source:b', source: 'b' };
	await settleIncidents(records, [trouble], ['email'], NOW);
	await settleIncidents(records, [trouble, other], ['email'], NOW);
	const open = await openIncidents(records);
	expect(open.map(({ source, openedAt, closedAt }) => ({ source, openedAt, closedAt }))).toEqual([
		{ source: 'a', openedAt: NOW, closedAt: null },
		{ source: 'b', openedAt: NOW, closedAt: null },
	]);
	await settleIncidents(records, [other], ['email'], NOW);
	expect((await openIncidents(records)).map(({ source }) => source)).toEqual(['b']);
	expect((await lastAlerts(records, 9)).map(({ event }) => event)).toEqual(['closed', 'opened', 'opened']);
});

it('tells a channel that comes later of what is open, and says it is over where it was told', async () => {
	const { records } = await openTestRecords();
	const trouble: Trouble = { subject: 'source:a', kind: 'late', runId: null, source: 'a', failingSince: NOW };
	await settleIncidents(records, [trouble], [], NOW);
	expect(await lastAlerts(records, 9)).toEqual([]);
	await settleIncidents(records, [trouble], ['webhook'], NOW);
	await settleIncidents(records, [], ['webhook', 'email'], NOW);
	expect((await lastAlerts(records, 9)).map(({ event, channel }) => `${event} ${channel}`)).toEqual([
		'closed webhook',
		'opened webhook',
	]);
});
