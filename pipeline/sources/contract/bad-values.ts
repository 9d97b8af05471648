import { rows, sql, unsafe } from '#warehouse/query.ts';
import type { Connection } from '#warehouse/database.ts';
import type { QuarantineReason } from './quarantined-row.ts';
import type { RowContract } from './row-contract.ts';
import type { SourceColumn } from './source-columns.ts';
import { GIVEN, PROBLEMS } from './stage.ts';
import type { StageTable } from './stage.ts';
import { expectation, rangeOf } from './values.ts';

/** A value that breaks the contract of its column. */
export interface BadValue {
	readonly line: number;
	readonly column: string | null;
	readonly reason: QuarantineReason;
	readonly message: string;
}

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
