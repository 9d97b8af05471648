/**
 * What somebody who knows DuckDB would write instead of a run: the same files by the same types into tables, and the same SQL
 * into the same tables of fresh files; no hash, no contract, no versions, no checks, no scores.
 * `node bench/bare-duckdb.ts '<order>'` prints a `BareRun`.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#pipeline/config.ts';
import type { LoadedConfig } from '#pipeline/config.ts';
import { RAW_TYPES } from '#pipeline/sources/contract/values.ts';
import { attach, detach, openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { loadTransforms, orderTransforms } from '#warehouse/graph.ts';
import { migrateRaw } from '#warehouse/raw-schema.ts';
import { BUILD_PATH } from '#warehouse/snapshot-files.ts';
import { writeCompanySettings } from '#warehouse/snapshot-info.ts';
import { stagingViews } from '#warehouse/staging.ts';
import type { Cost } from './cost.ts';
import { startMeter } from './cost.ts';

export interface BareOrder {
	readonly config: string;
	/** Exists; the databases are made in it. */
	readonly folder: string;
	readonly asOf: string;
}

export interface BareRun {
	readonly load: Cost;
	readonly build: Cost;
	readonly peakMegabytes: number;
}

async function readFiles(connection: Connection, { config, dir }: LoadedConfig): Promise<void> {
	for (const source of config.sources) {
		if (source.type !== 'file') throw new Error(`${source.name} is no file`);
		const columns = Object.entries(source.columns).map(
			([name, column]) => `'${name}': '${RAW_TYPES[typeof column === 'string' ? column : column.type]}'`,
		);
		await connection.run(
			`create table raw.main.${source.name}__rows as
			select *, 'bare' as _load_id, '${source.name}.csv' as _file, 0::bigint as _line
			from read_csv('${join(dir, source.path)}', columns = {${columns.join(', ')}}, header = true, auto_detect = false)`,
		);
	}
}

async function makeTables(connection: Connection): Promise<void> {
	const transforms = await orderTransforms(connection, loadTransforms());
	for (const { name, folder, sql } of transforms) {
		if (folder === 'scores' || folder === 'features') continue;
		const readers = transforms.filter(({ reads, folder: of }) => reads.includes(name) && of !== 'features').length;
		if (folder !== 'intermediate') {
			const store = folder === 'people' ? 'people' : 'marts';
			await connection.run(`create table ${store}.main.${name} as\n${sql}`);
		} else {
			await connection.run(`create temp ${readers > 1 ? 'table' : 'view'} ${name} as\n${sql}`);
		}
	}
}

async function measured(work: () => Promise<void>): Promise<Cost> {
	const meter = startMeter();
	await work();
	const cost = meter.cost();
	meter.stop();
	return cost;
}

const order = JSON.parse(process.argv[2] ?? 'null') as BareOrder;
const loaded = await loadConfig(order.config);
const { sources, company } = loaded.config;
const database = await openMemory({
	threads: availableParallelism(),
	memoryLimit: '8GB',
	tempDirectory: join(order.folder, 'spill'),
});
const connection = await database.connect();
// As someone who knows DuckDB would: with the order kept, writing takes twice as long.
await connection.run('set preserve_insertion_order = false');
const load = await measured(async () => {
	await attach(connection, join(order.folder, 'raw.duckdb'), 'raw', { readOnly: false });
	await migrateRaw(connection);
	await readFiles(connection, loaded);
	await connection.run('checkpoint raw');
});
const build = await measured(async () => {
	for (const name of ['marts', 'people']) {
		await attach(connection, join(order.folder, `${name}.duckdb`), name, { readOnly: false, isLogged: false });
	}
	await connection.run(`set search_path = '${BUILD_PATH}'`);
	for (const view of stagingViews(sources, company.zone)) {
		await connection.run(`create temp view ${view.name} as ${view.sql}`);
	}
	await writeCompanySettings(connection, { ...company, asOf: order.asOf });
	await makeTables(connection);
	await connection.run("set search_path = 'memory.main'");
	for (const name of ['marts', 'people', 'raw']) await detach(connection, name);
});
connection.closeSync();
database.close();
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ load, build, peakMegabytes } satisfies BareRun));
