import type { Connection } from '#warehouse/database.ts';
import { RECORDS_TYPES } from './tables.ts';
import type { RecordsTable } from './tables.ts';
import type { ChangedIds, RecordsPage } from './read.ts';

/** The temporary table that rows of a table wait in. */
export function stageOf({ name }: RecordsTable): string {
	return `temp.stage_records_${name}`;
}

/** The temporary table with the ids of changed records: `table_name`, `record_id`. */
export const STAGED_IDS = 'temp.stage_records_changed';

/** Makes an empty stage for each table. */
export async function makeStages(connection: Connection, tables: readonly RecordsTable[]): Promise<void> {
	for (const table of tables) {
		const columns = table.columns.map(({ name, type }) => `${name} ${RECORDS_TYPES[type]}`);
		await connection.run(`create or replace temp table ${stageOf(table)} (${columns.join(', ')})`);
	}
}

/** Puts a page into its stage. What its type cannot hold is null there: records.db still has it. */
export async function stagePage(connection: Connection, { table, json }: RecordsPage): Promise<void> {
	const values = table.columns.map(({ type }, index) => {
		const text = `value[${index + 1}]`;
		return RECORDS_TYPES[type] === 'VARCHAR' ? text : `try_cast(${text} as ${RECORDS_TYPES[type]})`;
	});
	await connection.run(
		`insert into ${stageOf(table)} select ${values.join(', ')}
		from (select unnest(from_json($1::json, '[["VARCHAR"]]')) as value)`,
		[json],
	);
}

/** Keeps the ids of changed records, those of deleted rows too. */
export async function stageIds(connection: Connection, changed: ChangedIds): Promise<void> {
	await connection.run(`create or replace temp table ${STAGED_IDS} (table_name varchar, record_id varchar)`);
	for (const [table, ids] of changed) {
		await connection.run(`insert into ${STAGED_IDS} select $1, unnest(from_json($2::json, '["VARCHAR"]'))`, [
			table,
			JSON.stringify(ids),
		]);
	}
}

/** Drops what the functions above made. */
export async function dropStages(connection: Connection, tables: readonly RecordsTable[]): Promise<void> {
	for (const table of tables) await connection.run(`drop table if exists ${stageOf(table)}`);
	await connection.run(`drop table if exists ${STAGED_IDS}`);
}
