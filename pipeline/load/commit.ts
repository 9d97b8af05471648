import type { Connection } from '#warehouse/database.ts';
import { withInsertionOrder } from '#warehouse/insertion-order.ts';
import {
	carryRawTable,
	countLoadedRows,
	createRawTable,
	deleteLoadedRows,
	insertLoad,
	insertQuarantined,
	rawTableName,
	retireLoads,
} from '#warehouse/raw.ts';
import type { Load } from '#warehouse/raw.ts';
import { failpoint } from '../failpoint.ts';
import type { ContentSource } from '../sources/schema.ts';
import type { StageTable } from '../sources/contract/stage.ts';
import type { ByteProgress } from './byte-progress.ts';
import type { Contract } from './contract.ts';
import { inTransaction } from './in-transaction.ts';
import { dropStale, insertStage } from './insert-stage.ts';
import type { LoadContext } from './load-context.ts';
import type { FilePlan } from './plan-files.ts';
import { rawColumns } from './raw-columns.ts';
import { requireLease } from './require-lease.ts';
import type { StagedFile } from './stage-files.ts';

/** What raw has of the source before. */
interface RawState {
	/** Whether its table is there with the columns of the contract. */
	readonly hasTable: boolean;
	/** Loads that stay. */
	readonly kept: readonly Load[];
}

/** Takes retired loads out of raw, or makes the table anew when nothing stays. Gives the rows whose content is gone. */
async function retire(
	connection: Connection,
	source: ContentSource,
	contract: Contract,
	plan: FilePlan,
	state: RawState,
): Promise<number> {
	const coming = new Set(plan.toLoad.map(({ file }) => file.hash));
	const retired = plan.retired.map((load) => load.loadId);
	const gone = plan.retired.filter((load) => !coming.has(load.fileHash)).map((load) => load.loadId);
	const removed = await countLoadedRows(connection, source.name, gone);
	if (source.disposition === 'scd2') {
		// Versions of before are in no file any more.
		if (!state.hasTable) await carryRawTable(connection, source.name, rawColumns(contract));
	} else if (!state.hasTable || (state.kept.length === 0 && retired.length > 0)) {
		await createRawTable(connection, source.name, rawColumns(contract));
	} else {
		await deleteLoadedRows(connection, source.name, retired);
	}
	await retireLoads(connection, retired, new Date().toISOString());
	return removed;
}

/** Brings the rows of a file into the table. Gives how many of them changed nothing. */
async function insertRows(
	connection: Connection,
	source: ContentSource,
	contract: Contract,
	stage: StageTable,
	staged: StagedFile,
	isTableEmpty: boolean,
): Promise<number> {
	const { loadId, label, startedAt, extracted } = staged;
	const rows = { source: source.name, contract, stage, loadId, label, at: startedAt, isWhole: true };
	// What a file tells may be older than what another one told.
	if (!isTableEmpty) await dropStale(connection, rows);
	const { brought } = await insertStage(connection, rows, isTableEmpty);
	return extracted.read - extracted.quarantinedCount - brought;
}

async function insertStaged(
	connection: Connection,
	source: ContentSource,
	contract: Contract,
	staged: StagedFile,
	context: LoadContext,
	isTableEmpty: boolean,
): Promise<number> {
	const { extracted, file, loadId, label, startedAt } = staged;
	const idle =
		extracted.stage === null
			? 0
			: await insertRows(connection, source, contract, extracted.stage, staged, isTableEmpty);
	const loadedAt = new Date().toISOString();
	await insertLoad(connection, {
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
		startedAt,
		loadedAt,
	});
	const quarantined = extracted.quarantined.map((entry) => ({
		...entry,
		source: source.name,
		table: rawTableName(source.name),
		loadId,
		runId: context.runId,
		file: label,
	}));
	await insertQuarantined(connection, quarantined, loadedAt);
	return idle;
}

/**
 * Puts staged files into raw in one transaction: rows, raw.loads, raw.quarantine, and the end of retired loads. Gives how
 * many rows went because the content they came from is gone, and how many records changed nothing.
 * @throws SourceError when the run no longer holds its lease; nothing is changed then, as after any other error
 */
export async function commitFiles(
	connection: Connection,
	source: ContentSource,
	contract: Contract,
	plan: FilePlan,
	staged: readonly StagedFile[],
	context: LoadContext,
	progress: ByteProgress,
	state: RawState,
): Promise<{ readonly removed: number; readonly idle: number }> {
	const nothingStays = state.kept.length === 0;
	const outcome = await inTransaction(connection, async () => {
		let idle = 0;
		const removed = await retire(connection, source, contract, plan, state);
		await withInsertionOrder(connection, false, async () => {
			for (const [index, file] of staged.entries()) {
				context.signal?.throwIfAborted();
				const isEmpty = nothingStays && index === 0 && source.disposition !== 'scd2';
				idle += await insertStaged(connection, source, contract, file, context, isEmpty);
				progress.inserted(file.file.bytes);
			}
		});
		failpoint('load.inserted');
		await requireLease(source.name, context);
		return { removed, idle };
	});
	failpoint('load.committed');
	// Replaying DDL from the log is DuckDB's weak side: the log ends here.
	if (!state.hasTable || nothingStays) await connection.run('checkpoint raw');
	return outcome;
}
