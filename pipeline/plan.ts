import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasRecords, openRecords } from '#records/database.ts';
import { LeaseHeldError } from '#records/lease.ts';
import { listSnapshots } from '#records/snapshots.ts';
import type { Snapshot } from '#records/snapshots.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { downstream, lineageNodes } from '#warehouse/lineage.ts';
import { toMetric } from '#warehouse/own/own-metric.ts';
import { row, sql } from '#warehouse/query.ts';
import { rawFile } from '#warehouse/raw-copy.ts';
import { activeLoads } from '#warehouse/raw.ts';
import type { StagingSource } from '#warehouse/staging.ts';
import { resolveAsOf } from './as-of.ts';
import type { Config, LoadedConfig } from './config.ts';
import { snapshotFingerprint } from './fingerprint.ts';
import { fileContract } from './load/contract.ts';
import { planLoad } from './load/load-files.ts';
import { planRows } from './load/plan-rows.ts';
import { planFiles } from './load/plan-files.ts';
import { mapSources } from './map.ts';
import { checksWith } from './own-parts.ts';
import { changedInputs, pendingCause } from './plan/changed-inputs.ts';
import { planTransforms } from './plan/plan-transforms.ts';
import type { PlannedTransform } from './plan/plan-transforms.ts';
import type { PlannedSource, SourceWork } from './planned-source.ts';
import { findFiles, hashFile } from './sources/file/files.ts';
import { openRows } from './sources/open-rows.ts';
import { recordsStaging } from './sources/records/mapping.ts';
import { planRecords } from './sources/records/plan-records.ts';
import { isFileSource } from './sources/schema.ts';
import type { Source } from './sources/schema.ts';
import { stagingSources } from './staging-sources.ts';
import { plannedTransforms } from './transform.ts';

export interface Plan {
	/** Why a run would make a snapshot; null when it would find nothing to do. */
	readonly reason: string | null;
	readonly sources: readonly PlannedSource[];
	readonly transforms: readonly PlannedTransform[];
	/** Relations of the last snapshot that nothing makes any more. */
	readonly gone: readonly string[];
	/** Relations that would be copied from the last snapshot. */
	readonly copied: readonly string[];
	readonly checks: readonly string[];
}

/**
 * What a run would do: what waits at each source, which relations would be built and why, which checks asked. Reads the
 * sources' files and what is loaded, and changes nothing.
 * @throws SourceError when a source cannot be read, LeaseHeldError while a run is at work on what is loaded
 */
export async function planRun(dataDir: string, loaded: LoadedConfig): Promise<Plan> {
	const { config, dir } = loaded;
	const database = await openMemory({ threads: 1, memoryLimit: '1GB' });
	const connection = await database.connect();
	try {
		const hasRaw = await attachLoaded(connection, rawFile(dataDir));
		const work: SourceWork[] = [];
		for (const source of config.sources) work.push(await planSource(connection, source, dir, hasRaw));
		const own = await planRecords(connection, dataDir);
		if (own !== null) work.push(own);
		const sources = hasRaw ? await stagingSources(connection, config) : config.sources;
		const isListed = own === null || sources.some(({ name }) => name === own.planned.name);
		const mapped = isListed ? sources : [...sources, recordsStaging(config.company)];
		const last = hasRecords(dataDir) ? await newestSnapshot(dataDir) : null;
		const planned = work.map((each) => each.planned);
		return { sources: planned, ...(await planBuild(connection, loaded, mapped, work, last)) };
	} finally {
		connection.closeSync();
		database.close();
	}
}

/** What follows the loading of the sources. */
async function planBuild(
	connection: Connection,
	loaded: LoadedConfig,
	sources: readonly StagingSource[],
	work: readonly SourceWork[],
	last: Snapshot | null,
): Promise<Omit<Plan, 'sources'>> {
	const { config, own } = loaded;
	const transforms = await plannedTransforms(connection, own.transforms);
	const nodes = await lineageNodes(connection, sources, transforms, own.metrics.map(toMetric));
	const published = transforms.filter(({ folder }) => folder !== 'intermediate' && folder !== 'features');
	const checks = checksWith(own.checks).map(({ name }) => name);
	if (last === null) {
		const reason = 'there is no snapshot yet';
		const all = transforms.map(({ name }) => ({ name, reason, causes: [reason], downstream: downstream(name, nodes) }));
		return { reason, transforms: all, gone: [], copied: [], checks };
	}
	const pending = work.filter(({ isPending }) => isPending);
	const now = pending.length === 0 ? await stateNow(connection, loaded, last) : null;
	const names = published.map(({ name }) => name);
	if (now?.isUnchanged) return { reason: null, transforms: [], gone: [], copied: names, checks: [] };
	const asOf = now === null ? knownAsOf(config) : now.asOf;
	const inputs = await changedInputs(connection, { config, sources, pending, asOf, last });
	const planned = planTransforms(transforms, nodes, last.details.versions ?? {}, inputs);
	const built = new Set(planned.map(({ name }) => name));
	const gone = last.details.relations.map(({ name }) => name).filter((name) => !names.includes(name));
	const causes = pending.length > 0 ? pending.map(pendingCause) : [...new Set(planned.flatMap((each) => each.causes))];
	return {
		reason: causes.length > 0 ? causes.join(', ') : reasonBeside(gone),
		transforms: planned,
		gone,
		copied: names.filter((name) => !built.has(name)),
		checks,
	};
}

