import { expect, it, onTestFinished } from 'vitest';
import { AlertKeeper, findTroubles, waysOf } from '#pipeline/alert-keeper.ts';
import { ConfigWatch } from '#pipeline/config-watch.ts';
import { alertWays, lastAlerts, wantTestAlerts } from '#records/alerts.ts';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { openIncidents } from '#records/incidents.ts';
import { saveSourceState } from '#records/sources.ts';
import { startMailServer } from '../actions/smtp-server.ts';
import { until } from '../support/kundig-process.ts';
import { makeShopFolder } from '../support/shop-folder.ts';

const HOUR = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();

async function keeperOf(mailOptions: Parameters<typeof startMailServer>[0] = {}) {
	const mail = await startMailServer(mailOptions);
	const email = { host: '127.0.0.1', port: mail.port, from: 'k@example.com', to: ['ops@example.com'] };
	const shop = makeShopFolder({ alerts: { email } });
	const records = await openRecords(shop.dataDir);
	const complaints: unknown[] = [];
	const make = () =>
		new AlertKeeper(records, new ConfigWatch(shop.config), {
			link: 'http://localhost:4600',
			complain: (error) => complaints.push(error),
		});
	const keepers = [make()];
	onTestFinished(async () => {
		await mail.close();
		for (const keeper of keepers) await keeper.stop();
		await records.destroy();
		shop.remove();
		expect(complaints).toEqual([]);
	});
	/** As a restart does: nothing is remembered but what is in the records. */
	const restart = () => {
		const keeper = make();
		keepers.push(keeper);
		return keeper;
	};
	return { mail, records, keeper: keepers[0] ?? make(), restart };
}

const sent = (records: Records) => async () => {
	const [alert] = await lastAlerts(records, 1);
	return alert?.state === 'sent' ? alert : null;
};

async function makeLate(records: Records, lastLoadedAt: string): Promise<void> {
	const state = { source: 'orders', lastCheckedAt: ago(1), rows: 7, lateAfterHours: 24, error: null };
	await saveSourceState(records, { ...state, lastLoadedAt });
}

it('tells once of a source that is late, also when it is started again, and once that it is over', async () => {
	const { records, keeper, restart, mail } = await keeperOf();
	await makeLate(records, ago(30));
	await keeper.look();
	await until('the message is sent', sent(records));
	const again = restart();
	await again.look();
	await again.stop();
	expect(mail.taken).toHaveLength(1);
	expect(mail.taken[0]?.data).toContain('orders is late');
	expect(await openIncidents(records)).toMatchObject([{ kind: 'late', source: 'orders' }]);

	await makeLate(records, ago(1));
	again.runEnded();
	await restart().look();
	await until('it is said that it is over', () => mail.taken.length === 2);
	expect(mail.taken[1]?.data).toContain('brings new rows again');
	expect(await openIncidents(records)).toEqual([]);
});

it('notes the channels of the config for pages, and sends a test by them', async () => {
	const { records, keeper, mail } = await keeperOf();
	await keeper.look();
	expect(await alertWays(records)).toEqual([{ channel: 'email', target: `127.0.0.1:${mail.port}` }]);
	await wantTestAlerts(records, new Date().toISOString());
	await until('the test is sent', async () => {
		await keeper.look();
		return mail.taken.length === 1;
	});
});

it('is held up by no server that says nothing', async () => {
	const { records, keeper } = await keeperOf({ isSilent: true });
	await makeLate(records, ago(30));
	await keeper.look();
	await keeper.look();
	expect(await lastAlerts(records, 9)).toMatchObject([{ state: 'waiting', attempts: 0 }]);
});

it('names a channel by its server, never by a person', () => {
	const email = { host: 'mail.example.com', port: 587, secure: false, from: 'k@example.com', to: ['anna@example.com'] };
	const webhook = { url: 'https://hooks.example.com/T0/secret-path', secretFrom: 'X', allowPrivate: false };
	expect(waysOf({ after: 1, email, webhook })).toEqual([
		{ channel: 'email', target: 'mail.example.com:587' },
		{ channel: 'webhook', target: 'hooks.example.com' },
	]);
	expect(waysOf({ after: 1 })).toEqual([]);
});

it('finds no trouble in sources that are fresh, never loaded, or not said to be late at any time', async () => {
	const { records } = await keeperOf();
	const state = { lastCheckedAt: ago(1), rows: 7, error: null };
	await saveSourceState(records, { ...state, source: 'fresh', lastLoadedAt: ago(2), lateAfterHours: 24 });
	await saveSourceState(records, { ...state, source: 'never', lastLoadedAt: null, lateAfterHours: 24 });
	await saveSourceState(records, { ...state, source: 'unsaid', lastLoadedAt: ago(999), lateAfterHours: null });
	expect(await findTroubles(records, 1, new Date())).toEqual([]);
});
