import { row, rows, sql, unsafe } from '#warehouse/query.ts';
import type { Connection } from '#warehouse/database.ts';
import { withInsertionOrder } from '#warehouse/insertion-order.ts';
import { MAX_RECORD_BYTES } from '../file/limits.ts';
import { pseudonymParameters, pseudonymSql } from './pseudonym.ts';
import type { QuarantineReason } from './quarantined-row.ts';
import type { DeclaredContract, RowContract } from './row-contract.ts';
import type { SourceColumn } from './source-columns.ts';
import { columnSql, expectation, literal, outsideSql, rangeOf } from './values.ts';

/** Text that read_csv reads as we mean it. */
export interface ReadableText {
	/** Files of it, one after the other. */
	readonly paths: readonly string[];
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

/** Records that are to be held against a contract. */
export interface TextRecords {
	readonly relation: TextRelation;
	/** Where each column of the contract stands in a record. */
	readonly positions: readonly number[];
	/** SQL of what no column takes, as JSON text, null where there is nothing; null when the contract does not ask for it. */
	readonly undeclaredSql: string | null;
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
	readonly column: string | null;
	readonly reason: QuarantineReason;
	readonly message: string;
}

/** Columns that say what is wrong with a row: null in a good one. */
const PROBLEMS = '_problems';
const GIVEN = '_given';

/** The column of a stage table with what no column of the contract takes, as JSON. */
export const UNDECLARED = '_undeclared';

function readCsvSql(text: ReadableText, marks: { readonly delimiter: string; readonly quote: string }): string {
	const columns = Array.from({ length: text.fields }, (_, index) => `'c${index}': 'VARCHAR'`);
	if (text.isCleaned) columns.unshift(`'line': 'BIGINT'`);
	const options = [
		`columns = {${columns.join(', ')}}`,
		'auto_detect = false',
		`header = ${!text.isCleaned}`,
		'strict_mode = true',
		`delim = ${literal(marks.delimiter)}`,
		`quote = ${literal(marks.quote)}`,
		`escape = ${literal(marks.quote)}`,
		"nullstr = ''",
		'allow_quoted_nulls = true',
		"compression = 'none'",
		// A cleaned record has a line number in front, and twice the quotes where it was none of delimited text before.
		`max_line_size = ${text.isCleaned ? 2 * MAX_RECORD_BYTES + 32 : MAX_RECORD_BYTES}`,
		`parallel = ${!text.hasMultilineRecords}`,
	];
	// In a path read_csv takes *, ? and [ for a pattern; in brackets each stands for itself.
	const paths = text.paths.map((path) => literal(path.replaceAll(/[*?[]/g, '[$&]')));
	return `read_csv([${paths.join(', ')}], ${options.join(', ')})`;
}

/** The records of a text; DuckDB's error comes from whoever reads the relation when the text is not well-formed. */
export function textRelation(
	text: ReadableText,
	marks: { readonly delimiter: string; readonly quote: string },
): TextRelation {
	return { sql: readCsvSql(text, marks), hasLine: text.isCleaned };
}

interface ColumnParts {
	/** Select items of the first step. */
	readonly computed: readonly string[];
	/** Those of the second: the typed value as `t0`, and its text as `e0` where the type cannot hold it. */
	readonly typed: readonly string[];
	/** Conditions under which the value is wrong, with the letter that says how; the first that holds counts. */
	readonly problems: readonly { readonly when: string; readonly letter: string }[];
	/** Conditions of which one holds whenever the value is wrong; none when it cannot be. */
	readonly isBad: readonly string[];
}

/** Whether bad values of a column go to a column of their own, as text. */
export function keepsText(column: SourceColumn, { badValues, key }: Pick<RowContract, 'badValues' | 'key'>): boolean {
	return badValues === 'evolve' && column.type !== 'text' && !key.includes(column.name);
}

/** SQL that is true in a row that tells of a deletion: only its key has to be there. */
function isDeletedSql({ deleted, columns }: RowContract, givens: readonly string[]): string | null {
	if (deleted === null) return null;
	const index = columns.findIndex(({ name }) => name === deleted.column);
	if (deleted.values !== null) {
		return `coalesce(${givens[index]} in (${deleted.values.map(literal).join(', ')}), false)`;
	}
	return columns[index]?.type === 'boolean' ? `coalesce(t${index}, false)` : `t${index} is not null`;
}

function columnParts(contract: RowContract, index: number, givens: readonly string[]): ColumnParts {
	const column = contract.columns[index];
	const given = givens[index] ?? '';
	if (column === undefined) throw new RangeError(`no column ${index}`);
	const { isWellWritten, value, typed, isRightKind } = columnSql(column, given, contract.format);
	const names = { given, isWellWritten: `w${index}`, value: `x${index}` };
	const [typedName, isAbsent] = [`t${index}`, `${given} is not null and t${index} is null`];
	const isText = keepsText(column, contract);
	const outside = outsideSql(column, typedName);
	const isDeleted = contract.key.includes(column.name) ? null : isDeletedSql(contract, givens);
	const isMissing = isDeleted === null ? `${given} is null` : `${given} is null and not ${isDeleted}`;
	const isStrange = column.accepted === null ? null : `${given} not in (${column.accepted.map(literal).join(', ')})`;
	const isTypeBad = column.type !== 'text' && !isText;
	const problems = [
		...(column.isRequired ? [{ when: isMissing, letter: 'm' }] : []),
		...(isTypeBad ? [{ when: `${isAbsent} and ${isRightKind(names)}`, letter: 'r' }] : []),
		...(isTypeBad ? [{ when: isAbsent, letter: 't' }] : []),
		...(outside === null ? [] : [{ when: outside, letter: 'r' }]),
		...(isStrange === null ? [] : [{ when: isStrange, letter: 'v' }]),
	];
	const isNullBad = column.isRequired && isTypeBad && isDeleted === null;
	const isBad = [
		...(isNullBad ? [`${typedName} is null`] : []),
		...(column.isRequired && !isNullBad ? [`(${isMissing})`] : []),
		...(isTypeBad && !isNullBad ? [`(${isAbsent})`] : []),
		...(outside === null ? [] : [outside]),
		...(isStrange === null ? [] : [isStrange]),
	];
	return {
		computed: [
			...(isWellWritten === null ? [] : [`${isWellWritten} as w${index}`]),
			...(value === null ? [] : [`${value} as x${index}`]),
		],
		typed: [
			`${typed(names)} as ${typedName}`,
			...(isText
				? [`case when ${given} is not null and (${typed(names)}) is null then ${given} end as e${index}`]
				: []),
		],
		problems,
		isBad,
	};
}

/** One column's part in what is wrong with a row: its number and the letter, null when nothing is. */
function problemSql(problems: ColumnParts['problems'], index: number): string {
	const cases = problems.map(({ when, letter }) => `when ${when} then '${index}${letter}'`);
	return `case ${cases.join(' ')} end`;
}

/** Columns of a stage table that go into raw: those of the contract, then texts that evolved, then what nobody declared. */
export function stagedColumns(contract: DeclaredContract): string[] {
	return [
		...contract.columns.map((_, index) => `v${index}`),
		...contract.columns.flatMap((column, index) => (keepsText(column, contract) ? [`e${index}`] : [])),
		...(contract.unknownColumns === 'evolve' ? [UNDECLARED] : []),
	];
}

/** The select that holds records against a contract. */
function stageSql({ relation, positions, undeclaredSql }: TextRecords, contract: RowContract): string {
	const { columns, unknownColumns } = contract;
	const givens = positions.map((position) => `c${position}`);
	const parts = columns.map((_, index) => columnParts(contract, index, givens));
	const wrong = parts.flatMap(({ problems }, index) => (problems.length === 0 ? [] : [problemSql(problems, index)]));
	const conditions = parts.flatMap((part) => part.isBad);
	if (unknownColumns === 'quarantine' && undeclaredSql !== null) {
		wrong.push(`case when ${undeclaredSql} is not null then 'u' end`);
		conditions.push(`(${undeclaredSql} is not null)`);
	}
	const isBad = conditions.length === 0 ? 'false' : conditions.join(' or ');
	const problems = wrong.length === 0 ? 'null::varchar' : `concat_ws(' ', ${wrong.join(', ')})`;
	// What is to be a pseudonym is not kept as it was given, not even of a row that is set aside.
	const shown = givens.map((given, index) => (columns[index]?.isPseudonym === true ? 'null' : given));
	const value = (index: number): string =>
		columns[index]?.isPseudonym === true ? pseudonymSql(`t${index}`) : `t${index}`;
	const kept = [
		...columns.map((_, index) => `${value(index)} as v${index}`),
		...columns.flatMap((column, index) => (keepsText(column, contract) ? [`e${index}`] : [])),
		...(unknownColumns === 'evolve' ? [`${undeclaredSql ?? 'null::varchar'} as ${UNDECLARED}`] : []),
		`case when ${isBad} then ${problems} end as ${PROBLEMS}`,
		`case when ${isBad} then to_json([${shown.join(', ')}])::varchar end as ${GIVEN}`,
		...(relation.hasLine ? ['line'] : []),
	];
	const computed = ['*', ...parts.flatMap((part) => part.computed)];
	const typed = ['*', ...parts.flatMap((part) => part.typed)];
	return `with computed as (select ${computed.join(', ')} from ${relation.sql}),
		typed as (select ${typed.join(', ')} from computed)
		select ${kept.join(', ')} from typed`;
}

/**
 * Makes a temporary table of records, or adds them to it, every field as text first and then by the declared types, so
 * that what a value means is decided here and not by a parser's detection. Rows lie in the order of the records.
 */
export async function addToStage(
	connection: Connection,
	name: string,
	records: TextRecords,
	contract: RowContract,
	isFirst: boolean,
): Promise<void> {
	const hasPseudonyms = contract.columns.some(({ isPseudonym }) => isPseudonym);
	const into = isFirst ? `create or replace temp table ${name} as` : `insert into ${name}`;
	// A row's number in the table is where its line number comes from.
	await withInsertionOrder(connection, true, () =>
		connection.run(
			`${into}\n${stageSql(records, contract)}`,
			hasPseudonyms ? pseudonymParameters(contract.pseudonymKey) : [],
		),
	);
}

/**
 * Ends a stage table: all records are in it.
 * @param hasLine whether the records say on which line they begin
 */
export async function endStage(
	connection: Connection,
	name: string,
	contract: RowContract,
	hasLine: boolean,
): Promise<StageTable> {
	await markUnknownReferences(connection, name, contract);
	return countStage(connection, name, hasLine ? 'line' : 'rowid + 2');
}

/** Reads records into a temporary table, all at once. */
export async function stageRelation(
	connection: Connection,
	name: string,
	records: TextRecords,
	contract: RowContract,
): Promise<StageTable> {
	await addToStage(connection, name, records, contract, true);
	return endStage(connection, name, contract, records.relation.hasLine);
}

async function countStage(connection: Connection, name: string, lineSql: string): Promise<StageTable> {
	const counts = await row<{ rows: number; bad: number }>(
		connection,
		sql`select count(*) as rows, count(${unsafe(PROBLEMS)}) as bad from ${unsafe(name)}`,
	);
	return { name, lineSql, rows: counts?.rows ?? 0, bad: counts?.bad ?? 0 };
}

/** Marks the rows with a value that another source does not have: the contract of the column asks for that. */
async function markUnknownReferences(connection: Connection, name: string, contract: RowContract): Promise<void> {
	const given = contract.columns.map(({ isPseudonym }, column) => (isPseudonym ? 'null' : `v${column}::varchar`));
	for (const { index, table, column } of contract.references) {
		await connection.run(
			`update ${name} set ${PROBLEMS} = concat_ws(' ', ${PROBLEMS}, '${index}f'),
				${GIVEN} = coalesce(${GIVEN}, to_json([${given.join(', ')}])::varchar)
			where v${index} is not null and v${index}::varchar not in
				(select ${column}::varchar from ${table} where ${column} is not null)`,
		);
	}
}

/** A condition for the rows of a stage table that keep the contract. */
export const GOOD_ROWS = `${PROBLEMS} is null`;

function shown(value: string): string {
	return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
}

/** What a letter of a problem says of a column. */
function sentence(
	letter: string | undefined,
	column: SourceColumn,
	value: string,
	{ format }: RowContract,
): Pick<BadValue, 'reason' | 'message'> {
	const { name, references } = column;
	switch (letter) {
		case 'm':
			return { reason: 'missing_required', message: `${name} is empty` };
		case 'r':
			return { reason: 'out_of_range', message: `${name} is ${value}, out of range (expected ${rangeOf(column)})` };
		case 'v': {
			const accepted = column.accepted?.slice(0, 20).join(', ') ?? '';
			return { reason: 'invalid_value', message: `${name} is ${value} (expected ${accepted})` };
		}
		case 'f':
			return {
				reason: 'unknown_reference',
				message: `${name} is ${value}, which ${references?.source}.${references?.column} does not have`,
			};
		default:
			return { reason: 'type_mismatch', message: `${name} is ${value} (expected ${expectation(column, format)})` };
	}
}

function toBadValue(line: number, problems: string, given: string, contract: RowContract): BadValue {
	const values = JSON.parse(given) as (string | null)[];
	const found = problems.split(' ').map((problem) => {
		if (problem === 'u') {
			const message = 'it has fields that the contract does not declare';
			return { column: null, reason: 'schema_violation' as const, message };
		}
		const index = Number.parseInt(problem, 10);
		const column = contract.columns[index];
		if (column === undefined) throw new RangeError(`no column ${problem}`);
		const value = column.isPseudonym ? 'a value' : shown(values[index] ?? '');
		return { column: column.name, ...sentence(problem.at(-1), column, value, contract) };
	});
	const [first] = found;
	if (first === undefined) throw new RangeError(`no problem on line ${line}`);
	return {
		line,
		column: first.column,
		reason: first.reason,
		message: found.map(({ message }) => message).join('; '),
	};
}

/**
 * Texts of the bad rows on these lines, by line: their fields as an object of JSON, without those that are to be
 * pseudonyms or that no column takes.
 */
export async function givenTexts(
	connection: Connection,
	stage: StageTable,
	{ columns }: RowContract,
	lines: ReadonlySet<number>,
): Promise<Map<number, string>> {
	const found = await rows<{ line: number; given: string }>(
		connection,
		sql`select ${unsafe(stage.lineSql)} as line, ${unsafe(GIVEN)} as given from ${unsafe(stage.name)}
			where ${unsafe(PROBLEMS)} is not null`,
	);
	const texts = found
		.filter(({ line }) => lines.has(line))
		.map(({ line, given }): [number, string] => {
			const values = JSON.parse(given) as (string | null)[];
			const fields = columns.flatMap(({ name, isPseudonym }, index) =>
				isPseudonym ? [] : [[name, values[index] ?? null]],
			);
			return [line, JSON.stringify(Object.fromEntries(fields))];
		});
	return new Map(texts);
}

/** What is wrong with the first `limit` bad rows, by line. */
export async function badValues(
	connection: Connection,
	stage: StageTable,
	contract: RowContract,
	limit: number,
): Promise<BadValue[]> {
	if (stage.bad === 0) return [];
	const found = await rows<{ line: number; problems: string; given: string }>(
		connection,
		sql`select ${unsafe(stage.lineSql)} as line, ${unsafe(PROBLEMS)} as problems, ${unsafe(GIVEN)} as given
			from ${unsafe(stage.name)} where ${unsafe(PROBLEMS)} is not null order by line limit ${limit}`,
	);
	return found.map(({ line, problems, given }) => toBadValue(line, problems, given, contract));
}

/**
 * Takes out of a stage table every good row whose key occurs again in a newer version: with a greater value in the column
 * that tells versions apart, or further down. Gives how many there were and, by line, the first `limit` of them with the
 * line that outdoes them.
 */
export async function removeDuplicates(
	connection: Connection,
	stage: StageTable,
	{ columns, key, version }: RowContract,
	limit: number,
): Promise<{ readonly count: number; readonly rows: readonly { readonly line: number; readonly lastLine: number }[] }> {
	const columnOf = (name: string): string => `v${columns.findIndex((column) => column.name === name)}`;
	const table = unsafe(stage.name);
	const keys = unsafe(key.map(columnOf).join(', '));
	const good = unsafe(GOOD_ROWS);
	const newest = `${version === null ? '' : `${columnOf(version)} desc nulls last, `}rowid desc`;
	// Hashes first: five million texts take twice as long as their hashes, and to count those a fifth less than to group them.
	const suspects = sql`select hash(${keys}) from ${table} where ${good} group by all having count(*) > 1`;
	const doubled = await row<{ found: boolean }>(
		connection,
		sql`select count(*) > count(distinct hash(${keys})) as found from ${table} where ${good}`,
	);
	if (doubled?.found !== true) return { count: 0, rows: [] };
	const duplicates = `${stage.name}_duplicates`;
	await connection.run(
		`create or replace temp table ${duplicates} as
		select id, line, last_line from (
			select rowid as id, ${stage.lineSql} as line, row_number() over later as place,
				first_value(${stage.lineSql}) over later as last_line
			from ${stage.name} where ${GOOD_ROWS} and hash(${keys.text}) in (${suspects.text})
			window later as (partition by ${keys.text} order by ${newest})
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
