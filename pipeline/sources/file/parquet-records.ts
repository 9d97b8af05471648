import type { Connection } from '#warehouse/database.ts';
import { rows, sql, unsafe } from '#warehouse/query.ts';
import { SourceError } from '../../errors.ts';
import type { FileReading, FileRecords } from './file-records.ts';
import { locateColumns, undeclaredColumns, undeclaredSql } from './header.ts';
import { MAX_ORIGINAL_CHARACTERS } from './limits.ts';
import { MAX_NESTING, nestingOf } from './nesting.ts';
import { stageRelation } from '../contract/stage.ts';
import { literal } from '../contract/values.ts';

interface ParquetColumn {
	readonly name: string;
	/** DuckDB's name of its type. */
	readonly type: string;
}

function fileSql(path: string): string {
	// In a path read_parquet takes *, ? and [ for a pattern; in brackets each stands for itself.
	return `read_parquet(${literal(path.replaceAll(/[*?[]/g, '[$&]'))}, file_row_number = true)`;
}

function quoted(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}

/** A value as the text of a delimited file in the source's format would be, so that one contract holds for both. */
function fieldSql({ name, type }: ParquetColumn, decimal: string): string {
	const column = quoted(name);
	if (/^(FLOAT|DOUBLE|DECIMAL)/.test(type)) {
		return decimal === '.' ? `${column}::varchar` : `replace(${column}::varchar, '.', ${literal(decimal)})`;
	}
	if (type === 'TIMESTAMP WITH TIME ZONE') return `strftime(${column} at time zone 'UTC', '%Y-%m-%d %H:%M:%S.%f')`;
	if (type === 'BLOB') return `hex(${column})`;
	if (/(\[\]|\))$|^MAP|^STRUCT/.test(type) && !type.startsWith('DECIMAL')) return `to_json(${column})::varchar`;
	return `${column}::varchar`;
}

/** The columns of a Parquet file. @throws SourceError when it is none, or one of them nests beyond measure */
export async function parquetColumns(connection: Connection, path: string, fileName: string): Promise<ParquetColumn[]> {
	const columns = await describedColumns(connection, path, fileName);
	const deep = columns.find(({ type }) => nestingOf(type) > MAX_NESTING);
	if (deep === undefined) return columns;
	throw new SourceError(
		`${fileName} is refused: its column "${deep.name}" nests ${nestingOf(deep.type)} levels deep (at most ${MAX_NESTING} are read)`,
		{ hint: 'export that column as text, or leave it out' },
	);
}

async function describedColumns(connection: Connection, path: string, fileName: string): Promise<ParquetColumn[]> {
	try {
		return await rows<ParquetColumn>(
			connection,
			sql`select column_name as name, column_type as type from (describe select * exclude (file_row_number)
				from ${unsafe(fileSql(path))})`,
		);
	} catch (cause) {
		throw new SourceError(`${fileName} cannot be read as Parquet: ${(cause as Error).message}`, {
			hint: 'export it again; a file cut off while it was copied ends like this, too',
			cause,
		});
	}
}

/** The rows of these numbers as JSON text, by number. */
async function originalsOf(
	connection: Connection,
	path: string,
	wanted: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
	const found = await rows<{ line: number; text: string }>(
		connection,
		sql`select line, left(to_json(record)::varchar, ${MAX_ORIGINAL_CHARACTERS}) as text from (
				select file_row_number + 1 as line, columns(* exclude (file_row_number)) from ${unsafe(fileSql(path))}
			) as record
			where line in (select unnest(from_json(${JSON.stringify([...wanted])}, '["BIGINT"]')))`,
	);
	return new Map(found.map(({ line, text }) => [line, text]));
}

/**
 * Reads a Parquet file; a record's line is the number of its row, counted from 1. Dates and times are written as ISO 8601
 * text, times with a zone in UTC, and read by the source's formats as those of any other file.
 * @throws SourceError when it is damaged or lacks a declared column
 */
export async function openParquetRecords(reading: FileReading): Promise<FileRecords | null> {
	const { connection, file, table, rules } = reading;
	const columns = await parquetColumns(connection, file.path, file.name);
	const header = { names: columns.map(({ name }) => name) };
	const positions = locateColumns(header, rules.contract.columns, file.name);
	const fields = columns.map(
		(column, index) => `nullif(${fieldSql(column, rules.contract.format.decimal)}, '') as c${index}`,
	);
	const relation = {
		sql: `(select ${fields.join(', ')}, file_row_number + 1 as line from ${fileSql(file.path)})`,
		hasLine: true,
	};
	const found = { relation, positions, undeclaredSql: undeclaredSql(header, rules.contract) };
	try {
		const stage = await stageRelation(connection, table, found, rules.contract);
		if (stage.rows === 0) return null;
		return {
			stage,
			broken: [],
			brokenCount: 0,
			blankLines: 0,
			drift: undeclaredColumns(header, rules.contract, file.name),
			originals: (wanted) => originalsOf(connection, file.path, wanted),
		};
	} catch (cause) {
		if (cause instanceof SourceError) throw cause;
		throw new SourceError(`${file.name} cannot be read: ${(cause as Error).message}`, {
			hint: 'the file may be damaged: export it again',
			cause,
		});
	}
}
