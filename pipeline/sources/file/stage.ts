import { row, rows, sql, unsafe } from '#warehouse/query.ts';
import type { Connection } from '#warehouse/database.ts';
import { withInsertionOrder } from '#warehouse/insertion-order.ts';
import { literal, columnSql, expectation, rangeOf } from './values.ts';
import type { FileColumn, FileFormat, QuarantineReason } from './file-source.ts';
import { MAX_RECORD_BYTES } from './limits.ts';

/** Text that read_csv reads as we mean it. */
export interface ReadableText {
	readonly path: string;
	/** Whether the records are cleaned: no header, and the physical line number as a first field. */
	readonly isCleaned: boolean;
	/** Whether a record may span lines; DuckDB then reads with one thread. */
	readonly hasMultilineRecords: boolean;
	/** Fields of a record of the file. */
	readonly fields: number;
}

/** Records as a relation: their fields as text in columns `c0`, `c1`, …, null where one is empty. */
export interface TextRelation {
	readonly sql: string;
	/** Whether it says in `line` on which line each record begins; else they follow one another from the second line on. */
	readonly hasLine: boolean;
}

/** A temporary table with a row per record: `v0`, `v1`, … the declared columns, typed, and what was wrong. */
export interface StageTable {
	readonly name: string;
	/** SQL of the physical line of a row. */
	readonly lineSql: string;
	readonly rows: number;
	/** Rows with a value that breaks the contract. */
	readonly bad: number;
}

/** A value that breaks the contract of its column. */
export interface BadValue {
	readonly line: number;
	readonly column: string;
	readonly reason: QuarantineReason;
	readonly message: string;
}

/** Columns that say what is wrong with a row: null in a good one. */
const PROBLEMS = '_problems';
const GIVEN = '_given';

