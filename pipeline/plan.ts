import { existsSync } from 'node:fs';
import { CHECKS } from '#warehouse/checks/catalog.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { downstreamOf } from '#warehouse/graph.ts';
import { activeLoads } from '#warehouse/raw.ts';
import type { LoadedConfig } from './config.ts';
import { rawFile } from './data-folder.ts';
import { readContract } from './load/contract.ts';
import { planFiles } from './load/plan-files.ts';
import { findFiles, hashFile } from './sources/file/files.ts';
import type { FileSource } from './sources/file/schema.ts';
import { plannedTransforms } from './transform.ts';

export interface PlannedSource {
	readonly name: string;
	/** What is loaded so far, in words; null when nothing is. */
	readonly cursor: string | null;
	/** What waits, in words. */
	readonly pending: string;
}

export interface PlannedTransform {
	readonly name: string;
	readonly reason: string;
	/** Relations that are built from it. */
	readonly downstream: readonly string[];
}

export interface Plan {
	readonly sources: readonly PlannedSource[];
	readonly transforms: readonly PlannedTransform[];
	readonly checks: readonly string[];
}

interface SourceWork {
	readonly planned: PlannedSource;
	readonly isPending: boolean;
}

/**
 * What a run would do: what waits at each source, which relations would be built and why, which checks asked. Reads the
 * sources' files and what is loaded, and changes nothing.
 * @throws SourceError when a source cannot be read
 */
export async function planRun(dataDir: string, { config, dir }: LoadedConfig): Promise<Plan> {
	const database = await openMemory({ threads: 1, memoryLimit: '1GB' });
	const connection = await database.connect();
	try {
		const hasRaw = existsSync(rawFile(dataDir));
		if (hasRaw) await attach(connection, rawFile(dataDir), 'raw', { readOnly: true });
		const work: SourceWork[] = [];
		for (const source of config.sources) work.push(await planSource(connection, source, dir, hasRaw));
		const pending = work.filter(({ isPending }) => isPending).map(({ planned }) => planned.name);
		const transforms = plannedTransforms(connection);
		return {
			sources: work.map(({ planned }) => planned),
			transforms:
				pending.length === 0
					? []
					: transforms.map(({ name }) => ({
							name,
							reason: `a new snapshot is built: ${pending.join(', ')} changed`,
							downstream: downstreamOf(name, transforms),
						})),
			checks: pending.length === 0 ? [] : CHECKS.map(({ name }) => name),
		};
	} finally {
		connection.closeSync();
		database.close();
	}
}

async function planSource(
	connection: Connection,
	source: FileSource,
	configDir: string,
	hasRaw: boolean,
): Promise<SourceWork> {
	const active = hasRaw ? await activeLoads(connection, source.name) : [];
	const files = [];
	for (const file of await findFiles(source, configDir)) files.push(await hashFile(file));
	const plan = planFiles({
		source,
		contractHash: readContract(source).hash,
		files,
		active,
		loadsWithRows: new Set(active.map((load) => load.loadId)),
		full: false,
	});
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
