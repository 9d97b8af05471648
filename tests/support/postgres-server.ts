import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { freePort, makeCertificate, runToEnd, serverFolder, ServerProcess, serverUser } from './server-process.ts';

const ROOT = '/usr/lib/postgresql';

/** The folder of the newest server's programs; null where none is installed. */
export function postgresPrograms(): string | null {
	if (!existsSync(ROOT)) return null;
	const versions = readdirSync(ROOT).sort((a, b) => Number(b) - Number(a));
	const found = versions.map((version) => join(ROOT, version, 'bin')).find((path) => existsSync(join(path, 'initdb')));
	return found ?? null;
}

export const POSTGRES_PASSWORD = 'geheim/ & "sehr"';

/** A server of PostgreSQL on this machine, with a database `crm` and its owner `owner`. */
export interface PostgresServer {
	readonly port: number;
	/** Changes the database as its owner. */
	run(...statements: readonly string[]): Promise<pg.QueryArrayResult<string[]>>;
	/** The address for a user, with the password in it. */
	url(user?: string): string;
	/** The file of the server's certificate, which it signed itself; null where it does not encrypt. */
	readonly certificate: string | null;
	crash(): void;
	stop(): Promise<void>;
}

/** Starts a server that is not meant to keep anything. */
export async function startPostgres(
	programs: string,
	{ isEncrypted }: { readonly isEncrypted: boolean } = { isEncrypted: true },
): Promise<PostgresServer> {
	const user = serverUser('postgres');
	const folder = serverFolder('postgres', user);
	const passwordFile = join(folder, 'password');
	writeFileSync(passwordFile, POSTGRES_PASSWORD, { mode: 0o644 });
	const data = join(folder, 'data');
	runToEnd(
		join(programs, 'initdb'),
		[
			'--pgdata',
			data,
			'--username',
			'owner',
			'--pwfile',
			passwordFile,
			'--auth',
			'scram-sha-256',
			'--encoding',
			'UTF8',
			'--locale',
			'C.UTF-8',
			'--no-sync',
		],
		user,
		folder,
	);
	const certificate = isEncrypted ? makeCertificate(folder, user) : null;
	const port = await freePort();
	const settings = {
		listen_addresses: '127.0.0.1',
		unix_socket_directories: folder,
		fsync: 'off',
		synchronous_commit: 'off',
		full_page_writes: 'off',
		shared_buffers: '32MB',
		// As far away from what is wanted as can be.
		timezone: 'Asia/Kathmandu',
		datestyle: 'SQL, DMY',
		bytea_output: 'escape',
		extra_float_digits: '0',
		...(certificate === null ? {} : { ssl: 'on', ssl_cert_file: certificate.file, ssl_key_file: certificate.key }),
	};
	const process = await ServerProcess.start(folder, user, 'INT', [
		join(programs, 'postgres'),
		'-D',
		data,
		'-p',
		String(port),
		...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
	]);
	const connect = async (database: string): Promise<pg.Client> => {
		const client = new pg.Client({ host: '127.0.0.1', port, user: 'owner', password: POSTGRES_PASSWORD, database });
		client.on('error', () => undefined);
		await client.connect();
		return client;
	};
	await process.waitUntil(async () => {
		const client = await connect('postgres');
		await client.query('create database crm');
		await client.end();
		return true;
	});
	return {
		port,
		certificate: certificate?.file ?? null,
		url: (name = 'owner') => `postgres://${name}:${encodeURIComponent(POSTGRES_PASSWORD)}@127.0.0.1:${port}/crm`,
		async run(...statements) {
			const client = await connect('crm');
			try {
				let result: pg.QueryArrayResult<string[]> | undefined;
				for (const text of statements) result = await client.query<string[]>({ text, rowMode: 'array' });
				if (result === undefined) throw new RangeError('nothing to run');
				return result;
			} finally {
				await client.end();
			}
		},
		crash: () => process.crash(),
		stop: () => process.stop(),
	};
}
