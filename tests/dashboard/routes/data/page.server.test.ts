import { expect, test } from 'vitest';
import { lastAlerts, saveAlertWays } from '#records/alerts.ts';
import { lastRuns } from '#records/runs.ts';
import { actions } from '../../../../dashboard/src/routes/data/+page.server.ts';
import { ownRecords } from '../../lib/server/data-folder.ts';

type Event = Parameters<NonNullable<typeof actions.run>>[0];

function post(fields: Record<string, string>): Event {
	const request = new Request('http://localhost:4600/data', { method: 'post', body: new URLSearchParams(fields) });
	return { request } as unknown as Event;
}

test('a double click makes one run', async () => {
	const db = await ownRecords();
	const [first, second] = await Promise.all([actions.run?.(post({})), actions.run?.(post({}))]);
	expect(first).toEqual(second);
	expect(await lastRuns(db, 20)).toHaveLength(1);
});

test('a run that waits can be cancelled, and after that no more', async () => {
	const db = await ownRecords();
	const id = (await lastRuns(db, 1))[0]?.runId ?? '';
	expect(await actions.cancel?.(post({ id }))).toEqual({ cancelled: id });
	expect(await actions.cancel?.(post({ id }))).toMatchObject({ status: 409, data: { problem: 'not_running' } });
});

test('a snapshot that is gone, or no id at all, is refused in words', async () => {
	await ownRecords();
	for (const fields of [{ id: 'GONE' }, { id: '../records.db' }, {}]) {
		expect(await actions.use?.(post(fields as Record<string, string>))).toMatchObject({
			status: 404,
			data: { problem: 'no_snapshot' },
		});
	}
});

test('a test message is asked for by every channel, and refused in words where there is none', async () => {
	const db = await ownRecords();
	expect(await actions.test?.(post({}))).toMatchObject({ status: 409, data: { problem: 'no_channel' } });
	await saveAlertWays(db, [{ channel: 'email', target: 'mail.example.com:587' }], '2026-01-01T00:00:00.000Z');
	expect(await Promise.all([actions.test?.(post({})), actions.test?.(post({}))])).toEqual([
		{ tested: true },
		{ tested: true },
	]);
	expect(await lastAlerts(db, 9)).toHaveLength(1);
});
