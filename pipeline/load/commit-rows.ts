import type { Connection } from '#warehouse/database.ts';
import { withInsertionOrder } from '#warehouse/insertion-order.ts';
import {
	carryRawTable,
	clearQuarantine,
	columnIdent,
	createRawTable,
	insertLoad,
	insertQuarantined,
	releaseQuarantined,
	rawTable,
	rawTableName,
} from '#warehouse/raw.ts';
import { moveCursor, supersedeLoads } from '#warehouse/raw-cursor.ts';
import { failpoint } from '../failpoint.ts';
import type { QuarantinedRow } from '../sources/contract/quarantined-row.ts';
import type { StageTable } from '../sources/contract/stage.ts';
import { literal } from '../sources/contract/values.ts';
import type { CursorRange } from '../sources/row-source.ts';
import type { RowSource } from '../sources/schema.ts';
import type { Contract } from './contract.ts';
import { cursorType } from './cursor-state.ts';
import { inTransaction } from './in-transaction.ts';
import { insertStage } from './insert-stage.ts';
import type { LoadContext } from './load-context.ts';
import type { RawBefore } from './raw-before.ts';
import { rawColumns } from './raw-columns.ts';
import { requireLease } from './require-lease.ts';

/** Staged rows that are to come into raw, and what goes with them. */
export interface RowsToCommit {
	readonly source: RowSource;
	readonly contract: Contract;
	readonly stage: StageTable;
	readonly loadId: string;
	readonly startedAt: string;
	/** What the rows take the place of, where they do. */
	readonly range: CursorRange | null;
	readonly isWhole: boolean;
	readonly read: number;
	readonly good: number;
	readonly quarantined: { readonly count: number; readonly rows: readonly QuarantinedRow[] };
	/** Places in raw.quarantine of rows that are mended. */
	readonly mended: readonly number[];
	readonly cursor: string | null;
	readonly before: RawBefore;
	readonly context: LoadContext;
}

async function prepareTable(connection: Connection, { source, contract, before }: RowsToCommit): Promise<void> {
	if (contract.disposition === 'replace') {
		await createRawTable(connection, source.name, rawColumns(contract));
	} else if (!before.hasTable) {
		// What was loaded under other columns stays, by their names.
		await carryRawTable(connection, source.name, rawColumns(contract));
	}
}

async function clearRange(connection: Connection, { source, contract, range }: RowsToCommit): Promise<number> {
	if (range === null || source.cursor === undefined) return 0;
	const column = columnIdent(source.cursor.column).text;
	const bound = (value: string): string => `${literal(value)}::${cursorType(contract, source.cursor?.column ?? '')}`;
	const conditions = [
		...(range.from === null ? [] : [`${column} >= ${bound(range.from)}`]),
		...(range.to === null ? [] : [`${column} < ${bound(range.to)}`]),
	];
	const where = conditions.length === 0 ? 'true' : conditions.join(' and ');
	return (await connection.run(`delete from ${rawTable(source.name).text} where ${where}`)).rowsChanged;
}

/**
 * Puts staged rows into raw in one transaction: rows, raw.loads with the cursor, raw.quarantine. Gives how many of the rows
 * brought something, and how many went that nothing took the place of.
 * @throws SourceError when the run no longer holds its lease; nothing is changed then, as after any other error
 */
export async function commitRows(
	connection: Connection,
	work: RowsToCommit,
): Promise<{ readonly loaded: number; readonly removed: number }> {
	const { source, contract, context, loadId, good, before } = work;
	const outcome = await inTransaction(connection, async () => {
		await prepareTable(connection, work);
		const cleared = await clearRange(connection, work);
		const { brought, removed } = await withInsertionOrder(connection, false, () =>
			insertStage(
				connection,
				{
					source: source.name,
					contract,
					stage: work.stage,
					loadId,
					label: source.name,
					at: work.startedAt,
					isWhole: work.isWhole,
				},
				before.rows === 0,
			),
		);
		const loadedAt = new Date().toISOString();
		const isNew = brought + removed + cleared + work.quarantined.count + work.mended.length > 0;
		const isChanged = isNew || !before.isUpToDate || before.isAnew;
		if (!isChanged && contract.disposition === 'scd2') {
			if (before.loadId !== null && work.cursor !== null) await moveCursor(connection, before.loadId, work.cursor);
		} else {
			await supersedeLoads(connection, source.name, loadedAt);
			if (before.isAnew || contract.disposition === 'replace') await clearQuarantine(connection, source.name);
			await releaseQuarantined(connection, work.mended);
			await insertLoad(connection, {
				loadId,
				runId: context.runId,
				source: source.name,
				file: source.name,
				fileHash: '',
				bytes: 0,
				disposition: contract.disposition,
				contractHash: contract.hash,
				read: work.read,
				loaded: brought,
				quarantined: work.quarantined.count,
				fencingToken: context.fencingToken,
				startedAt: work.startedAt,
				loadedAt,
				cursor: work.cursor,
			});
			const quarantined = work.quarantined.rows.map((entry) => ({
				...entry,
				source: source.name,
				table: rawTableName(source.name),
				loadId,
				runId: context.runId,
			}));
			await insertQuarantined(connection, quarantined, loadedAt);
		}
		failpoint('load.inserted');
		await requireLease(source.name, context);
		const gone = contract.disposition === 'replace' ? before.rows - good : cleared - good;
		return { loaded: brought, removed: removed + Math.max(0, gone) };
	});
	failpoint('load.committed');
	// Replaying DDL from the log is DuckDB's weak side: the log ends here.
	if (!before.hasTable || contract.disposition === 'replace') await connection.run('checkpoint raw');
	return outcome;
}
