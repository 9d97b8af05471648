import type pg from 'pg';
import type { DeclaredContract } from '../contract/row-contract.ts';
import type { RowPage, RowReader, RowReading } from '../row-source.ts';
import { connectionSettings } from './connection-settings.ts';
import type { CursorPart } from './cursor-parts.ts';
import { cursorOf } from './cursor.ts';
import { asSource, databaseReader } from './database-reader.ts';
import { codeOf } from './failures.ts';
import { COUNT_MS } from './patience.ts';
import { PostgresClient } from './postgres-client.ts';
import { postgresColumn, postgresCursor, quotePostgres } from './postgres-columns.ts';
import type { PostgresType } from './postgres-columns.ts';
import { postgresFailure } from './postgres-failures.ts';
import { PAGE_CHARACTERS, PAGE_ROWS, RowPages } from './row-pages.ts';
import type { PostgresSource } from './schema.ts';
import { countSql, partsOf, relationSql, selectSql } from './select-sql.ts';
import { selectColumns } from './selection.ts';
import type { ServerColumn } from './server-column.ts';

/** Rows of the first fetch, which tells how long rows are. */
const FIRST_ROWS = 50;

async function typesOf(client: PostgresClient, fields: readonly pg.FieldDef[]): Promise<Map<number, PostgresType>> {
	const { rows } = await client.ask(
		'select oid, typname, typcategory, typtype from pg_catalog.pg_type where oid = any($1::oid[])',
		[`{${fields.map(({ dataTypeID }) => dataTypeID).join(',')}}`],
	);
	return new Map(
		rows.map(([oid, name, category, kind]) => [
			Number(oid),
			{ typname: name ?? '', typcategory: category ?? '', typtype: kind ?? '' },
		]),
	);
}

/** Places of the columns of a table that never are null. */
async function requiredPlaces(client: PostgresClient, fields: readonly pg.FieldDef[]): Promise<Set<number>> {
	const { rows } = await client.ask(
		'select attnum from pg_catalog.pg_attribute where attrelid = $1::oid and attnotnull',
		[String(fields[0]?.tableID ?? 0)],
	);
	return new Set(rows.map(([place]) => Number(place)));
}

/** The columns that the table or the query of a source has, asked within a reading. */
export async function columnsOf(client: PostgresClient, source: PostgresSource): Promise<ServerColumn[]> {
	const { fields } = await client.ask(`select * from ${relationSql(source, quotePostgres)} limit 0`);
	const types = await typesOf(client, fields);
	const required = source.table === undefined ? new Set<number>() : await requiredPlaces(client, fields);
	return fields.map(({ name, dataTypeID, columnID }) => {
		const unknown = { typname: `type ${dataTypeID}`, typcategory: 'X', typtype: 'b' };
		return postgresColumn(name, types.get(dataTypeID) ?? unknown, !required.has(columnID));
	});
}

/** How many rows to fetch next, so that a page has about as many characters as it may. */
function nextRows(rows: number, characters: number): number {
	const fitting = Math.floor((PAGE_CHARACTERS * rows) / Math.max(1, characters));
	return Math.max(1, Math.min(PAGE_ROWS, fitting));
}

/** Rows of a select through a cursor of the server; the next ones are on their way while a page is worked on. */
async function* fetchPages(
	client: PostgresClient,
	select: string,
	{ parameters }: CursorPart,
	pages: RowPages,
): AsyncGenerator<RowPage> {
	await client.ask(`declare kundig_rows no scroll cursor for ${select}`, parameters);
	let wanted = FIRST_ROWS;
	let coming = client.ask(`fetch forward ${wanted} from kundig_rows`);
	try {
		for (;;) {
			const { rows } = await coming;
			const isLast = rows.length < wanted;
			for (const row of rows) pages.add(row);
			if (!isLast) {
				wanted = nextRows(rows.length, pages.characters);
				coming = client.ask(`fetch forward ${wanted} from kundig_rows`);
				// When it fails while nobody waits for it, whoever does then is told.
				coming.catch(() => undefined);
			}
			const page = pages.take();
			if (page !== null) yield page;
			if (isLast) break;
		}
	} finally {
		await coming.catch(() => undefined);
	}
	await client.ask('close kundig_rows');
}

/**
 * Opens a table or a query of PostgreSQL for reading alone. Each reading sees one state of the database.
 * @throws SourceError when the server does not let in, or a declared column is not there
 */
export async function openPostgres(
	source: PostgresSource,
	contract: DeclaredContract,
	reading: RowReading,
): Promise<RowReader> {
	const { signal } = reading;
	const context = { source, signal, serverFailure: postgresFailure };
	const settings = await connectionSettings(source, reading);
	const client = await asSource(context, () => PostgresClient.connect(settings, signal));
	try {
		const columns = await asSource(context, () => client.reading(() => columnsOf(client, source)));
		const selection = selectColumns(source, columns, contract);
		const cursor = cursorOf(source, contract, selection, postgresCursor);
		const place = (number: number): string => `$${number}`;
		const selected = { source, selection, cursor, quote: quotePostgres, place };
		return databaseReader(context, {
			selection,
			pages: (range) =>
				client.readingPages(async function* () {
					const pages = new RowPages(contract, selection);
					for (const part of partsOf(selected, range)) {
						yield* fetchPages(client, selectSql(selected, part), part, pages);
					}
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

/** How many rows there are, null when the server does not know in a few seconds. */
async function countRows(
	client: PostgresClient,
	parts: readonly CursorPart[],
	sqlOf: (part: CursorPart) => string,
): Promise<number | null> {
	await client.ask("select set_config('statement_timeout', $1, true)", [String(COUNT_MS)]);
	let count = 0;
	try {
		for (const part of parts) {
			const { rows } = await client.ask(sqlOf(part), part.parameters);
			count += Number(rows[0]?.[0]);
		}
	} catch (error) {
		if (codeOf(error) === '57014') return null;
		throw error;
	}
	return count;
}
