import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { writeCompany } from '#demo/company.ts';
import { loadConfig } from '#pipeline/config.ts';
import type { LoadedConfig } from '#pipeline/config.ts';
import type { RunReport } from '#pipeline/run-report.ts';
import { attach, detach, openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { openBuild } from '#warehouse/build-relations.ts';
import { BEFORE_SCORING, loadTransforms, orderTransforms } from '#warehouse/graph.ts';
import { migrateRaw } from '#warehouse/raw-schema.ts';
import { BUILD_PATH } from '#warehouse/snapshot-files.ts';
import { writeCompanySettings } from '#warehouse/snapshot-info.ts';
import { stagingViews } from '#warehouse/staging.ts';
import { inFolder, kundig } from './measure.ts';

const UNTIL = '2026-10-14';
const TYPES = {
	text: 'VARCHAR',
	integer: 'BIGINT',
	decimal: 'DECIMAL(18,6)',
	float: 'DOUBLE',
	boolean: 'BOOLEAN',
	date: 'DATE',
	timestamp: 'TIMESTAMP',
} as const;

async function readFiles(connection: Connection, { config, dir }: LoadedConfig): Promise<void> {
	for (const source of config.sources) {
		if (source.type !== 'file') throw new Error(`${source.name} is no file`);
		const columns = Object.entries(source.columns).map(
			([name, column]) => `'${name}': '${TYPES[typeof column === 'string' ? column : column.type]}'`,
		);
		await connection.run(
			`create table raw.main.${source.name}__rows as
			select *, 'bare' as _load_id, '${source.name}.csv' as _file, 0::bigint as _line
			from read_csv('${join(dir, source.path)}', columns = {${columns.join(', ')}}, header = true, auto_detect = false)`,
		);
	}
}

/** The same files, the same SQL and the same tables, by DuckDB alone: no hash, no contract, no checks, no sync. */
async function bare(loaded: LoadedConfig, folder: string): Promise<{ load: number; build: number }> {
	const database = await openMemory({
		threads: availableParallelism(),
		memoryLimit: '8GB',
		tempDirectory: join(folder, 'spill'),
	});
	const connection = await database.connect();
	const began = performance.now();
	for (const name of ['raw', 'marts', 'people']) {
		await attach(connection, join(folder, `bare-${name}.duckdb`), name, { readOnly: false });
	}
	await migrateRaw(connection);
	await connection.run(`set search_path = '${BUILD_PATH}'`);
	// As someone who knows DuckDB would: with the order kept, writing takes twice as long.
	await connection.run('set preserve_insertion_order = false');
	await readFiles(connection, loaded);
	const read = performance.now();
	const transforms = await orderTransforms(connection, loadTransforms());
	const { sources, company } = loaded.config;
	for (const view of stagingViews(sources, company.zone)) {
		await connection.run(`create temp view ${view.name} as ${view.sql}`);
	}
	await writeCompanySettings(connection, { ...company, asOf: UNTIL });
	const build = await openBuild(connection, transforms, { inputs: new Map(), previous: {} });
	await build.build(BEFORE_SCORING);
	await connection.run("set search_path = 'memory.main'");
	for (const name of ['marts', 'people', 'raw']) await detach(connection, name);
	const ended = performance.now();
	connection.closeSync();
	database.close();
	return { load: (read - began) / 1000, build: (ended - read) / 1000 };
}

/** A full run on a company of so many customers, beside bare DuckDB doing the same work in the same minutes. */
export async function measureMillion(customers: number): Promise<void> {
	await inFolder(async (folder) => {
		const out = join(folder, 'company');
		const company = await writeCompany({ customers, seed: 1, until: UNTIL, out });
		console.log(
			`company: ${customers} customers, ${company.orderLines} order lines, records of the first ${company.records.ofCustomers}, in ${company.seconds.toFixed(0)} s`,
		);
		const config = join(out, 'kundig.config.ts');
		const data = join(folder, 'data');
		const { answer, seconds } = kundig(['run', '--data', data, '--config', config]);
		rmSync(data, { recursive: true, force: true });
		const report = answer as RunReport;
		const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
		const load = sum(report.sources.map((source) => source.seconds));
		const hash = sum(report.sources.map((source) => source.hashSeconds));
		const steps = report.steps.map((step) => `${step.name} ${step.seconds.toFixed(1)}`).join(', ');
		console.log(`kundig: ${seconds.toFixed(1)} s (load ${load.toFixed(1)}, of it hashes ${hash.toFixed(1)}; ${steps})`);
		const { load: bareLoad, build } = await bare(await loadConfig(config), folder);
		console.log(
			`bare DuckDB: ${(bareLoad + build).toFixed(1)} s (load ${bareLoad.toFixed(1)}, tables ${build.toFixed(1)})`,
		);
		console.log(
			`ratio: ${(seconds / (bareLoad + build)).toFixed(2)}; without hashes ${((seconds - hash) / (bareLoad + build)).toFixed(2)}`,
		);
	});
}