function readCsvSql(text: ReadableText, format: FileFormat): string {
	const columns = Array.from({ length: text.fields }, (_, index) => `'c${index}': 'VARCHAR'`);
	if (text.isCleaned) columns.unshift(`'line': 'BIGINT'`);
	const options = [
		`columns = {${columns.join(', ')}}`,
		'auto_detect = false',
		`header = ${!text.isCleaned}`,
		'strict_mode = true',
		`delim = ${literal(format.delimiter)}`,
		`quote = ${literal(format.quote)}`,
		`escape = ${literal(format.quote)}`,
		"nullstr = ''",
		'allow_quoted_nulls = true',
		"compression = 'none'",
		// A cleaned record has a line number in front, and twice the quotes where it was none of delimited text before.
		`max_line_size = ${text.isCleaned ? 2 * MAX_RECORD_BYTES + 32 : MAX_RECORD_BYTES}`,
		`parallel = ${!text.hasMultilineRecords}`,
	];
	// In a path read_csv takes *, ? and [ for a pattern; in brackets each stands for itself.
	const path = text.path.replaceAll(/[*?[]/g, '[$&]');
	return `read_csv(${literal(path)}, ${options.join(', ')})`;
}

interface ColumnParts {
	/** Select items of the first step. */
	readonly computed: readonly string[];
	readonly typed: string;
	readonly isBad: string;
	/** The column's number and m(issing), r(ange) or t(ype); null when nothing is wrong. */
	readonly problem: string;
}

function columnParts(column: FileColumn, index: number, given: string, format: FileFormat): ColumnParts {
	const { isWellWritten, value, typed, isRightKind } = columnSql(column, given, format);
	const names = { given, isWellWritten: `w${index}`, value: `x${index}` };
	const missing = column.isRequired ? `when ${given} is null then '${index}m' ` : '';
	const wrong = `case when ${isRightKind(names)} then '${index}r' else '${index}t' end`;
	return {
		computed: [
			...(isWellWritten === null ? [] : [`${isWellWritten} as w${index}`]),
			...(value === null ? [] : [`${value} as x${index}`]),
		],
		typed: `${typed(names)} as t${index}`,
		isBad: column.isRequired ? `t${index} is null` : `(${given} is not null and t${index} is null)`,
		problem: `case ${missing}when ${given} is not null and t${index} is null then ${wrong} end`,
	};
}

/** The records of a text; DuckDB's error comes from whoever reads the relation when the text is not well-formed. */
export function textRelation(text: ReadableText, format: FileFormat): TextRelation {
	return { sql: readCsvSql(text, format), hasLine: text.isCleaned };
}

/**
 * Reads records into a temporary table, every field as text first and then by the declared types, so that what a value
 * means is decided here and not by a parser's detection. `positions` says where each column stands in a record.
 * Rows lie in the order of the records.
 */
export async function stageRelation(
	connection: Connection,
	name: string,
	records: TextRelation,
	columns: readonly FileColumn[],
	positions: readonly number[],
	format: FileFormat,
): Promise<StageTable> {
	const givens = positions.map((position) => `c${position}`);
	const parts = columns.map((column, index) => columnParts(column, index, givens[index] ?? '', format));
	// Text cannot be bad unless it is required.
	const checked = parts.filter((_, index) => columns[index]?.type !== 'text' || columns[index].isRequired);
	const isBad = checked.length === 0 ? 'false' : checked.map((part) => part.isBad).join(' or ');
	const problems = checked.length === 0 ? 'null' : `concat_ws(' ', ${checked.map((part) => part.problem).join(', ')})`;
	const kept = [
		...columns.map((_, index) => `t${index} as v${index}`),
		`case when ${isBad} then ${problems} end as ${PROBLEMS}`,
		`case when ${isBad} then to_json([${givens.join(', ')}])::varchar end as ${GIVEN}`,
		...(records.hasLine ? ['line'] : []),
	];
	const computed = ['*', ...parts.flatMap((part) => part.computed)];
	const typed = ['*', ...parts.map((part) => part.typed)];
	// A row's number in the table is where its line number comes from.
	await withInsertionOrder(connection, true, () =>
		connection.run(
			`create or replace temp table ${name} as
			with computed as (select ${computed.join(', ')} from ${records.sql}),
			typed as (select ${typed.join(', ')} from computed)
			select ${kept.join(', ')} from typed`,
		),
	);
	const counts = await row<{ rows: number; bad: number }>(
		connection,
		sql`select count(*) as rows, count(${unsafe(PROBLEMS)}) as bad from ${unsafe(name)}`,
	);
	return {
		name,
		lineSql: records.hasLine ? 'line' : 'rowid + 2',
		rows: counts?.rows ?? 0,
		bad: counts?.bad ?? 0,
	};
}

/** A condition for the rows of a stage table that keep the contract. */
export const GOOD_ROWS = `${PROBLEMS} is null`;

function shown(value: string): string {
	return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
}

function toBadValue(
	line: number,
	problems: string,
	given: string,
	columns: readonly FileColumn[],
	format: FileFormat,
): BadValue {
	const values = JSON.parse(given) as (string | null)[];
	const sentences = problems.split(' ').map((problem) => {
		const index = Number.parseInt(problem, 10);
		const column = columns[index];
		if (column === undefined) throw new RangeError(`no column ${problem}`);
		const value = shown(values[index] ?? '');
		const kind = problem.at(-1);
		if (kind === 'm') {
			return { column: column.name, reason: 'missing_required', text: `${column.name} is empty` } as const;
		}
		if (kind === 'r') {
			const text = `${column.name} is ${value}, out of range (expected ${rangeOf(column)})`;
			return { column: column.name, reason: 'out_of_range', text } as const;
		}
		const text = `${column.name} is ${value} (expected ${expectation(column, format)})`;
		return { column: column.name, reason: 'type_mismatch', text } as const;
	});
	const [first] = sentences;
	if (first === undefined) throw new RangeError(`no problem on line ${line}`);
	return {
		line,
		column: first.column,
		reason: first.reason,
		message: sentences.map(({ text }) => text).join('; '),
	};
}

/** What is wrong with the first `limit` bad rows, by line. */
export async function badValues(
	connection: Connection,
	stage: StageTable,
	columns: readonly FileColumn[],
	format: FileFormat,
	limit: number,
): Promise<BadValue[]> {
	if (stage.bad === 0) return [];
	const found = await rows<{ line: number; problems: string; given: string }>(
		connection,
		sql`select ${unsafe(stage.lineSql)} as line, ${unsafe(PROBLEMS)} as problems, ${unsafe(GIVEN)} as given
			from ${unsafe(stage.name)} where ${unsafe(PROBLEMS)} is not null order by line limit ${limit}`,
	);
	return found.map(({ line, problems, given }) => toBadValue(line, problems, given, columns, format));
}

/**
 * Takes out of a stage table every good row whose key occurs again further down, so that the last version stays.
 * Gives how many there were and, by line, the first `limit` of them with the line that outdoes them.
 */
export async function removeDuplicates(
	connection: Connection,
	stage: StageTable,
	keyIndexes: readonly number[],
	limit: number,
): Promise<{ readonly count: number; readonly rows: readonly { readonly line: number; readonly lastLine: number }[] }> {
	const table = unsafe(stage.name);
	const key = unsafe(keyIndexes.map((index) => `v${index}`).join(', '));
	const good = unsafe(GOOD_ROWS);
	// Hashes first: grouping five million texts takes twice as long as grouping their hashes.
	const suspects = sql`select hash(${key}) from ${table} where ${good} group by all having count(*) > 1`;
	const doubled = await row<{ found: boolean }>(connection, sql`select exists(${suspects}) as found`);
	if (doubled?.found !== true) return { count: 0, rows: [] };
	const duplicates = `${stage.name}_duplicates`;
	await connection.run(
		`create or replace temp table ${duplicates} as
		select id, line, last_line from (
			select rowid as id, ${stage.lineSql} as line, row_number() over later as place,
				first_value(${stage.lineSql}) over later as last_line
			from ${stage.name} where ${GOOD_ROWS} and hash(${key.text}) in (${suspects.text})
			window later as (partition by ${key.text} order by rowid desc)
		) where place > 1`,
	);
	await connection.run(`delete from ${stage.name} where rowid in (select id from ${duplicates})`);
	const counted = await row<{ count: number }>(connection, sql`select count(*) as count from ${unsafe(duplicates)}`);
	const found = await rows<{ line: number; lastLine: number }>(
		connection,
		sql`select line, last_line as "lastLine" from ${unsafe(duplicates)} order by line limit ${limit}`,
	);
	await connection.run(`drop table ${duplicates}`);
	return { count: counted?.count ?? 0, rows: found };
}

/** Drops a stage table. */
export async function dropStage(connection: Connection, name: string): Promise<void> {
	await connection.run(`drop table if exists ${name}`);
}
