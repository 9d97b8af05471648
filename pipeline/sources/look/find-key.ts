import { row, sql, unsafe } from '#warehouse/query.ts';
import type { ColumnEvidence } from './column-evidence.ts';
import { isIdName, nameWords } from './name-words.ts';
import type { TextTable } from './text-table.ts';

export interface FoundKey {
	readonly key: readonly string[];
	readonly evidence: string;
}

const TRIED_PAIRS = 15;
const POSITION = /position|line|zeile|\bpos\b|posnr/i;

/** How much a name is that of a key: 0 for not at all. */
function rank(column: ColumnEvidence, index: number): number {
	const words = nameWords(column.name);
	if (/posnr|positionsn/i.test(column.name)) return 1;
	if (words.join('') === 'id') return 4;
	if (isIdName(column.name)) return index === 0 ? 3.5 : 3;
	if (POSITION.test(column.name)) return 1;
	return index === 0 ? 0.5 : 0;
}

function isUnique(column: ColumnEvidence, rows: number): boolean {
	return rows > 0 && column.values === rows && column.distinct === rows;
}

async function areUniqueTogether(table: TextTable, one: ColumnEvidence, other: ColumnEvidence): Promise<boolean> {
	const pair = unsafe(`v${one.index}, v${other.index}`);
	const found = await row<{ doubled: boolean }>(
		table.connection,
		sql`select exists(select 1 from ${unsafe(table.table)} group by ${pair} having count(*) > 1) as doubled`,
	);
	return found?.doubled === false;
}

/** Why the column that looks like the key is none. */
function whyNone(columns: readonly ColumnEvidence[], rows: number): string {
	const likely = columns.find((column, index) => rank(column, index) >= 3);
	if (likely === undefined) return 'no column is named like an id';
	if (likely.values < rows) return `${likely.name} is empty in ${rows - likely.values} rows`;
	return `${likely.name} occurs again: ${likely.values.toLocaleString('en-US')} rows have ${likely.distinct.toLocaleString('en-US')} values of it`;
}

/**
 * The columns that identify a row: one that is named like an id, filled in every row and never the same, else two of them
 * together; none where there is no such.
 */
export async function findKey(table: TextTable, columns: readonly ColumnEvidence[]): Promise<FoundKey> {
	const ranked = columns
		.map((column, index) => ({ column, rank: rank(column, index) }))
		.filter(({ rank: found }) => found > 0)
		.sort((left, right) => right.rank - left.rank);
	const where = `in ${table.isWhole ? 'all' : 'the first'} ${table.rows.toLocaleString('en-US')} rows`;
	const single = ranked.find(({ column, rank: found }) => found >= 0.5 && isUnique(column, table.rows));
	if (single !== undefined) {
		return { key: [single.column.name], evidence: `${single.column.name} is there and different ${where}` };
	}
	const full = ranked.filter(({ column, rank: found }) => found >= 1 && column.values === table.rows && table.rows > 0);
	const pairs = full.flatMap((one, index) => full.slice(index + 1).map((other) => [one.column, other.column] as const));
	// The line of an order stays different where a product comes twice.
	const isPosition = ({ name }: ColumnEvidence): boolean => POSITION.test(name);
	const sorted = pairs.sort((left, right) => Number(right.some(isPosition)) - Number(left.some(isPosition)));
	for (const [one, other] of sorted.slice(0, TRIED_PAIRS)) {
		if (!(await areUniqueTogether(table, one, other))) continue;
		return { key: [one.name, other.name], evidence: `${one.name} and ${other.name} together are different ${where}` };
	}
	return { key: [], evidence: whyNone(columns, table.rows) };
}
