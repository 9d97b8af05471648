import type { Connection } from './database.ts';
import { join, row, rows, sql, unsafe } from './query.ts';
import type { Sql } from './query.ts';

/** One file that was loaded, as raw.loads keeps it: the truth of what is in raw. Times are ISO instants. */
export interface Load {
	/** Sorts in the order in which loads were made. */
	readonly loadId: string;
	readonly runId: string;
	readonly source: string;
	/** Name of the file, with ` (2)` behind it while another active load of the source has the same name. */
	readonly file: string;
	/** SHA-256 of the file's bytes, hexadecimal. */
	readonly fileHash: string;
	readonly bytes: number;
	readonly disposition: string;
	/** What the file was read by: changed columns, types or format make another hash. */
	readonly contractHash: string;
	/** Records in the file: `loaded` + `quarantined`. */
	readonly read: number;
	readonly loaded: number;
	readonly quarantined: number;
	readonly fencingToken: number;
	readonly startedAt: string;
	readonly loadedAt: string;
	/** How far a source that is read by cursor had come then; null, or left out, for files. */
	readonly cursor?: string | null;
}

/** A record set aside by a committed load. */
export interface RawQuarantined {
	readonly source: string;
	readonly table: string;
	readonly loadId: string;
	readonly runId: string;
	readonly file: string;
	readonly line: number;
	readonly column: string | null;
	readonly reason: string;
	readonly message: string;
	readonly original: string;
}

export interface RawColumn {
	readonly name: string;
	/** DuckDB's name of the type. */
	readonly type: string;
}

/** The columns that a load adds to those of the source. */
const LOAD_COLUMNS: readonly RawColumn[] = [
	{ name: '_load_id', type: 'VARCHAR' },
	{ name: '_file', type: 'VARCHAR' },
	{ name: '_line', type: 'BIGINT' },
];

/** A column of a source as an identifier: the config names them, so any character may occur. */
export function columnIdent(name: string): Sql {
	return unsafe(`"${name.replaceAll('"', '""')}"`);
}

/** Name of a table of a source; a source of files has one for all its rows. */
export function rawTableName(source: string, table = 'rows'): string {
	return `${source}__${table}`;
}

/** A table of a source as SQL names it. */
export function rawTable(source: string, table?: string): Sql {
	return unsafe(`raw.main.${columnIdent(rawTableName(source, table)).text}`);
}

/** Whether the source has its table, with exactly these columns in this order. */
export async function hasRawTable(
	connection: Connection,
	source: string,
	columns: readonly RawColumn[],
): Promise<boolean> {
	const found = await rows<RawColumn>(
		connection,
		sql`select column_name as name, data_type as type from duckdb_columns()
			where database_name = 'raw' and schema_name = 'main' and table_name = ${rawTableName(source)}
			order by column_index`,
	);
	const wanted = [...columns, ...LOAD_COLUMNS];
	return (
		found.length === wanted.length &&
		wanted.every((column, index) => column.name === found[index]?.name && column.type === found[index].type)
	);
}

/** Makes the empty table of a source, in place of the one it has. */
export async function createRawTable(
	connection: Connection,
	source: string,
	columns: readonly RawColumn[],
): Promise<void> {
	const list = [...columns, ...LOAD_COLUMNS].map((column) => `${columnIdent(column.name).text} ${column.type}`);
	await connection.run(`drop table if exists ${rawTable(source).text}`);
	await connection.run(`create table ${rawTable(source).text} (${list.join(', ')})`);
}

/** Names of the columns of a source's table, in order; none when it has none. */
export async function rawColumnNames(connection: Connection, source: string): Promise<string[]> {
	const found = await rows<{ name: string }>(
		connection,
		sql`select column_name as name from duckdb_columns()
			where database_name = 'raw' and schema_name = 'main' and table_name = ${rawTableName(source)}
			order by column_index`,
	);
	return found.map(({ name }) => name);
}

