import { existsSync } from 'node:fs';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { freePort, makeCertificate, runToEnd, serverFolder, ServerProcess, serverUser } from './server-process.ts';

const SERVER = '/usr/sbin/mariadbd';
const INSTALLER = '/usr/bin/mariadb-install-db';

/** A log of 96 MB, which it would write first, takes longer than all tests. */
const SMALL = ['--innodb-log-file-size=8M', '--innodb-buffer-pool-size=32M', '--innodb-flush-method=nosync'];

/** Whether a server of MariaDB is installed. */
export function hasMariadb(): boolean {
	return existsSync(SERVER) && existsSync(INSTALLER);
}

export const MARIADB_PASSWORD = 'geheim/ & "sehr"';

/** A server of MariaDB on this machine, with a database `crm` and its owner `owner`. */
export interface MariadbServer {
	readonly port: number;
	/** Changes the database as its owner, and gives the rows of the last statement. */
	run(...statements: readonly string[]): Promise<unknown[][]>;
	/** The address for a user, with the password in it. */
	url(user?: string): string;
	/** The file of the server's certificate, which it signed itself. */
	readonly certificate: string;
	crash(): void;
	stop(): Promise<void>;
}

/** Starts a server that is not meant to keep anything. */
export async function startMariadb(): Promise<MariadbServer> {
	const user = serverUser('mysql');
	const folder = serverFolder('mariadb', user);
	const data = join(folder, 'data');
	runToEnd(
		INSTALLER,
		['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...SMALL],
		user,
		folder,
	);
	const certificate = makeCertificate(folder, user);
	const port = await freePort();
	const socket = join(folder, 'socket');
	const process = await ServerProcess.start(folder, user, 'TERM', [
		SERVER,
		'--no-defaults',
		`--datadir=${data}`,
		`--socket=${socket}`,
		`--port=${port}`,
		'--bind-address=127.0.0.1',
		`--pid-file=${join(folder, 'pid')}`,
		`--ssl-cert=${certificate.file}`,
		`--ssl-key=${certificate.key}`,
		'--skip-log-bin',
		'--skip-name-resolve',
		'--innodb-flush-log-at-trx-commit=0',
		'--innodb-doublewrite=OFF',
		...SMALL,
		// As far away from what is wanted as can be.
		'--default-time-zone=+05:45',
		'--character-set-server=latin1',
		'--sql-mode=',
	]);
	const asRoot = async (): Promise<mysql.Connection> => mysql.createConnection({ socketPath: socket, user: 'root' });
	await process.waitUntil(async () => {
		const root = await asRoot();
		await root.query('create database crm character set utf8mb4');
		await root.query(`create user owner@'127.0.0.1' identified by '${MARIADB_PASSWORD}'`);
		await root.query("grant all on *.* to owner@'127.0.0.1' with grant option");
		await root.end();
		return true;
	});
	return {
		port,
		certificate: certificate.file,
		url: (name = 'owner') => `mysql://${name}:${encodeURIComponent(MARIADB_PASSWORD)}@127.0.0.1:${port}/crm`,
		async run(...statements) {
			const connection = await mysql.createConnection({
				host: '127.0.0.1',
				port,
				user: 'owner',
				password: MARIADB_PASSWORD,
				database: 'crm',
				charset: 'utf8mb4',
				rowsAsArray: true,
			});
			try {
				let rows: unknown = [];
				for (const text of statements) [rows] = await connection.query(text);
				return rows as unknown[][];
			} finally {
				await connection.end();
			}
		},
		crash: () => process.crash(),
		stop: () => process.stop(),
	};
}
