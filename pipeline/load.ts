import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '#warehouse/database.ts';
import { row, sql } from '#warehouse/query.ts';
import {
	activeLoads,
	columnIdent,
	createRawTable,
	deleteLoadedRows,
	hasRawTable,
	insertLoad,
	insertQuarantined,
	loadsWithRows,
	rawTable,
	rawTableName,
	retireLoads,
} from '#warehouse/raw.ts';
import type { Load, RawColumn } from '#warehouse/raw.ts';
import { SourceError } from './errors.ts';
import { failpoint } from './failpoint.ts';
import { acceptLoad, SHOWN_QUARANTINED } from './load/accept.ts';
import { ByteProgress } from './load/byte-progress.ts';
import type { ByteCount } from './load/byte-progress.ts';
import { checkDateFormats, readContract } from './load/contract.ts';
import type { Contract } from './load/contract.ts';
import { planFiles } from './load/plan-files.ts';
import type { FilePlan } from './load/plan-files.ts';
import { extractFile } from './sources/file/extract.ts';
import type { ExtractedFile } from './sources/file/extract.ts';
import type { QuarantinedRow } from './sources/file/file-source.ts';
import { assertUnchanged, findFiles, hashFile } from './sources/file/files.ts';
import type { HashedFile } from './sources/file/files.ts';
import type { Drift } from './sources/file/header.ts';
import type { FileSource } from './sources/file/schema.ts';
import { dropStage, GOOD_ROWS } from './sources/file/stage.ts';
import { RAW_TYPES } from './sources/file/values.ts';

export interface LoadContext {
	readonly runId: string;
	/** Copies that are needed meanwhile lie in `tmp/<runId>` of it. */
	readonly dataDir: string;
	/** Paths of the source are relative to it. */
	readonly configDir: string;
	/** Loads everything anew. */
	readonly full: boolean;
	readonly fencingToken: number;
	/** Asked right before the commit: whether the run still holds its lease. */
	readonly isCurrent: () => boolean | Promise<boolean>;
	readonly signal?: AbortSignal;
	readonly onProgress?: (count: ByteCount) => void;
}

/** A file of a source and what became of it. */
export interface FileResult {
	readonly file: string;
	readonly status: 'loaded' | 'unchanged';
	readonly bytes: number;
	readonly read: number;
	readonly quarantined: number;
	readonly blankLines: number;
}

/** What a load did. Counts are records: read = loaded + unchanged + quarantined. */
export interface SourceResult {
	readonly name: string;
	readonly status: 'ok';
	readonly read: number;
	readonly loaded: number;
	/** Records of files whose content was loaded before, those set aside then included. */
	readonly unchanged: number;
	/** Rows that went because the content they came from is gone. */
	readonly removed: number;
	readonly quarantined: number;
	readonly seconds: number;
	/** Of these, seconds for the hashes of the files. */
	readonly hashSeconds: number;
	readonly files: readonly FileResult[];
	readonly drift: readonly Drift[];
	/** Records that this load set aside, at most 1,000. */
	readonly quarantine: readonly QuarantinedRow[];
}

interface StagedFile {
	readonly file: HashedFile;
	readonly label: string;
	readonly loadId: string;
	readonly startedAt: string;
	readonly extracted: ExtractedFile;
}

async function hashFiles(
	source: FileSource,
	context: LoadContext,
): Promise<{ files: HashedFile[]; progress: ByteProgress; hashSeconds: number }> {
	const found = await findFiles(source, context.configDir);
	const total = found.reduce((sum, file) => sum + file.bytes, 0);
	const progress = new ByteProgress(total, context.onProgress ?? (() => undefined));
	const began = performance.now();
	const files: HashedFile[] = [];
	for (const file of found) {
		files.push(await hashFile(file, { signal: context.signal, onBytes: progress.hashing() }));
	}
	return { files, progress, hashSeconds: (performance.now() - began) / 1000 };
}

async function stageFiles(
	connection: Connection,
	source: FileSource,
	contract: Contract,
	plan: FilePlan,
	context: LoadContext,
	progress: ByteProgress,
	tables: string[],
): Promise<StagedFile[]> {
	const rules = {
		format: contract.format,
		columns: contract.columns,
		key: source.disposition === 'append' ? [] : source.key,
		keptQuarantined: Math.max(source.quarantine.maxRows, SHOWN_QUARANTINED),
	};
	const tmpDir = join(context.dataDir, 'tmp', context.runId);
	await mkdir(tmpDir, { recursive: true, mode: 0o700 });
	const staged: StagedFile[] = [];
	for (const [index, { file, label }] of plan.toLoad.entries()) {
		context.signal?.throwIfAborted();
		const startedAt = new Date().toISOString();
		const table = `stage_${source.name}_${index}`;
		tables.push(table);
		const options = { signal: context.signal, onBytes: progress.reading(file.bytes) };
		const extracted = await extractFile(connection, file, table, rules, tmpDir, options);
		await assertUnchanged(file);
		progress.staged(file.bytes);
		const number = String(index + 1).padStart(6, '0');
		staged.push({ file, label, loadId: `${context.runId}/${source.name}/${number}`, startedAt, extracted });
	}
	return staged;
}

