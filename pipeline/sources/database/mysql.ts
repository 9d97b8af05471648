import type { DeclaredContract } from '../contract/row-contract.ts';
import type { RowReader, RowReading } from '../row-source.ts';
import { connectionSettings } from './connection-settings.ts';
import type { CursorPart } from './cursor-parts.ts';
import { cursorOf } from './cursor.ts';
import { asSource, databaseReader } from './database-reader.ts';
import { MysqlClient } from './mysql-client.ts';
import { mysqlColumn, mysqlCursor, quoteMysql } from './mysql-columns.ts';
import { mysqlFailure } from './mysql-failures.ts';
import { COUNT_MS } from './patience.ts';
import { RowPages } from './row-pages.ts';
import type { MysqlSource } from './schema.ts';
import { countSql, partsOf, relationSql, selectSql } from './select-sql.ts';
import { selectColumns } from './selection.ts';
import type { ServerColumn } from './server-column.ts';

/** The columns that the table or the query of a source has, asked within a reading. */
export async function columnsOf(client: MysqlClient, source: MysqlSource): Promise<ServerColumn[]> {
	const { fields } = await client.ask(`select * from ${relationSql(source, quoteMysql)} limit 0`);
	return fields.map((field) => mysqlColumn(field, source.table !== undefined));
}

/** Errors with which a server ends a statement that took too long. */
const OUT_OF_TIME = [1317, 1969, 3024];

/** How many rows there are, null when the server does not know in a few seconds. */
async function countRows(
	client: MysqlClient,
	parts: readonly CursorPart[],
	sqlOf: (part: CursorPart) => string,
): Promise<number | null> {
	await client.limitStatements(COUNT_MS / 1000);
	let count = 0;
	try {
		for (const part of parts) {
			const { rows } = await client.ask(sqlOf(part));
			count += Number(rows[0]?.[0]);
		}
	} catch (error) {
		if (error instanceof Error && 'errno' in error && OUT_OF_TIME.some((code) => code === error.errno)) return null;
		throw error;
	} finally {
		await client.limitStatements(0);
	}
	return count;
}

/**
 * Opens a table or a query of MySQL or MariaDB for reading alone. Each reading sees one state of the tables whose engine
 * keeps one (InnoDB).
 * @throws SourceError when the server does not let in, or a declared column is not there
 */
export async function openMysql(
	source: MysqlSource,
	contract: DeclaredContract,
	reading: RowReading,
): Promise<RowReader> {
	const { signal } = reading;
	const context = { source, signal, serverFailure: mysqlFailure };
	const settings = await connectionSettings(source, reading);
	const client = await asSource(context, () => MysqlClient.connect(settings, signal));
	try {
		const columns = await asSource(context, () => client.reading(() => columnsOf(client, source)));
		const selection = selectColumns(source, columns, contract);
		const cursor = cursorOf(source, contract, selection, mysqlCursor);
		const place = (): string => '?';
		const selected = { source, selection, cursor, quote: quoteMysql, place };
		return databaseReader(context, {
			selection,
			pages: (range) =>
				client.readingPages(async function* () {
					const pages = new RowPages(contract, selection);
					for (const part of partsOf(selected, range)) yield* client.select(selectSql(selected, part), pages);
					const page = pages.take();
					if (page !== null) yield page;
				}),
			count: (range) =>
				client.reading(() => countRows(client, partsOf(selected, range), (part) => countSql(selected, part))),
			close: () => client.close(),
		});
	} catch (error) {
		await client.close();
		throw error;
	}
}
