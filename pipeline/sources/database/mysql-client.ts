import mysql from 'mysql2';
import type { Connection, ConnectionOptions } from 'mysql2';
import type { RowPage } from '../row-source.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import type { MysqlField } from './mysql-columns.ts';
import { MysqlRows } from './mysql-rows.ts';
import { waitFor } from './patience.ts';
import type { RowPages } from './row-pages.ts';

/** How long a server may take to forget a transaction that has changed nothing. */
const ROLLBACK_MS = 5_000;

type Raw = (string | null)[];

interface Answer {
	readonly rows: Raw[];
	readonly fields: readonly MysqlField[];
}

function connectionOptions(settings: ConnectionSettings): ConnectionOptions {
	const { host, port, database, user, password, tls } = settings;
	return {
		...(host.startsWith('/') ? { socketPath: host } : { host, port }),
		database,
		user,
		password,
		...(tls === null
			? {}
			: {
					ssl: {
						...(tls.ca === undefined ? {} : { ca: tls.ca }),
						rejectUnauthorized: tls.rejectUnauthorized,
						verifyIdentity: tls.rejectUnauthorized,
					},
				}),
		connectTimeout: settings.connectMs,
		enableKeepAlive: true,
		keepAliveInitialDelay: 30_000,
		charset: 'utf8mb4',
		rowsAsArray: true,
		multipleStatements: false,
		// Every value as the server writes it.
		typeCast: (field) => field.string('utf8'),
	};
}

async function openConnection(settings: ConnectionSettings): Promise<Connection> {
	const connection = mysql.createConnection(connectionOptions(settings));
	await new Promise<void>((resolve, reject) => {
		connection.once('error', reject);
		connection.connect((error) => {
			if (error === null) resolve();
			else reject(error);
		});
	});
	// A connection that breaks while nobody asks is found out by the next question.
	connection.on('error', () => undefined);
	return connection;
}

function askConnection(connection: Connection, sql: string): Promise<Answer> {
	return new Promise((resolve, reject) => {
		connection.query(sql, (error, rows, fields) => {
			if (error === null) resolve({ rows: rows as unknown as Raw[], fields: fields as unknown as MysqlField[] });
			else reject(error);
		});
	});
}

/** A connection that asks one question at a time, waits no longer than it may, and ends at the server what it gave up. */
export class MysqlClient {
	readonly #settings: ConnectionSettings;
	readonly #signal: AbortSignal | undefined;
	#connection: Connection | null = null;
	#id = '';
	#isMariadb = false;
	#cancelled: Promise<void> = Promise.resolve();

	private constructor(settings: ConnectionSettings, signal: AbortSignal | undefined) {
		this.#settings = settings;
		this.#signal = signal;
	}

	/** @throws whatever the driver throws; PatienceError; the signal's reason */
	static async connect(settings: ConnectionSettings, signal: AbortSignal | undefined): Promise<MysqlClient> {
		const client = new MysqlClient(settings, signal);
		await client.#open();
		return client;
	}

	/** Asks one question. More than one statement is refused by the server. */
	async ask(sql: string, milliseconds = this.#settings.statementMs): Promise<Answer> {
		const connection = this.#connection ?? (await this.#open());
		return waitFor(askConnection(connection, sql), milliseconds, this.#signal, () => this.#giveUp());
	}

	/** Does some work in a transaction that sees one state of the database and cannot change it. */
	async reading<Result>(work: () => Promise<Result>): Promise<Result> {
		await this.#begin();
		try {
			return await work();
		} finally {
			await this.#end();
		}
	}

	/** As `reading`, for work that gives pages. */
	async *readingPages<Page>(work: () => AsyncIterable<Page>): AsyncGenerator<Page> {
		await this.#begin();
		try {
			yield* work();
		} finally {
			await this.#end();
		}
	}

	/** The full pages of a select; the rows after the last one stay in `pages`. */
	async *select(sql: string, pages: RowPages): AsyncGenerator<RowPage> {
		const connection = this.#connection ?? (await this.#open());
		const rows = new MysqlRows(connection, sql, pages);
		try {
			for (;;) {
				const page = await waitFor(rows.next(), this.#settings.statementMs, this.#signal, () => this.#giveUp());
				if (page === null) break;
				yield page;
			}
		} finally {
			rows.release();
			if (!rows.isOver) this.#giveUp();
		}
	}

	/** Has the server end a statement by itself after so many seconds; 0 for never. */
	async limitStatements(seconds: number): Promise<void> {
		// MariaDB counts seconds, MySQL milliseconds, each under a name of its own.
		await this.ask(
			this.#isMariadb
				? `set session max_statement_time = ${seconds}`
				: `set session max_execution_time = ${seconds * 1000}`,
		);
	}

	/** Ends the connection, even one whose server does not answer any more. */
	async close(): Promise<void> {
		await this.#cancelled;
		this.#lose();
	}

	async #open(): Promise<Connection> {
		this.#signal?.throwIfAborted();
		const { connectMs } = this.#settings;
		const opening = openConnection(this.#settings);
		const connection = await waitFor(opening, connectMs + 1000, this.#signal, () => {
			void opening.then((late) => late.destroy()).catch(() => undefined);
		});
		this.#connection = connection;
		const { rows } = await this.ask('select connection_id(), version()');
		this.#id = rows[0]?.[0] ?? '';
		this.#isMariadb = /mariadb/i.test(rows[0]?.[1] ?? '');
		await this.ask("set session time_zone = '+00:00'");
		// A server that waits for its rows to be taken gives up after a minute otherwise.
		await this.ask('set session net_write_timeout = 3600');
		// Where an administrator has it, rows would end there without a word.
		await this.ask('set session sql_select_limit = 18446744073709551615');
		await this.limitStatements(0);
		await this.ask('set session transaction isolation level repeatable read');
		return connection;
	}

	async #begin(): Promise<void> {
		await this.ask('start transaction with consistent snapshot, read only');
	}

	async #end(): Promise<void> {
		await this.#cancelled;
		if (this.#signal?.aborted === true) this.#lose();
		else if (this.#connection !== null) await this.ask('rollback', ROLLBACK_MS).catch(() => undefined);
	}

	#giveUp(): void {
		this.#cancelled = this.#cancel();
	}

	/** Ends at the server what it does, by a second connection, and then the first one. */
	async #cancel(): Promise<void> {
		if (this.#connection === null) return;
		try {
			const other = await openConnection(this.#settings);
			await askConnection(other, `kill query ${this.#id}`).finally(() => other.destroy());
		} catch {
			// The server finds out by itself that the first one is gone.
		} finally {
			this.#lose();
		}
	}

	#lose(): void {
		const connection = this.#connection;
		this.#connection = null;
		connection?.resume();
		connection?.destroy();
	}
}
