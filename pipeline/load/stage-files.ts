import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '#warehouse/database.ts';
import { extractFile } from '../sources/file/extract.ts';
import type { ExtractedFile } from '../sources/file/extract.ts';
import { assertUnchanged } from '../sources/file/files.ts';
import type { HashedFile } from '../sources/file/files.ts';
import type { ContentSource } from '../sources/schema.ts';
import { SHOWN_QUARANTINED } from './accept.ts';
import { referenceTargets } from './references.ts';
import type { ByteProgress } from './byte-progress.ts';
import type { FileContract } from './contract.ts';
import type { LoadContext } from './load-context.ts';
import type { FilePlan } from './plan-files.ts';

/** A file in its stage table, with the id that its load will have. */
export interface StagedFile {
	readonly file: HashedFile;
	/** The name that its rows carry. */
	readonly label: string;
	/** Ids of loads sort in the order in which the loads are made, for ids of runs do. */
	readonly loadId: string;
	readonly startedAt: string;
	readonly extracted: ExtractedFile;
}

/** Names of the stage tables of a plan, one per file to load. */
export function stageNames(source: ContentSource, plan: FilePlan): string[] {
	return plan.toLoad.map((_, index) => `stage_${source.name}_${index}`);
}

/**
 * Reads every file that is to be loaded into a stage table.
 * @throws SourceError when one cannot be read or changes while it is
 */
export async function stageFiles(
	connection: Connection,
	source: ContentSource,
	contract: FileContract,
	plan: FilePlan,
	context: LoadContext,
	progress: ByteProgress,
): Promise<StagedFile[]> {
	const rules = {
		format: contract.format,
		// Appended rows may tell of one thing again and again.
		contract: {
			...contract,
			key: source.disposition === 'append' ? [] : source.key,
			references: plan.toLoad.length === 0 ? [] : await referenceTargets(connection, source.name, contract),
			pseudonymKey: context.pseudonymKey,
		},
		keptQuarantined: Math.max(source.quarantine.maxRows, SHOWN_QUARANTINED),
	};
	const tmpDir = join(context.dataDir, 'tmp', context.runId);
	await mkdir(tmpDir, { recursive: true, mode: 0o700 });
	const names = stageNames(source, plan);
	const staged: StagedFile[] = [];
	for (const [index, { file, label }] of plan.toLoad.entries()) {
		context.signal?.throwIfAborted();
		const startedAt = new Date().toISOString();
		const options = { signal: context.signal, onBytes: progress.reading(file.bytes) };
		const extracted = await extractFile(connection, file, names[index] ?? '', rules, tmpDir, options);
		await assertUnchanged(file);
		progress.staged(file.bytes);
		const number = String(index + 1).padStart(6, '0');
		staged.push({ file, label, loadId: `${context.runId}/${source.name}/${number}`, startedAt, extracted });
	}
	return staged;
}
