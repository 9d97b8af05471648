import type { Connection } from '#warehouse/database.ts';
import { row, rows, unsafe } from '#warehouse/query.ts';
import { GOOD_ROWS, stagedColumns } from '../sources/contract/stage.ts';
import { literal } from '../sources/contract/values.ts';
import type { CursorRange } from '../sources/row-source.ts';
import type { CursorState } from './cursor-state.ts';
import type { StagedRows } from './insert-stage.ts';

type Staged = Pick<StagedRows, 'source' | 'contract' | 'stage'>;

interface CursorColumn {
	readonly name: string;
	/** DuckDB's name of its type. */
	readonly type: string;
}

function cursorValue({ contract }: Staged, { name }: CursorColumn): string {
	return `v${contract.columns.findIndex((column) => column.name === name)}`;
}

/** What tells one row of a stage from another: its key, else all of it. */
function rowHash({ contract }: Staged): string {
	const { columns, key } = contract;
	const values = key.map((name) => `v${columns.findIndex((column) => column.name === name)}`);
	const all = values.length > 0 ? values : stagedColumns(contract);
	return `md5(to_json([${all.map((value) => `${value}::varchar`).join(', ')}])::varchar)`;
}

async function remove(connection: Connection, staged: Staged, where: string): Promise<number> {
	const result = await connection.run(`delete from ${staged.stage.name} where ${GOOD_ROWS} and (${where})`);
	return result.rowsChanged;
}

/** Takes out of a stage the rows outside of a range, and those without a value where they are not wanted. Gives how many. */
export async function dropOutside(
	connection: Connection,
	staged: Staged,
	column: CursorColumn,
	range: CursorRange | null,
	missing: 'quarantine' | 'include' | 'exclude',
): Promise<number> {
	const { from, isFromIncluded, to } = range ?? { from: null, isFromIncluded: true, to: null };
	const value = cursorValue(staged, column);
	const bound = (text: string): string => `${literal(text)}::${column.type}`;
	const conditions = [
		...(missing === 'exclude' ? [`${value} is null`] : []),
		...(from === null ? [] : [`${value} ${isFromIncluded ? '<' : '<='} ${bound(from)}`]),
		...(to === null ? [] : [`${value} >= ${bound(to)}`]),
	];
	return conditions.length === 0 ? 0 : remove(connection, staged, conditions.join(' or '));
}

/** Takes out of a stage the rows with the last value that were there already. Gives how many. */
export async function dropSeen(
	connection: Connection,
	staged: Staged,
	column: CursorColumn,
	seen: CursorState | null,
): Promise<number> {
	if (seen === null || seen.hashes.length === 0) return 0;
	const isBoundary = `${cursorValue(staged, column)} = ${literal(seen.value)}::${column.type}`;
	return remove(connection, staged, `${isBoundary} and ${rowHash(staged)} in (${seen.hashes.map(literal).join(', ')})`);
}

/**
 * How far the rows of a stage bring the cursor: to their greatest value, never back, and never beyond the present, for a
 * clock that is wrong at the source would hide all that comes after. For rows that are appended the state also knows those
 * with this very value.
 * @param zone in which the source writes its times
 */
export async function advanceCursor(
	connection: Connection,
	staged: Staged,
	column: CursorColumn,
	before: CursorState | null,
	zone: string,
): Promise<{ readonly state: CursorState | null; readonly isFuture: boolean }> {
	const value = cursorValue(staged, column);
	const now = Temporal.Now.zonedDateTimeISO(zone).toPlainDateTime();
	const present =
		column.type === 'TIMESTAMP'
			? `${literal(now.toString())}::timestamp`
			: column.type === 'DATE'
				? `${literal(now.toPlainDate().toString())}::date`
				: null;
	// Of nothing and the present, least would take the present.
	const capped = present === null ? `max(${value})` : `if(max(${value}) > ${present}, ${present}, max(${value}))`;
	const last = before === null ? 'null' : `${literal(before.value)}::${column.type}`;
	// Rows that are set aside count as well: they are not waited for.
	const found = await row<{ value: string | null; isFuture: boolean | null }>(
		connection,
		unsafe(
			`select greatest(${capped}, ${last})::varchar as value,
				${present === null ? 'false' : `max(${value}) > ${present}`} as "isFuture"
			from ${staged.stage.name}`,
		),
	);
	const next = found?.value ?? null;
	const isFuture = found?.isFuture === true;
	if (next === null) return { state: before, isFuture };
	if (staged.contract.disposition !== 'append') return { state: { value: next, hashes: [] }, isFuture };
	const hashes = await rows<{ hash: string }>(
		connection,
		unsafe(
			`select distinct ${rowHash(staged)} as hash from ${staged.stage.name}
			where ${GOOD_ROWS} and ${value} = ${literal(next)}::${column.type} order by hash`,
		),
	);
	const kept = before?.value === next ? before.hashes : [];
	return { state: { value: next, hashes: [...new Set([...kept, ...hashes.map(({ hash }) => hash)])] }, isFuture };
}