async function insertStaged(
	connection: Connection,
	source: FileSource,
	contract: Contract,
	staged: StagedFile,
	context: LoadContext,
	isTableEmpty: boolean,
): Promise<Load> {
	const { extracted, file, loadId, label } = staged;
	const { stage } = extracted;
	const table = rawTable(source.name).text;
	if (stage !== null) {
		if (source.disposition === 'merge' && !isTableEmpty) {
			const sameKey = source.key.map((name) => {
				const index = contract.columns.findIndex((column) => column.name === name);
				return `old.${columnIdent(name).text} = new.v${index}`;
			});
			await connection.run(
				`delete from ${table} as old using (select * from ${stage.name} where ${GOOD_ROWS}) as new
				where ${sameKey.join(' and ')}`,
			);
		}
		const values = contract.columns.map((_, index) => `v${index}`).join(', ');
		await connection.run(
			`insert into ${table} select ${values}, $1, $2, ${stage.lineSql} from ${stage.name} where ${GOOD_ROWS}`,
			[loadId, label],
		);
	}
	const loadedAt = new Date().toISOString();
	const load: Load = {
		loadId,
		runId: context.runId,
		source: source.name,
		file: label,
		fileHash: file.hash,
		bytes: file.bytes,
		disposition: source.disposition,
		contractHash: contract.hash,
		read: extracted.read,
		loaded: extracted.read - extracted.quarantinedCount,
		quarantined: extracted.quarantinedCount,
		fencingToken: context.fencingToken,
		startedAt: staged.startedAt,
		loadedAt,
	};
	await insertLoad(connection, load);
	const quarantined = extracted.quarantined.map((entry) => ({
		...entry,
		source: source.name,
		table: rawTableName(source.name),
		loadId,
		runId: context.runId,
		file: label,
	}));
	await insertQuarantined(connection, quarantined, loadedAt);
	return load;
}

async function countRows(connection: Connection, source: FileSource, loads: readonly Load[]): Promise<number> {
	let count = 0;
	for (const { loadId } of loads) {
		const counted = await row<{ rows: number }>(
			connection,
			sql`select count(*) as rows from ${rawTable(source.name)} where _load_id = ${loadId}`,
		);
		count += counted?.rows ?? 0;
	}
	return count;
}

/** Takes retired loads out of raw, or makes the table anew when nothing stays. Gives the rows whose content is gone. */
async function retire(
	connection: Connection,
	source: FileSource,
	columns: readonly RawColumn[],
	plan: FilePlan,
	state: { readonly hasTable: boolean; readonly nothingStays: boolean },
): Promise<number> {
	const coming = new Set(plan.toLoad.map(({ file }) => file.hash));
	const gone = plan.retired.filter((load) => !coming.has(load.fileHash));
	const removed = gone.length === 0 ? 0 : await countRows(connection, source, gone);
	if (!state.hasTable || (state.nothingStays && plan.retired.length > 0)) {
		await createRawTable(connection, source.name, columns);
	} else {
		await deleteLoadedRows(
			connection,
			source.name,
			plan.retired.map((load) => load.loadId),
		);
	}
	await retireLoads(
		connection,
		plan.retired.map((load) => load.loadId),
		new Date().toISOString(),
	);
	return removed;
}

async function inTransaction<Result>(connection: Connection, work: () => Promise<Result>): Promise<Result> {
	await connection.run('begin transaction');
	try {
		const result = await work();
		await connection.run('commit');
		return result;
	} catch (cause) {
		try {
			await connection.run('rollback');
		} catch {
			// An instance that lost its disk refuses this, too; the first error says why.
		}
		throw cause;
	}
}

