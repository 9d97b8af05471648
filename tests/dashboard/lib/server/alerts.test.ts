import { beforeEach, expect, test } from 'vitest';
import { noteAlert, saveAlertWays } from '#records/alerts.ts';
import type { Records } from '#records/database.ts';
import { settleIncidents } from '#records/incidents.ts';
import { askForTest, readAlerts } from '#lib/server/alerts.ts';
import { ownRecords } from './data-folder.ts';

const NOW = '2026-03-02T12:00:00.000Z';
const LATE = { subject: 'source:a', kind: 'late', runId: null, source: 'a', failingSince: NOW } as const;

let db: Records;
beforeEach(async () => {
	db = await ownRecords();
	for (const table of ['alerts', 'incidents', 'alert_channels'] as const) await db.deleteFrom(table).execute();
});

test('an open incident says by which channels it was told', async () => {
	await settleIncidents(db, [LATE], ['email', 'webhook'], NOW);
	const [first] = (await readAlerts()).alerts;
	await noteAlert(db, first?.alertId ?? '', { state: 'sent', error: null }, NOW);
	const { incidents, alerts } = await readAlerts();
	expect(incidents).toMatchObject([{ kind: 'late', source: 'a', failingSince: NOW }]);
	expect(incidents[0]?.told).toContainEqual({ channel: first?.channel, state: 'sent' });
	expect(incidents[0]?.told).toHaveLength(2);
	expect(alerts).toHaveLength(2);
	await settleIncidents(db, [], ['email', 'webhook'], NOW);
	expect((await readAlerts()).incidents).toEqual([]);
});

test('a test can be asked for where the config names a channel', async () => {
	expect(await askForTest()).toBe(false);
	await saveAlertWays(db, [{ channel: 'email', target: 'mail.example.com:587' }], NOW);
	expect(await askForTest()).toBe(true);
	const { ways, alerts } = await readAlerts();
	expect(ways).toEqual([{ channel: 'email', target: 'mail.example.com:587' }]);
	expect(alerts).toMatchObject([{ event: 'test', state: 'waiting', incidentId: null }]);
});
