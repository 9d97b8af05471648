import { createHash } from 'node:crypto';
import { lastSequence } from '#records/changes/since.ts';
import type { Records } from '#records/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { sourceCursor } from '#warehouse/raw-cursor.ts';
import type { SourceCursor } from '#warehouse/raw-cursor.ts';
import { failpoint } from '../../failpoint.ts';
import type { LoadContext } from '../../load/load-context.ts';
import { commitRecords } from './commit.ts';
import type { StagedRecords } from './commit.ts';
import { changedIds, countRows, readAtOneInstant, readPages } from './read.ts';
import type { ChangedIds } from './read.ts';
import { dropStages, makeStages, stageIds, stagePage } from './stage.ts';
import { RECORDS_SOURCE, recordsTables } from './tables.ts';
import type { RecordsTable } from './tables.ts';

/** What a load of the records did. Rows of deleted records count: that they are deleted is what was loaded. */
export interface RecordsResult {
	readonly read: number;
	readonly seconds: number;
	/** The sequence of the last change that raw knows. */
	readonly cursor: string;
}

/** Changes with the tables and columns that are read: everything is read anew then. */
export function recordsContract(tables: readonly RecordsTable[]): string {
	return createHash('sha256').update(JSON.stringify(tables)).digest('hex');
}

/**
 * From which change to read on; null when everything is to be read: the first time, when asked for, after the contract
 * changed, or when the records are older than what raw has of them (another records.db was put in place).
 */
export function readFrom(
	before: SourceCursor | null,
	contractHash: string,
	last: number,
	full: boolean,
): number | null {
	if (before === null || full || before.contractHash !== contractHash) return null;
	const cursor = Number(before.cursor);
	return cursor > last ? null : cursor;
}

async function stageRecords(
	connection: Connection,
	records: Records,
	before: SourceCursor | null,
	context: LoadContext,
): Promise<StagedRecords> {
	const all = recordsTables();
	const contractHash = recordsContract(all);
	const startedAt = new Date().toISOString();
	// The first read of the transaction: from here on it sees the records as they are at this instant.
	const last = await lastSequence(records);
	const from = readFrom(before, contractHash, last, context.full);
	const changed: ChangedIds | null = from === null ? null : await changedIds(records, from);
	const tables = changed === null ? all : all.filter(({ name }) => changed.has(name));
	const total =
		changed === null
			? [...(await countRows(records, tables)).values()].reduce((sum, rows) => sum + rows, 0)
			: tables.reduce((sum, { name }) => sum + (changed.get(name)?.length ?? 0), 0);
	await makeStages(connection, tables);
	if (changed !== null) await stageIds(connection, changed);
	let rows = 0;
	for await (const page of readPages(records, tables, changed)) {
		context.signal?.throwIfAborted();
		await stagePage(connection, page);
		rows += page.rows;
		context.onProgress?.({ done: rows, total });
	}
	return { isWhole: changed === null, tables, rows, cursor: String(last), contractHash, startedAt };
}

/**
 * Brings raw up to date with the records: the rows of everything that changed since the cursor, deleted ones with the
 * instant of their deletion, in one transaction with the new cursor. A second call without a change between does nothing.
 * `connection` has raw.duckdb attached as `raw`, migrated, and no transaction open.
 * @throws SourceError when the lease was lost: nothing is changed then
 * @throws the signal's reason when it is aborted
 */
export async function loadRecords(connection: Connection, context: LoadContext): Promise<RecordsResult> {
	const began = performance.now();
	const before = await sourceCursor(connection, RECORDS_SOURCE);
	try {
		const staged = await readAtOneInstant(context.dataDir, (records) =>
			stageRecords(connection, records, before, context),
		);
		failpoint('records.staged');
		if (staged.isWhole || staged.cursor !== before?.cursor) await commitRecords(connection, staged, before, context);
		return { read: staged.rows, seconds: (performance.now() - began) / 1000, cursor: staged.cursor };
	} finally {
		await dropStages(connection, recordsTables());
	}
}
