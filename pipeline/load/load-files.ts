import { join } from 'node:path';
import type { Connection } from '#warehouse/database.ts';
import { activeLoads, hasRawTable, loadsWithRows } from '#warehouse/raw.ts';
import type { Load } from '#warehouse/raw.ts';
import { failpoint } from '../failpoint.ts';
import { acceptFiles, SHOWN_QUARANTINED } from './accept.ts';
import { ByteProgress } from './byte-progress.ts';
import { commitFiles } from './commit.ts';
import { checkDateFormats, fileContract } from './contract.ts';
import type { FileContract } from './contract.ts';
import type { LoadContext } from './load-context.ts';
import { planFiles } from './plan-files.ts';
import { rawColumns } from './raw-columns.ts';
import type { FilePlan } from './plan-files.ts';
import type { FileResult, SourceResult } from './source-result.ts';
import { stageFiles, stageNames } from './stage-files.ts';
import type { StagedFile } from './stage-files.ts';
import { findFiles, hashFile } from '../sources/file/files.ts';
import type { FoundFile, HashedFile } from '../sources/file/files.ts';
import type { ContentSource } from '../sources/schema.ts';
import { downloadFile } from '../sources/url/download.ts';
import { dropStage } from '../sources/contract/stage.ts';

/** The files of a source: those that its path names, or the one behind its address, fetched into the run's own folder. */
async function filesOf(source: ContentSource, context: FilesContext): Promise<FoundFile[]> {
	if (source.type === 'file') return findFiles(source, context.configDir);
	return downloadFile(source, join(context.dataDir, 'tmp', context.runId), context);
}

/** What files are found with. */
type FilesContext = Pick<LoadContext, 'configDir' | 'dataDir' | 'runId' | 'env' | 'signal'>;

async function hashFiles(
	source: ContentSource,
	context: LoadContext,
): Promise<{ files: HashedFile[]; progress: ByteProgress; hashSeconds: number }> {
	const found = await filesOf(source, context);
	const total = found.reduce((sum, file) => sum + file.bytes, 0);
	const progress = new ByteProgress(total, context.onProgress ?? (() => undefined));
	const began = performance.now();
	const files: HashedFile[] = [];
	for (const file of found) {
		files.push(await hashFile(file, { signal: context.signal, onBytes: progress.hashing() }));
	}
	return { files, progress, hashSeconds: (performance.now() - began) / 1000 };
}

/** What of the files found is to be loaded, and which loads they retire, given what is loaded already. */
export async function planLoad(
	connection: Connection,
	source: ContentSource,
	contract: FileContract,
	files: readonly HashedFile[],
	full: boolean,
): Promise<{ plan: FilePlan; hasTable: boolean; kept: Load[] }> {
	const active = await activeLoads(connection, source.name);
	const hasTable = await hasRawTable(connection, source.name, rawColumns(contract));
	const mayReload = active.length > 0 && (full || active.some((load) => load.contractHash !== contract.hash));
	const withRows = mayReload ? await loadsWithRows(connection, source.name) : new Set<string>();
	const plan = planFiles({ source, contractHash: contract.hash, files, active, loadsWithRows: withRows, full });
	return { plan, hasTable, kept: active.filter((load) => !plan.retired.includes(load)) };
}

function summarize(
	source: ContentSource,
	plan: FilePlan,
	staged: readonly StagedFile[],
	/** Records that changed nothing although their content is new. */
	idle: number,
): Omit<SourceResult, 'removed' | 'seconds' | 'hashSeconds'> {
	const unchanged = (file: HashedFile, read: number): FileResult => {
		return { file: file.name, status: 'unchanged', bytes: file.bytes, read, quarantined: 0, blankLines: 0 };
	};
	const files = [
		...plan.unchanged.map(({ file, load }) => unchanged(file, load.read)),
		...staged.map(({ file, extracted }): FileResult => {
			const { read, quarantinedCount: quarantined, blankLines } = extracted;
			return { file: file.name, status: 'loaded', bytes: file.bytes, read, quarantined, blankLines };
		}),
		...plan.copies.map(({ file, of }) =>
			unchanged(file, staged.find((other) => other.file === of)?.extracted.read ?? 0),
		),
	];
	const sum = (value: (file: FileResult) => number): number => files.reduce((all, file) => all + value(file), 0);
	const read = sum((file) => file.read);
	const quarantined = sum((file) => file.quarantined);
	const known = idle + sum((file) => (file.status === 'unchanged' ? file.read : 0));
	return {
		name: source.name,
		status: 'ok',
		read,
		loaded: read - known - quarantined,
		unchanged: known,
		quarantined,
		cursor: null,
		notes: [],
		files,
		drift: staged.flatMap(({ extracted }) => extracted.drift),
		quarantine: staged.flatMap(({ extracted }) => extracted.quarantined).slice(0, SHOWN_QUARANTINED),
	};
}

/**
 * Brings raw up to date with the files of a source: what is new, by content, is read against the source's contract and
 * committed in one transaction with its raw.loads rows and what was set aside. A second call with the same files changes
 * nothing. `connection` has raw.duckdb attached as `raw`, migrated, and no transaction open.
 * @throws SourceError when a file cannot be read, breaks its contract too often, or the lease was lost: nothing is changed
 * then, and the error carries the records that were to be set aside
 * @throws ConfigError when the source contradicts itself
 * @throws the signal's reason when it is aborted
 */
export async function loadFiles(
	connection: Connection,
	source: ContentSource,
	context: LoadContext,
): Promise<SourceResult> {
	const began = performance.now();
	let tables: readonly string[] = [];
	try {
		const contract = fileContract(source);
		await checkDateFormats(connection, source.name, contract.format);
		const { files, progress, hashSeconds } = await hashFiles(source, context);
		const { plan, hasTable, kept } = await planLoad(connection, source, contract, files, context.full);
		for (const { file } of [...plan.unchanged, ...plan.copies]) progress.skipped(file.bytes);
		tables = stageNames(source, plan);
		const staged = await stageFiles(connection, source, contract, plan, context, progress);
		const isUpToDate = hasTable && staged.length === 0 && plan.retired.length === 0;
		let outcome = { removed: 0, idle: 0 };
		if (!isUpToDate) {
			acceptFiles(source, contract, kept, staged);
			failpoint('load.staged');
			outcome = await commitFiles(connection, source, contract, plan, staged, context, progress, { hasTable, kept });
		}
		const seconds = (performance.now() - began) / 1000;
		const { removed, idle } = outcome;
		return { ...summarize(source, plan, staged, idle), removed, seconds, hashSeconds };
	} finally {
		for (const table of tables) await dropStage(connection, table);
	}
}
