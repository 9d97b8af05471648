import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openRecords } from '#records/database.ts';
import { currentSnapshot } from '#records/snapshots.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { METRIC_IDS } from '#warehouse/metrics/catalog.ts';
import { readMetric } from '#warehouse/metrics/read-metric.ts';
import { rows, unsafe } from '#warehouse/query.ts';

/** Everything a run makes, in a form that two runs can be compared by. */
export interface Figures {
	/** For each table its rows as a multiset: how many there are, and the sum of their hashes. */
	readonly marts: Readonly<Record<string, string>>;
	readonly metrics: Readonly<Record<string, unknown>>;
	readonly raw: Readonly<Record<string, string>>;
	/** The loads that count: source, file, hash, counts. */
	readonly loads: readonly unknown[];
}

/** What differs from run to run though the data are the same. */
const VOLATILE = new Set([
	'_load_id',
	'snapshot_id',
	'run_id',
	'built_at',
	'load_id',
	'quarantined_at',
	'version',
	'model_version',
	'fitted_at',
]);

async function multisets(db: Connection, catalog: string): Promise<Record<string, string>> {
	const columns = await rows<{ table: string; column: string }>(
		db,
		unsafe(
			`select case schema_name when 'main' then '' else schema_name || '.' end || table_name as "table",
				column_name as "column"
			from duckdb_columns() where database_name = '${catalog}' and not internal order by table_name, column_index`,
		),
	);
	const tables = Map.groupBy(
		columns.filter(({ column }) => !VOLATILE.has(column)),
		({ table }) => table,
	);
	const found: Record<string, string> = {};
	for (const [table, list] of tables) {
		const row = `row(${list.map(({ column }) => `"${column}"`).join(', ')})`;
		const [sum] = await rows<{ digest: string }>(
			db,
			unsafe(
				`select count(*) || ' rows ' || coalesce(sum(hash(${row})::hugeint), 0) as digest from ${catalog}.${table.includes('.') ? table : `main."${table}"`}`,
			),
		);
		found[table] = sum?.digest ?? '';
	}
	return found;
}

async function martsOf(db: Connection, dataDir: string, id: string): Promise<Pick<Figures, 'marts' | 'metrics'>> {
	await attach(db, join(dataDir, 'snapshots', id, 'marts.duckdb'), 'marts', { readOnly: true });
	await attach(db, join(dataDir, 'snapshots', id, 'people.duckdb'), 'people', { readOnly: true });
	await db.run("set search_path = 'marts.main,people.main'");
	const metrics: Record<string, unknown> = {};
	for (const metric of METRIC_IDS) metrics[metric] = (await readMetric(db, { metric })).total;
	return { marts: { ...(await multisets(db, 'marts')), ...(await multisets(db, 'people')) }, metrics };
}

async function withMemory<Result>(use: (db: Connection) => Promise<Result>): Promise<Result> {
	const database = await openMemory({ threads: 1, memoryLimit: '500MB' });
	const db = await database.connect();
	try {
		return await use(db);
	} finally {
		// A connection that is left open keeps the files locked until it is collected.
		db.closeSync();
		database.close();
	}
}

/** The figures that readers see now, or null before the first snapshot. Other processes may be at work. */
export async function shownFigures(dataDir: string): Promise<Pick<Figures, 'marts' | 'metrics'> | null> {
	if (!existsSync(join(dataDir, 'records.db'))) return null;
	const records = await openRecords(dataDir);
	try {
		const current = await currentSnapshot(records);
		return current === null ? null : await withMemory((db) => martsOf(db, dataDir, current.id));
	} finally {
		await records.destroy();
	}
}

/** Everything in a data folder that no run is at work on. */
export async function figuresOf(dataDir: string): Promise<Figures> {
	const shown = await shownFigures(dataDir);
	if (shown === null) throw new Error(`no snapshot in ${dataDir}`);
	return withMemory(async (db) => {
		await attach(db, join(dataDir, 'raw.duckdb'), 'raw', { readOnly: true });
		const tables = Object.entries(await multisets(db, 'raw'));
		const raw = Object.fromEntries(
			tables.filter(([table]) => !['loads', 'schema_version', 'store_version'].includes(table)),
		);
		const loads = await rows(
			db,
			unsafe(
				`select source, file, file_hash, read, loaded, quarantined from raw.loads where is_active
				order by source, file`,
			),
		);
		return { ...shown, raw, loads };
	});
}

/** What lies in a data folder and should not when no run is at work: half-built snapshots, unknown ones, spill. */
export function leftovers(dataDir: string): string[] {
	const found: string[] = [];
	const records = new DatabaseSync(join(dataDir, 'records.db'));
	const known = new Set(
		records
			.prepare('select snapshot_id from snapshots')
			.all()
			.map((row) => String(row.snapshot_id)),
	);
	records.close();
	const expected =
		/^(records\.db(-wal|-shm)?|lock\.sqlite(-journal)?|raw\.duckdb|reserve|snapshots|tmp|demo|backups|replaced|config|logs|pseudonym\.key)$/;
	for (const name of readdirSync(dataDir)) if (!expected.test(name)) found.push(name);
	for (const name of readdirSync(join(dataDir, 'snapshots'))) if (!known.has(name)) found.push(`snapshots/${name}`);
	for (const id of known) if (!existsSync(join(dataDir, 'snapshots', id))) found.push(`missing: snapshots/${id}`);
	const tmp = join(dataDir, 'tmp');
	if (existsSync(tmp)) for (const name of readdirSync(tmp)) found.push(`tmp/${name}`);
	return found;
}

/** SQLite's own word on records.db. */
export function recordsIntegrity(dataDir: string): string {
	const records = new DatabaseSync(join(dataDir, 'records.db'));
	try {
		return String(records.prepare('pragma integrity_check').get()?.integrity_check);
	} finally {
		records.close();
	}
}

/** Every run of a data folder with what became of it, the oldest first. */
export function runsIn(dataDir: string): { readonly runId: string; readonly status: string; readonly kind: string }[] {
	const records = new DatabaseSync(join(dataDir, 'records.db'));
	try {
		return records
			.prepare("select run_id, status, coalesce(error ->> 'kind', '') as kind from runs order by run_id")
			.all()
			.map((row) => ({ runId: String(row.run_id), status: String(row.status), kind: String(row.kind) }));
	} finally {
		records.close();
	}
}