/**
 * Makes the table of a source with other columns, keeping the rows it has: values of columns of the same name are
 * converted, null where the new type cannot hold them; new columns are null.
 */
export async function carryRawTable(
	connection: Connection,
	source: string,
	columns: readonly RawColumn[],
): Promise<void> {
	const before = await rawColumnNames(connection, source);
	if (before.length === 0) return createRawTable(connection, source, columns);
	const table = rawTable(source).text;
	const carried = rawTable(source, 'carried').text;
	const values = [...columns, ...LOAD_COLUMNS].map(({ name, type }) => {
		const ident = columnIdent(name).text;
		return `${before.includes(name) ? `try_cast(${ident} as ${type})` : `null::${type}`} as ${ident}`;
	});
	await connection.run(`create or replace table ${carried} as select ${values.join(', ')} from ${table}`);
	await createRawTable(connection, source, columns);
	await connection.run(`insert into ${table} select * from ${carried}`);
	await connection.run(`drop table ${carried}`);
}

/** How many rows the table of a source has, and how many of it are set aside. */
export async function countRawRows(
	connection: Connection,
	source: string,
): Promise<{ readonly rows: number; readonly quarantined: number }> {
	const isThere = (await rawColumnNames(connection, source)).length > 0;
	const counted = isThere
		? await row<{ rows: number }>(connection, sql`select count(*) as rows from ${rawTable(source)}`)
		: null;
	const aside = await row<{ rows: number }>(
		connection,
		sql`select count(*) as rows from raw.main.quarantine where source = ${source}`,
	);
	return { rows: counted?.rows ?? 0, quarantined: aside?.rows ?? 0 };
}

/** The loads of a source whose rows count, in the order in which they were made. */
export async function activeLoads(connection: Connection, source: string): Promise<Load[]> {
	return rows<Load>(
		connection,
		sql`select load_id as "loadId", run_id as "runId", source, file, file_hash as "fileHash", bytes, disposition,
				contract_hash as "contractHash", read, loaded, quarantined, fencing_token as "fencingToken",
				started_at as "startedAt", loaded_at as "loadedAt"
			from raw.main.loads where source = ${source} and is_active order by loaded_at, load_id`,
	);
}

/** Ids of all loads whose rows count, in order: they say what raw holds. */
export async function activeLoadIds(connection: Connection): Promise<string[]> {
	const found = await rows<{ id: string }>(
		connection,
		sql`select load_id as id from raw.main.loads where is_active order by load_id`,
	);
	return found.map(({ id }) => id);
}

/** Ids of the loads of a source that still have rows in raw. */
export async function loadsWithRows(connection: Connection, source: string): Promise<Set<string>> {
	const found = await rows<{ id: string }>(connection, sql`select distinct _load_id as id from ${rawTable(source)}`);
	return new Set(found.map(({ id }) => id));
}

/** How many rows of loads are in raw: fewer than they brought where merge has replaced some. */
export async function countLoadedRows(
	connection: Connection,
	source: string,
	loadIds: readonly string[],
): Promise<number> {
	if (loadIds.length === 0) return 0;
	const ids = join(loadIds.map((id) => sql`${id}`));
	const counted = await row<{ rows: number }>(
		connection,
		sql`select count(*) as rows from ${rawTable(source)} where _load_id in (${ids})`,
	);
	return counted?.rows ?? 0;
}

/** Notes a load beside the rows it brought: to be called in their transaction. */
export async function insertLoad(connection: Connection, load: Load): Promise<void> {
	await connection.run(
		`insert into raw.main.loads (load_id, run_id, source, table_name, file, file_hash, bytes, disposition, contract_hash, read,
			loaded, quarantined, is_active, fencing_token, started_at, loaded_at, cursor)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, true, $13, $14::timestamp, $15::timestamp, $16)`,
		[
			load.loadId,
			load.runId,
			load.source,
			rawTableName(load.source),
			load.file,
			load.fileHash,
			BigInt(load.bytes),
			load.disposition,
			load.contractHash,
			BigInt(load.read),
			BigInt(load.loaded),
			BigInt(load.quarantined),
			BigInt(load.fencingToken),
			load.startedAt,
			load.loadedAt,
			load.cursor ?? null,
		],
	);
}