/** Why a snapshot would be made of relations that are all as they were. */
function reasonBeside(gone: readonly string[]): string {
	return gone.length > 0
		? `${gone.join(', ')} would no longer be made`
		: 'models, settings, metrics or checks changed since the last snapshot';
}

/** The analysis date where it does not hang on what waits. */
function knownAsOf(config: Config): string | null {
	return config.asOf === 'data' ? null : resolveAsOf(config, { first: null, last: null }, Temporal.Now.instant());
}

/** Attaches raw where something was ever loaded into it: a run that was killed at its start leaves it without tables. */
async function attachLoaded(connection: Connection, file: string): Promise<boolean> {
	if (!existsSync(file) || statSync(file).size === 0) return false;
	try {
		await attach(connection, file, 'raw', { readOnly: true });
	} catch (cause) {
		const pid = /Conflicting lock.*PID (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
		if (pid === undefined) throw cause;
		throw new LeaseHeldError(dirname(file), { pid: Number(pid), role: 'run' }, { cause });
	}
	const table = sql`select 1 as found from duckdb_tables() where database_name = 'raw' and table_name = 'loads'`;
	return (await row(connection, table)) !== null;
}

/** Of what is loaded: the analysis date, and whether the last snapshot was made of just this. */
async function stateNow(
	connection: Connection,
	loaded: LoadedConfig,
	last: Snapshot,
): Promise<{ readonly asOf: string; readonly isUnchanged: boolean }> {
	const now = Temporal.Now.instant();
	const mapped = await mapSources(connection, loaded, now);
	const asOf = resolveAsOf(loaded.config, mapped.events, now);
	return { asOf, isUnchanged: last.fingerprint === (await snapshotFingerprint(connection, mapped, asOf, loaded.own)) };
}

/** The snapshot that a run copies from: the newest one, whichever is shown. */
async function newestSnapshot(dataDir: string): Promise<Snapshot | null> {
	const records = await openRecords(dataDir);
	try {
		const [newest] = await listSnapshots(records);
		return newest ?? null;
	} finally {
		await records.destroy();
	}
}

async function planSource(
	connection: Connection,
	source: Source,
	configDir: string,
	hasRaw: boolean,
): Promise<SourceWork> {
	if (!isFileSource(source)) return planRows(connection, source, openRows, hasRaw, { configDir, env: process.env });
	const active = hasRaw ? await activeLoads(connection, source.name) : [];
	const last = active.at(-1);
	const cursor = last === undefined ? null : `${active.length} files, the last at ${last.loadedAt}`;
	if (source.type === 'url') {
		const pending = 'a file that the run fetches, and loads where its content is new';
		return { isPending: true, planned: { name: source.name, cursor, pending } };
	}
	const files = [];
	for (const file of await findFiles(source, configDir)) files.push(await hashFile(file));
	const contract = fileContract(source);
	const plan = hasRaw
		? (await planLoad(connection, source, contract, files, false)).plan
		: planFiles({ source, contractHash: contract.hash, files, active, loadsWithRows: new Set(), full: false });
	const bytes = plan.toLoad.reduce((sum, { file }) => sum + file.bytes, 0);
	const waiting = plan.toLoad.map(({ file }) => file.name).join(', ');
	const gone = plan.retired.length === 0 ? '' : ` and ${plan.retired.length} loads to take back`;
	return {
		isPending: plan.toLoad.length > 0 || plan.retired.length > 0,
		planned: {
			name: source.name,
			cursor,
			pending:
				plan.toLoad.length === 0 && plan.retired.length === 0
					? 'nothing new'
					: `${plan.toLoad.length} files (${(bytes / 1e6).toFixed(1)} MB: ${waiting})${gone}`,
		},
	};
}
