import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasRecords, openRecords } from '#records/database.ts';
import { LeaseHeldError } from '#records/lease.ts';
import { currentSnapshot } from '#records/snapshots.ts';
import type { Snapshot } from '#records/snapshots.ts';
import { CHECKS } from '#warehouse/checks/catalog.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { downstream, lineageNodes, upstream } from '#warehouse/lineage.ts';
import type { LineageNode } from '#warehouse/lineage.ts';
import { row, sql } from '#warehouse/query.ts';
import { activeLoads } from '#warehouse/raw.ts';
import { resolveAsOf } from './as-of.ts';
import type { LoadedConfig } from './config.ts';
import { rawFile } from './data-folder.ts';
import { snapshotFingerprint } from './fingerprint.ts';
import { readContract } from './load/contract.ts';
import { planLoad } from './load.ts';
import { planFiles } from './load/plan-files.ts';
import { mapSources } from './map.ts';
import type { PlannedSource, SourceWork } from './planned-source.ts';
import { findFiles, hashFile } from './sources/file/files.ts';
import type { FileSource } from './sources/file/schema.ts';
import { recordsStaging } from './sources/records/mapping.ts';
import { planRecords } from './sources/records/plan-records.ts';
import { plannedTransforms } from './transform.ts';

export interface PlannedTransform {
	readonly name: string;
	readonly reason: string;
	/** Relations, metrics and pages that are made from it. */
	readonly downstream: readonly string[];
}

export interface Plan {
	readonly sources: readonly PlannedSource[];
	readonly transforms: readonly PlannedTransform[];
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
		const sources = own === null ? config.sources : [...config.sources, recordsStaging(config.company)];
		const pending = work.filter(({ isPending }) => isPending).map(({ planned }) => planned.name);
		const transforms = await plannedTransforms(connection, loaded.own.transforms);
		const nodes = await lineageNodes(connection, sources, transforms);
		const reason = pending.length === 0 ? await reasonToBuild(connection, dataDir, loaded) : null;
		const isBuilt = pending.length > 0 || reason !== null;
		return {
			sources: work.map(({ planned }) => planned),
			transforms: transforms
				.filter(() => isBuilt)
				.flatMap(({ name, inputs }): PlannedTransform[] => {
					const why = reason ?? reasonOfSources(name, pending, nodes) ?? reasonOfSettings(inputs);
					return why === null ? [] : [{ name, reason: why, downstream: downstream(name, nodes) }];
				}),
			checks: isBuilt ? CHECKS.map((check) => check.name) : [],
		};
	} finally {
		connection.closeSync();
		database.close();
	}
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

/** Why what is pending has a relation built; null when it has no part in it and is copied from the last snapshot. */
function reasonOfSources(name: string, pending: readonly string[], nodes: readonly LineageNode[]): string | null {
	const above = upstream(name, nodes);
	const changed = pending.filter((source) => above.includes(`source ${source}`));
	return changed.length === 0 ? null : `reads ${changed.join(', ')}`;
}

function reasonOfSettings(inputs: readonly string[]): string | null {
	return inputs.includes('company_settings') ? 'reads the analysis date, which may move with what is pending' : null;
}

/** Why a run would build a snapshot although no source has anything new; null when it would not. */
async function reasonToBuild(connection: Connection, dataDir: string, loaded: LoadedConfig): Promise<string | null> {
	const before = hasRecords(dataDir) ? await snapshotInUse(dataDir) : null;
	if (before === null) return 'there is no snapshot yet';
	const now = Temporal.Now.instant();
	const mapped = await mapSources(connection, loaded, now);
	const asOf = resolveAsOf(loaded.config, mapped.events, now);
	if (before.fingerprint === (await snapshotFingerprint(connection, mapped, asOf, loaded.own))) return null;
	return before.asOf === asOf
		? 'mapping, company or SQL changed since the snapshot in use'
		: `the analysis date moves from ${before.asOf} to ${asOf}`;
}

async function snapshotInUse(dataDir: string): Promise<Snapshot | null> {
	const records = await openRecords(dataDir);
	try {
		return await currentSnapshot(records);
	} finally {
		await records.destroy();
	}
}

async function planSource(
	connection: Connection,
	source: FileSource,
	configDir: string,
	hasRaw: boolean,
): Promise<SourceWork> {
	const files = [];
	for (const file of await findFiles(source, configDir)) files.push(await hashFile(file));
	const active = hasRaw ? await activeLoads(connection, source.name) : [];
	const contract = readContract(source);
	const plan = hasRaw
		? (await planLoad(connection, source, contract, files, false)).plan
		: planFiles({ source, contractHash: contract.hash, files, active, loadsWithRows: new Set(), full: false });
	const bytes = plan.toLoad.reduce((sum, { file }) => sum + file.bytes, 0);
	const waiting = plan.toLoad.map(({ file }) => file.name).join(', ');
	const gone = plan.retired.length === 0 ? '' : ` and ${plan.retired.length} loads to take back`;
	const last = active.at(-1);
	return {
		isPending: plan.toLoad.length > 0 || plan.retired.length > 0,
		planned: {
			name: source.name,
			cursor: last === undefined ? null : `${active.length} files, the last at ${last.loadedAt}`,
			pending:
				plan.toLoad.length === 0 && plan.retired.length === 0
					? 'nothing new'
					: `${plan.toLoad.length} files (${(bytes / 1e6).toFixed(1)} MB: ${waiting})${gone}`,
		},
	};
}