async function loadNew(
	connection: Connection,
	source: FileSource,
	contract: Contract,
	plan: FilePlan,
	context: LoadContext,
	progress: ByteProgress,
	state: { readonly hasTable: boolean; readonly kept: readonly Load[] },
): Promise<{ staged: StagedFile[]; removed: number }> {
	const columns = contract.columns.map(({ name, type }) => ({ name, type: RAW_TYPES[type] }));
	const tables: string[] = [];
	try {
		const staged = await stageFiles(connection, source, contract, plan, context, progress, tables);
		const read = staged.reduce((sum, { extracted }) => sum + extracted.read, 0);
		const quarantined = staged.reduce((sum, { extracted }) => sum + extracted.quarantinedCount, 0);
		const rowsAfter = state.kept.reduce((sum, load) => sum + load.loaded, 0) + read - quarantined;
		const rowsAside = staged.flatMap(({ extracted }) => extracted.quarantined);
		acceptLoad(source, { read, quarantined, rowsAfter }, rowsAside);
		failpoint('load.staged');
		const nothingStays = state.kept.length === 0;
		const removed = await inTransaction(connection, async () => {
			const gone = await retire(connection, source, columns, plan, { hasTable: state.hasTable, nothingStays });
			for (const [index, file] of staged.entries()) {
				context.signal?.throwIfAborted();
				await insertStaged(connection, source, contract, file, context, nothingStays && index === 0);
				progress.inserted(file.file.bytes);
			}
			failpoint('load.inserted');
			if (!(await context.isCurrent())) {
				throw new SourceError(`source ${source.name}: another run took over, nothing of it was loaded`, {
					hint: 'run again when the other one has ended',
					retryable: true,
				});
			}
			context.signal?.throwIfAborted();
			return gone;
		});
		failpoint('load.committed');
		// Replaying DDL from the log is DuckDB's weak side: the log ends here.
		if (!state.hasTable || nothingStays) await connection.run('checkpoint raw');
		return { staged, removed };
	} finally {
		for (const table of tables) await dropStage(connection, table);
	}
}

function summarize(
	source: FileSource,
	plan: FilePlan,
	staged: readonly StagedFile[],
): Omit<SourceResult, 'removed' | 'seconds' | 'hashSeconds'> {
	const files: FileResult[] = [];
	for (const { file, load } of plan.unchanged) {
		const { read } = load;
		files.push({ file: file.name, status: 'unchanged', bytes: file.bytes, read, quarantined: 0, blankLines: 0 });
	}
	for (const { file, extracted } of staged) {
		const { read, quarantinedCount: quarantined, blankLines } = extracted;
		files.push({ file: file.name, status: 'loaded', bytes: file.bytes, read, quarantined, blankLines });
	}
	for (const { file, of } of plan.copies) {
		const read = staged.find((other) => other.file === of)?.extracted.read ?? 0;
		files.push({ file: file.name, status: 'unchanged', bytes: file.bytes, read, quarantined: 0, blankLines: 0 });
	}
	const read = files.reduce((sum, file) => sum + file.read, 0);
	const quarantined = files.reduce((sum, file) => sum + file.quarantined, 0);
	const unchanged = files.filter(({ status }) => status === 'unchanged').reduce((sum, file) => sum + file.read, 0);
	return {
		name: source.name,
		status: 'ok',
		read,
		loaded: read - unchanged - quarantined,
		unchanged,
		quarantined,
		files,
		drift: staged.flatMap(({ extracted }) => extracted.drift),
		quarantine: staged.flatMap(({ extracted }) => extracted.quarantined).slice(0, SHOWN_QUARANTINED),
	};
}

async function planLoad(
	connection: Connection,
	source: FileSource,
	contract: Contract,
	files: readonly HashedFile[],
	full: boolean,
): Promise<{ plan: FilePlan; hasTable: boolean; active: Load[] }> {
	const columns = contract.columns.map(({ name, type }) => ({ name, type: RAW_TYPES[type] }));
	const active = await activeLoads(connection, source.name);
	const hasTable = await hasRawTable(connection, source.name, columns);
	const mayReload = active.length > 0 && (full || active.some((load) => load.contractHash !== contract.hash));
	const withRows = mayReload ? await loadsWithRows(connection, source.name) : new Set<string>();
	const plan = planFiles({ source, contractHash: contract.hash, files, active, loadsWithRows: withRows, full });
	return { plan, hasTable, active };
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
export async function loadSource(
	connection: Connection,
	source: FileSource,
	context: LoadContext,
): Promise<SourceResult> {
	const began = performance.now();
	const interrupt = (): void => connection.interrupt();
	context.signal?.throwIfAborted();
	context.signal?.addEventListener('abort', interrupt);
	try {
		const contract = readContract(source);
		await checkDateFormats(connection, source, contract.format);
		const { files, progress, hashSeconds } = await hashFiles(source, context);
		const { plan, hasTable, active } = await planLoad(connection, source, contract, files, context.full);
		for (const { file } of [...plan.unchanged, ...plan.copies]) progress.skipped(file.bytes);
		const kept = active.filter((load) => !plan.retired.includes(load));
		const isUpToDate = hasTable && plan.toLoad.length === 0 && plan.retired.length === 0;
		const { staged, removed } = isUpToDate
			? { staged: [], removed: 0 }
			: await loadNew(connection, source, contract, plan, context, progress, { hasTable, kept });
		const seconds = (performance.now() - began) / 1000;
		return { ...summarize(source, plan, staged), removed, seconds, hashSeconds };
	} catch (cause) {
		context.signal?.throwIfAborted();
		throw cause;
	} finally {
		context.signal?.removeEventListener('abort', interrupt);
	}
}
