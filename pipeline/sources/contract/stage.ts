import { row, sql, unsafe } from '#warehouse/query.ts';
import type { Connection } from '#warehouse/database.ts';
import { withInsertionOrder } from '#warehouse/insertion-order.ts';
import { pseudonymParameters, pseudonymSql } from './pseudonym.ts';
import type { DeclaredContract, RowContract } from './row-contract.ts';
import type { SourceColumn } from './source-columns.ts';
import type { TextRelation } from './text-relation.ts';
import { columnSql, literal, outsideSql } from './values.ts';

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

/** Columns that say what is wrong with a row: null in a good one. */
export const PROBLEMS = '_problems';
export const GIVEN = '_given';

/** The column of a stage table with what no column of the contract takes, as JSON. */
export const UNDECLARED = '_undeclared';

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

/** Drops a stage table. */
export async function dropStage(connection: Connection, name: string): Promise<void> {
	await connection.run(`drop table if exists ${name}`);
}