/**
 * Ends loads: they no longer count, and what they had set aside goes with them. Their rows are the caller's to delete,
 * in the same transaction.
 */
export async function retireLoads(connection: Connection, loadIds: readonly string[], at: string): Promise<void> {
	if (loadIds.length === 0) return;
	const ids = join(loadIds.map((id) => sql`${id}`));
	const update = sql`update raw.main.loads set is_active = false, removed_at = ${at}::timestamp where load_id in (${ids})`;
	await connection.run(update.text, [...update.values]);
	const remove = sql`delete from raw.main.quarantine where load_id in (${ids})`;
	await connection.run(remove.text, [...remove.values]);
}

/** Deletes the rows that loads brought. */
export async function deleteLoadedRows(
	connection: Connection,
	source: string,
	loadIds: readonly string[],
): Promise<void> {
	if (loadIds.length === 0) return;
	const ids = join(loadIds.map((id) => sql`${id}`));
	const remove = sql`delete from ${rawTable(source)} where _load_id in (${ids})`;
	await connection.run(remove.text, [...remove.values]);
}

/** Keeps records that were set aside: to be called in the transaction of their load. */
export async function insertQuarantined(
	connection: Connection,
	quarantined: readonly RawQuarantined[],
	at: string,
): Promise<void> {
	if (quarantined.length === 0) return;
	// One statement for all of them: a statement per row takes two milliseconds each.
	await connection.run(
		`insert into raw.main.quarantine
		select entry.source, entry.table, entry.loadId, entry.runId, entry.file, entry.line, entry.column, entry.reason,
			entry.message, entry.original, $2::timestamp
		from (select unnest(from_json($1::json, '[{"source": "VARCHAR", "table": "VARCHAR", "loadId": "VARCHAR",
			"runId": "VARCHAR", "file": "VARCHAR", "line": "BIGINT", "column": "VARCHAR", "reason": "VARCHAR",
			"message": "VARCHAR", "original": "VARCHAR"}]')) as entry)`,
		[JSON.stringify(quarantined), at],
	);
}

/** Records that active loads have set aside, by source, load and line. */
export async function quarantinedRows(
	connection: Connection,
	options: { readonly limit: number; readonly source?: string },
): Promise<RawQuarantined[]> {
	const only = options.source === undefined ? sql`` : sql`where source = ${options.source}`;
	return rows<RawQuarantined>(
		connection,
		sql`select source, table_name as "table", load_id as "loadId", run_id as "runId", file, line,
				column_name as "column", reason, message, original
			from raw.main.quarantine ${only} order by source, load_id, line limit ${options.limit}`,
	);
}

/** Original texts of the records of a source that are set aside. */
export async function quarantinedTexts(connection: Connection, source: string): Promise<Set<string>> {
	const found = await rows<{ original: string }>(
		connection,
		sql`select distinct original from raw.main.quarantine where source = ${source}`,
	);
	return new Set(found.map(({ original }) => original));
}

/** Takes rows out of raw.quarantine by their places: to be called in the transaction that brings what they have become. */
export async function releaseQuarantined(connection: Connection, places: readonly number[]): Promise<void> {
	if (places.length === 0) return;
	await connection.run(`delete from raw.main.quarantine where rowid in (${places.join(', ')})`);
}

/** Forgets what a source has set aside: to be called where all of it is judged again in the same transaction. */
export async function clearQuarantine(connection: Connection, source: string): Promise<void> {
	await connection.run('delete from raw.main.quarantine where source = $1', [source]);
}
