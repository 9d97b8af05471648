import { lockFolder } from '#records/lease.ts';
import { listenHost, openProgressServer } from './progress-server.ts';
import { say } from './terminal.ts';
import { upgradeFolder } from './upgrade.ts';
import type { OlderStores } from './upgrade.ts';

interface PageOptions {
	readonly host: string;
	readonly port: number;
	readonly dataDir: string;
	readonly configFile: string | null;
}

/**
 * Brings an older data folder to this version, while the progress page tells of it at the address that the dashboard will
 * have.
 * @throws LeaseHeldError before an address is taken, PortInUseError
 */
export async function upgradeBehindPage(options: PageOptions, older: OlderStores): Promise<void> {
	lockFolder(options.dataDir, 'upgrade', new Date()).release();
	let share: number | null = null;
	const server = await openProgressServer({
		host: listenHost(options.host),
		port: options.port,
		state: () =>
			Promise.resolve({
				reason: 'upgrade',
				upgrade: { share },
				app: { status: 'waiting', error: null },
				demo: null,
				steps: [],
				error: null,
			}),
		onAgain: () => Promise.resolve(),
	});
	try {
		await upgradeFolder(options.dataDir, options.configFile, older, {
			say,
			onShare: (now) => {
				share = now;
			},
		});
	} finally {
		server.close();
		server.closeAllConnections();
	}
}
