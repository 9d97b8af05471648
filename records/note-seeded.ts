import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';

/** Notes the rows that a migration has put into a tracked table as made, so that whoever follows `changes` finds them. */
export function noteSeeded(table: string, key: string, columns: readonly string[]): RawBuilder<unknown> {
	const pairs = [key, ...columns].map((column) => sql`${sql.lit(column)}, ${sql.ref(column)}`);
	return sql`insert into changes (changed_at, user_id, batch_id, table_name, record_id, action, version, after)
		select created_at, 'local', 'seed', ${sql.lit(table)}, ${sql.ref(key)}, 'create', 1, json_object(${sql.join(pairs)})
		from ${sql.table(table)} order by rowid`;
}
