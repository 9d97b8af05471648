import type { Connection } from '#warehouse/database.ts';
import { withInsertionOrder } from '#warehouse/insertion-order.ts';
import {
	columnIdent,
	countLoadedRows,
	createRawTable,
	deleteLoadedRows,
	insertLoad,
	insertQuarantined,
	rawTable,
	rawTableName,
	retireLoads,
} from '#warehouse/raw.ts';
import type { Load, RawColumn } from '#warehouse/raw.ts';
import { failpoint } from '../failpoint.ts';
import type { FileSource } from '../sources/file/schema.ts';
import { GOOD_ROWS } from '../sources/file/stage.ts';
import type { StageTable } from '../sources/file/stage.ts';
import { RAW_TYPES } from '../sources/file/values.ts';
import type { ByteProgress } from './byte-progress.ts';
import type { Contract } from './contract.ts';
import { inTransaction } from './in-transaction.ts';
import type { LoadContext } from './load-context.ts';
import type { FilePlan } from './plan-files.ts';
import { requireLease } from './require-lease.ts';
import type { StagedFile } from './stage-files.ts';

/** The columns of a source's table in raw. */
export function rawColumns(contract: Contract): RawColumn[] {
	return contract.columns.map(({ name, type }) => ({ name, type: RAW_TYPES[type] }));
}

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
	source: FileSource,
	contract: Contract,
	plan: FilePlan,
	state: RawState,
): Promise<number> {
	const coming = new Set(plan.toLoad.map(({ file }) => file.hash));
	const retired = plan.retired.map((load) => load.loadId);
	const gone = plan.retired.filter((load) => !coming.has(load.fileHash)).map((load) => load.loadId);
	const removed = await countLoadedRows(connection, source.name, gone);
	if (!state.hasTable || (state.kept.length === 0 && retired.length > 0)) {
		await createRawTable(connection, source.name, rawColumns(contract));
	} else {
		await deleteLoadedRows(connection, source.name, retired);
	}
	await retireLoads(connection, retired, new Date().toISOString());
	return removed;
}

async function insertRows(
	connection: Connection,
	source: FileSource,
	contract: Contract,
	stage: StageTable,
	staged: StagedFile,
	isTableEmpty: boolean,
): Promise<void> {
	const table = rawTable(source.name).text;
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
		[staged.loadId, staged.label],
	);
}

async function insertStaged(
	connection: Connection,
	source: FileSource,
	contract: Contract,
	staged: StagedFile,
	context: LoadContext,
	isTableEmpty: boolean,
): Promise<void> {
	const { extracted, file, loadId, label, startedAt } = staged;
	if (extracted.stage !== null) {
		await insertRows(connection, source, contract, extracted.stage, staged, isTableEmpty);
	}
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
}

/**
 * Puts staged files into raw in one transaction: rows, raw.loads, raw.quarantine, and the end of retired loads. Gives how
 * many rows went because the content they came from is gone.
 * @throws SourceError when the run no longer holds its lease; nothing is changed then, as after any other error
 */
export async function commitFiles(
	connection: Connection,
	source: FileSource,
	contract: Contract,
	plan: FilePlan,
	staged: readonly StagedFile[],
	context: LoadContext,
	progress: ByteProgress,
	state: RawState,
): Promise<number> {
	const nothingStays = state.kept.length === 0;
	const removed = await inTransaction(connection, async () => {
		const gone = await retire(connection, source, contract, plan, state);
		await withInsertionOrder(connection, false, async () => {
			for (const [index, file] of staged.entries()) {
				context.signal?.throwIfAborted();
				await insertStaged(connection, source, contract, file, context, nothingStays && index === 0);
				progress.inserted(file.file.bytes);
			}
		});
		failpoint('load.inserted');
		await requireLease(source.name, context);
		return gone;
	});
	failpoint('load.committed');
	// Replaying DDL from the log is DuckDB's weak side: the log ends here.
	if (!state.hasTable || nothingStays) await connection.run('checkpoint raw');
	return removed;
}
