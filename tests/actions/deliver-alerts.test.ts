import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { deliverAlerts } from '#actions/deliver-alerts.ts';
import type { Delivery } from '#actions/deliver-alerts.ts';
import { lastAlerts, saveAlertWays, wantTestAlerts } from '#records/alerts.ts';
import { settleIncidents } from '#records/incidents.ts';
import type { Trouble } from '#records/incidents.ts';
import { openTestRecords } from '../records/open-records.ts';
import { startMailServer } from './smtp-server.ts';
import { startWebhookServer } from './webhook-server.ts';

const NOW = '2026-03-29T01:05:00.000Z';
const TROUBLE: Trouble = {
	subject: 'source:orders',
	kind: 'late',
	runId: null,
	source: 'orders',
	failingSince: '2026-03-28T01:00:00.000Z',
};

beforeEach(() => vi.stubEnv('TEST_HOOK_SECRET', 'whsec-test'));
afterEach(() => vi.unstubAllEnvs());

interface Servers {
	readonly mail?: Parameters<typeof startMailServer>[0];
	readonly statuses?: readonly number[];
}

/** Records with both channels, and the servers they lead to. */
async function world({ mail: mailOptions, statuses = [] }: Servers = {}) {
	const { records } = await openTestRecords();
	const mail = await startMailServer(mailOptions);
	const hook = await startWebhookServer(statuses);
	onTestFinished(async () => {
		await mail.close();
		await hook.close();
	});
	const delivery: Delivery = {
		settings: {
			email: { host: '127.0.0.1', port: mail.port, secure: false, from: 'k@example.com', to: ['ops@example.com'] },
			webhook: { url: `http://127.0.0.1:${hook.port}/hook`, secretFrom: 'TEST_HOOK_SECRET', allowPrivate: true },
		},
		company: 'Alpenkraut',
		zone: 'Europe/Berlin',
		link: 'http://localhost:4600',
	};
	await saveAlertWays(
		records,
		[
			{ channel: 'email', target: 'mail' },
			{ channel: 'webhook', target: 'hook' },
		],
		NOW,
	);
	let now = Date.parse(NOW);
	return {
		records,
		mail,
		hook,
		settle: (troubles: readonly Trouble[], channels: readonly ('email' | 'webhook')[] = ['email', 'webhook']) =>
			settleIncidents(records, troubles, channels, NOW),
		deliver: (changes: Partial<Delivery['settings']> = {}) =>
			deliverAlerts(
				records,
				{ ...delivery, settings: { ...delivery.settings, ...changes } },
				{ now: () => now, waitsMs: [60_000, 300_000] },
			),
		pass: (ms: number) => void (now += ms),
		states: async () =>
			(await lastAlerts(records, 20)).map(
				({ channel, event, state, attempts }) => `${channel} ${event} ${state} ${attempts}`,
			),
	};
}

it('tells of an incident once by each channel, and once that it is over', async () => {
	const { settle, deliver, mail, hook, states } = await world();
	for (let look = 0; look < 3; look += 1) {
		await settle([TROUBLE]);
		await deliver();
	}
	expect(mail.taken).toHaveLength(1);
	expect(hook.posted).toHaveLength(1);
	for (let look = 0; look < 3; look += 1) {
		await settle([]);
		await deliver();
	}
	expect(mail.taken).toHaveLength(2);
	expect(hook.posted.map(({ body }) => (JSON.parse(body) as { event: string }).event)).toEqual([
		'incident.opened',
		'incident.closed',
	]);
	expect((await states()).sort()).toEqual([
		'email closed sent 1',
		'email opened sent 1',
		'webhook closed sent 1',
		'webhook opened sent 1',
	]);
	// The same trouble again is another incident.
	await settle([TROUBLE]);
	await deliver();
	expect(mail.taken).toHaveLength(3);
});

it('signs what it posts: timestamp and body, by a secret of the environment', async () => {
	const { settle, deliver, hook } = await world();
	await settle([TROUBLE], ['webhook']);
	await deliver();
	const [posted] = hook.posted;
	const headers = posted?.headers ?? {};
	const body = posted?.body ?? '';
	const timestamp = String(headers['kundig-timestamp']);
	expect(timestamp).toMatch(/^\d{10}$/);
	const expected = createHmac('sha256', 'whsec-test').update(`${timestamp}.${body}`).digest('hex');
	expect(headers['kundig-signature']).toBe(`v1=${expected}`);
	expect(headers['kundig-id']).toBe((JSON.parse(body) as { id: string }).id);
	expect(headers['content-type']).toBe('application/json');
});

