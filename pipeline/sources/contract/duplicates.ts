import { row, rows, sql, unsafe } from '#warehouse/query.ts';
import type { Connection } from '#warehouse/database.ts';
import type { RowContract } from './row-contract.ts';
import { GOOD_ROWS } from './stage.ts';
import type { StageTable } from './stage.ts';

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
