import pg from 'pg';
import type { ConnectionSettings } from './connection-settings.ts';
import { waitFor } from './patience.ts';

/** Every value as the server writes it. */
const AS_TEXT = { getTypeParser: () => (text: string) => text };

/** Settings of a transaction, so that values are written alike whatever the server's are; those it lacks are left out. */
const SETTINGS: readonly (readonly [name: string, value: string])[] = [
	['datestyle', 'ISO, YMD'],
	['timezone', 'UTC'],
	['intervalstyle', 'iso_8601'],
	['extra_float_digits', '1'],
	['bytea_output', 'hex'],
	// All rows are wanted, so the quickest way to the last one.
	['cursor_tuple_fraction', '1'],
	// Between two fetches a transaction is idle for as long as the loader takes.
	['idle_in_transaction_session_timeout', '0'],
	['transaction_timeout', '0'],
	// A server that is asked to look finds out that nobody waits any more.
	['client_connection_check_interval', '10s'],
];

/** How long a server may take to forget a transaction that has changed nothing. */
const ROLLBACK_MS = 5_000;

interface Answer {
	readonly rows: (string | null)[][];
	readonly fields: pg.FieldDef[];
}

function openClient(settings: ConnectionSettings): pg.Client {
	const { tls } = settings;
	const client = new pg.Client({
		host: settings.host,
		port: settings.port,
		database: settings.database,
		user: settings.user,
		// A function, so that neither PGPASSWORD nor .pgpass takes the place of an empty one.
		password: () => settings.password,
		ssl:
			tls === null
				? false
				: { ...(tls.ca === undefined ? {} : { ca: tls.ca }), rejectUnauthorized: tls.rejectUnauthorized },
		connectionTimeoutMillis: settings.connectMs,
		keepAlive: true,
		keepAliveInitialDelayMillis: 30_000,
		application_name: 'kundig',
		client_encoding: 'UTF8',
	});
	// A connection that breaks while nobody asks is found out by the next question.
	client.on('error', () => undefined);
	return client;
}

/** A connection that asks one question at a time, waits no longer than it may, and ends at the server what it gave up. */
export class PostgresClient {
	readonly #settings: ConnectionSettings;
	readonly #signal: AbortSignal | undefined;
	readonly #client: pg.Client;
	#process: string | null = null;
	#isLost = false;
	#cancelled: Promise<void> = Promise.resolve();

	private constructor(settings: ConnectionSettings, signal: AbortSignal | undefined) {
		this.#settings = settings;
		this.#signal = signal;
		this.#client = openClient(settings);
	}

	/** @throws whatever the driver throws; PatienceError; the signal's reason */
	static async connect(settings: ConnectionSettings, signal: AbortSignal | undefined): Promise<PostgresClient> {
		signal?.throwIfAborted();
		const own = new PostgresClient(settings, signal);
		await waitFor(own.#client.connect(), settings.connectMs + 1000, signal, () => void own.#lose());
		return own;
	}

	/** Asks one question; values stand in it as `$1`, `$2`, … More than one statement is refused by the server. */
	async ask(text: string, values: readonly string[] = [], milliseconds = this.#settings.statementMs): Promise<Answer> {
		const query = { text, values: [...values], rowMode: 'array', queryMode: 'extended', types: AS_TEXT };
		return waitFor(this.#client.query(query) as unknown as Promise<Answer>, milliseconds, this.#signal, () => {
			this.#cancelled = this.#cancel();
		});
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

	/** Ends the connection, even one whose server does not answer any more. */
	async close(): Promise<void> {
		await this.#cancelled;
		await this.#lose();
	}

	async #begin(): Promise<void> {
		await this.ask('begin transaction isolation level repeatable read, read only');
		await this.#set();
	}

	async #end(): Promise<void> {
		await this.#cancelled;
		if (this.#signal?.aborted === true) await this.#lose();
		else if (!this.#isLost) await this.ask('rollback', [], ROLLBACK_MS).catch(() => undefined);
	}

	async #set(): Promise<void> {
		const wanted = [...SETTINGS, ['statement_timeout', String(Math.ceil(this.#settings.statementMs))] as const];
		const list = wanted.map(([name, value]) => `('${name}', '${value}')`).join(', ');
		// pg_settings writes some names with capitals.
		const { rows } = await this.ask(
			`select pg_backend_pid(), set_config(wanted.name, wanted.value, true)
			from (values ${list}) as wanted (name, value)
			join pg_catalog.pg_settings as settings on lower(settings.name) = wanted.name`,
		);
		this.#process = rows[0]?.[0] ?? null;
	}

	/** Ends at the server what it does, by a second connection, and then the first one. */
	async #cancel(): Promise<void> {
		const other = this.#process === null ? null : openClient(this.#settings);
		try {
			if (other !== null) {
				await other.connect();
				await other.query('select pg_cancel_backend($1::int)', [this.#process]);
			}
		} catch {
			// The server finds out by itself that the first one is gone.
		} finally {
			await Promise.all([other?.end().catch(() => undefined), this.#lose()]);
		}
	}

	async #lose(): Promise<void> {
		if (this.#isLost) return;
		this.#isLost = true;
		const ended = this.#client.end().catch(() => undefined);
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<void>((resolve) => {
			timer = setTimeout(resolve, 1000);
		});
		await Promise.race([ended, late]);
		clearTimeout(timer);
		streamOf(this.#client)?.destroy();
	}
}

/** The socket, which alone ends a connection that hangs. */
function streamOf(client: pg.Client): { destroy(): void } | undefined {
	const { connection } = client as unknown as { connection?: { stream?: { destroy(): void } } };
	return connection?.stream;
}