describe('a message that cannot be sent', () => {
	it('is tried again later, ever more slowly, under the same id, then given up', async () => {
		const { settle, deliver, pass, hook, states, records } = await world({ statuses: [500, 503, 302] });
		await settle([TROUBLE], ['webhook']);
		await deliver();
		expect(await states()).toEqual(['webhook opened waiting 1']);
		expect(await deliver()).toBe(0);
		pass(60_000);
		expect(await deliver()).toBe(1);
		pass(299_999);
		expect(await deliver()).toBe(0);
		pass(1);
		await deliver();
		expect(await states()).toEqual(['webhook opened failed 3']);
		expect(new Set(hook.posted.map(({ headers }) => headers['kundig-id'])).size).toBe(1);
		const [alert] = await lastAlerts(records, 1);
		expect(alert?.error).toMatch(/^127\.0\.0\.1:\d+ answered 302 \(expected 200 to 299; redirects are not followed\)$/);
		pass(86_400_000);
		expect(await deliver()).toBe(0);
	});

	it('comes before the one that says it is over', async () => {
		const { settle, deliver, pass, hook } = await world({ statuses: [500] });
		await settle([TROUBLE], ['webhook']);
		await deliver();
		await settle([], ['webhook']);
		expect(await deliver()).toBe(0);
		pass(60_000);
		await deliver();
		await deliver();
		expect(hook.posted.map(({ body }) => (JSON.parse(body) as { event: string }).event)).toEqual([
			'incident.opened',
			'incident.opened',
			'incident.closed',
		]);
	});

	it('holds no other up', async () => {
		const { settle, deliver, pass, mail, states } = await world({ mail: { busyFor: 1 }, statuses: [500] });
		await settle([TROUBLE]);
		await deliver();
		expect((await states()).sort()).toEqual(['email opened waiting 1', 'webhook opened waiting 1']);
		pass(60_000);
		await deliver();
		expect((await states()).sort()).toEqual(['email opened sent 2', 'webhook opened sent 2']);
		expect(mail.taken).toHaveLength(1);
	});

	it.each([
		['a secret that is not there', { secretFrom: 'TEST_NO_SECRET' }, /environment variable TEST_NO_SECRET is not set/],
		['an address inside', { allowPrivate: false, url: 'http://127.0.0.1/' }, /private network/],
		['nobody who answers', { url: 'http://127.0.0.1:1/' }, /ECONNREFUSED/],
	])('says why: %s', async (_, changes, reason) => {
		const { settle, deliver, records } = await world();
		await settle([TROUBLE], ['webhook']);
		const webhook = { url: 'http://127.0.0.1/', secretFrom: 'TEST_HOOK_SECRET', allowPrivate: true, ...changes };
		await deliver({ webhook });
		const [alert] = await lastAlerts(records, 1);
		expect(alert?.state).toBe('waiting');
		expect(alert?.error).toMatch(reason);
	});
});

describe('a test message', () => {
	it('goes by every channel, and a double click makes one', async () => {
		const { records, deliver, mail, hook } = await world();
		expect(await wantTestAlerts(records, NOW)).toBe(2);
		expect(await wantTestAlerts(records, NOW)).toBe(2);
		await deliver();
		expect(mail.taken).toHaveLength(1);
		expect(hook.posted).toHaveLength(1);
		await wantTestAlerts(records, NOW);
		await deliver();
		expect(mail.taken).toHaveLength(2);
	});

	it('is not filed without a channel, nor sent by one that is gone', async () => {
		const { records, deliver, mail } = await world();
		await wantTestAlerts(records, NOW);
		await saveAlertWays(records, [{ channel: 'webhook', target: 'hook' }], NOW);
		await deliver();
		expect(mail.taken).toEqual([]);
		await saveAlertWays(records, [], NOW);
		expect(await wantTestAlerts(records, NOW)).toBe(0);
		expect((await lastAlerts(records, 9)).map(({ state }) => state).sort()).toEqual(['failed', 'sent']);
	});
});
