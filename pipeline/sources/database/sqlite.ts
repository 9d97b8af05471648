import { DatabaseSync } from 'node:sqlite';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { DeclaredContract } from '../contract/row-contract.ts';
import type { CursorRange, RowPage, RowReader, RowReading } from '../row-source.ts';
import { cursorOf } from './cursor.ts';
import { asSource, databaseReader } from './database-reader.ts';
import { RowPages } from './row-pages.ts';
import type { SqliteSource } from './schema.ts';
import { countSql, partsOf, relationSql, selectSql } from './select-sql.ts';
import type { Selected } from './select-sql.ts';
import { selectColumns } from './selection.ts';
import type { ServerColumn } from './server-column.ts';
import { quoteSqlite, sqliteColumn, sqliteCursor, sqliteText } from './sqlite-columns.ts';
import type { SqliteValue } from './sqlite-columns.ts';
import { sqliteFailure } from './sqlite-failures.ts';

/** How long is waited for another program that writes the file. */
const BUSY_MS = 5_000;

/** Opens the file of a source for reading alone; who opens it closes it. */
export function openFile({ path }: Pick<SqliteSource, 'path'>, configDir: string): DatabaseSync {
	return new DatabaseSync(resolve(configDir, path), { readOnly: true, timeout: BUSY_MS });
}

/** The columns that the table or the query of a source has. */
export function columnsOf(database: DatabaseSync, source: SqliteSource): ServerColumn[] {
	const statement = database.prepare(`select * from ${relationSql(source, quoteSqlite)} limit 0`);
	return statement.columns().map(({ name, type }) => sqliteColumn(name, type));
}

/** The rows of a range, all of one state of the file. */
async function* readPages(
	database: DatabaseSync,
	selected: Selected,
	contract: DeclaredContract,
	range: CursorRange | null,
): AsyncGenerator<RowPage> {
	const pages = new RowPages(contract, selected.selection);
	const { decimal } = contract.format;
	database.exec('begin');
	try {
		for (const part of partsOf(selected, range)) {
			const statement = database.prepare(selectSql(selected, part));
			statement.setReadBigInts(true);
			statement.setReturnArrays(true);
			for (const row of statement.iterate(...part.parameters) as Iterable<unknown> as Iterable<SqliteValue[]>) {
				pages.add(row.map((value) => sqliteText(value, decimal)));
				if (!pages.isFull) continue;
				const page = pages.take();
				if (page !== null) yield page;
				// SQLite waits for nothing: without this nothing else would have its turn.
				await setImmediate();
			}
		}
		const page = pages.take();
		if (page !== null) yield page;
	} finally {
		database.exec('rollback');
	}
}

function countRows(database: DatabaseSync, selected: Selected, range: CursorRange | null): number {
	const counts = partsOf(selected, range).map((part) => {
		const statement = database.prepare(countSql(selected, part));
		statement.setReturnArrays(true);
		const [count] = statement.get(...part.parameters) as unknown as [number];
		return count;
	});
	return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Opens a table or a query of an SQLite file, which is never written to. Each reading sees one state of the file.
 * @throws SourceError when the file cannot be opened or is none of SQLite, or a declared column is not there
 */
export async function openSqlite(
	source: SqliteSource,
	contract: DeclaredContract,
	reading: RowReading,
): Promise<RowReader> {
	const { signal, configDir } = reading;
	const context = { source, signal, serverFailure: sqliteFailure };
	signal?.throwIfAborted();
	// eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to be that of a source
	return asSource(context, async () => {
		const database = openFile(source, configDir);
		try {
			const selection = selectColumns(source, columnsOf(database, source), contract);
			const { dateFormat, timestampFormat } = source.format;
			const isIso = dateFormat === undefined && timestampFormat === undefined;
			const cursor = cursorOf(source, contract, selection, (column, type) => sqliteCursor(column, type, isIso));
			const selected = { source, selection, cursor, quote: quoteSqlite, place: () => '?' };
			return databaseReader(context, {
				selection,
				pages: (range) => readPages(database, selected, contract, range),
				count: (range) => Promise.resolve().then(() => countRows(database, selected, range)),
				close: () => {
					database.close();
					return Promise.resolve();
				},
			});
		} catch (error) {
			database.close();
			throw error;
		}
	});
}
