import type { Connection } from '#warehouse/database.ts';
import { insertLoad, rawTable } from '#warehouse/raw.ts';
import { moveCursor, supersedeLoads } from '#warehouse/raw-cursor.ts';
import type { SourceCursor } from '#warehouse/raw-cursor.ts';
import { failpoint } from '../../failpoint.ts';
import { inTransaction } from '../../load/in-transaction.ts';
import type { LoadContext } from '../../load/load-context.ts';
import { requireLease } from '../../load/require-lease.ts';
import { STAGED_IDS, stageOf } from './stage.ts';
import { RECORDS_SOURCE } from './tables.ts';
import type { RecordsTable } from './tables.ts';

/** What a read of the records found and put into its stages. */
export interface StagedRecords {
	/** Tables to replace whole, or to merge changed rows into. */
	readonly isWhole: boolean;
	/** Those with anything to do. */
	readonly tables: readonly RecordsTable[];
	readonly rows: number;
	/** The sequence of the last change that was read. */
	readonly cursor: string;
	readonly contractHash: string;
	readonly startedAt: string;
}

async function replaceTable(connection: Connection, table: RecordsTable, loadId: string): Promise<void> {
	const target = rawTable(RECORDS_SOURCE, table.name).text;
	await connection.run(
		`create or replace table ${target} as select *, $1::varchar as _load_id from ${stageOf(table)}`,
		[loadId],
	);
}

/** By id: what changed goes, and comes back as it is now, unless its row is gone for good. */
async function mergeTable(connection: Connection, table: RecordsTable, loadId: string): Promise<void> {
	const target = rawTable(RECORDS_SOURCE, table.name).text;
	await connection.run(
		`delete from ${target} where ${table.key} in (select record_id from ${STAGED_IDS} where table_name = $1)`,
		[table.name],
	);
	await connection.run(`insert into ${target} select *, $1 from ${stageOf(table)}`, [loadId]);
}

/**
 * Puts staged records into raw in one transaction with the cursor they were read up to: after a crash at any point the
 * next run reads from where the rows in raw end. Where no row of a table that is read has changed, the cursor alone moves.
 * @throws SourceError when the run no longer holds its lease; nothing is changed then, as after any other error
 */
export async function commitRecords(
	connection: Connection,
	staged: StagedRecords,
	before: SourceCursor | null,
	context: LoadContext,
): Promise<void> {
	const loadId = `${context.runId}/${RECORDS_SOURCE}/000001`;
	await inTransaction(connection, async () => {
		if (before !== null && !staged.isWhole && staged.tables.length === 0) {
			await moveCursor(connection, before.loadId, staged.cursor);
		} else {
			for (const table of staged.tables) {
				if (staged.isWhole) await replaceTable(connection, table, loadId);
				else await mergeTable(connection, table, loadId);
			}
			const loadedAt = new Date().toISOString();
			await supersedeLoads(connection, RECORDS_SOURCE, loadedAt);
			await insertLoad(connection, {
				loadId,
				runId: context.runId,
				source: RECORDS_SOURCE,
				file: 'records.db',
				fileHash: '',
				bytes: 0,
				disposition: 'merge',
				contractHash: staged.contractHash,
				read: staged.rows,
				loaded: staged.rows,
				quarantined: 0,
				fencingToken: context.fencingToken,
				startedAt: staged.startedAt,
				loadedAt,
				cursor: staged.cursor,
			});
		}
		failpoint('records.inserted');
		await requireLease(RECORDS_SOURCE, context);
	});
	failpoint('records.committed');
	// Replaying DDL from the log is DuckDB's weak side: the log ends here.
	if (staged.isWhole) await connection.run('checkpoint raw');
}
