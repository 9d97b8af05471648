import type { RowReading } from '../row-source.ts';
import { catalogueOf } from './catalogue.ts';
import type { Catalogue, CatalogueTable } from './catalogue.ts';
import { connectionSettings } from './connection-settings.ts';
import { asSource } from './database-reader.ts';
import { columnsOf } from './postgres.ts';
import { PostgresClient } from './postgres-client.ts';
import { quotePostgres } from './postgres-columns.ts';
import { postgresFailure } from './postgres-failures.ts';
import type { PostgresSource } from './schema.ts';
import { tableNameParts, tableNameText } from './table-name.ts';

/** Tables, views, materialised views and foreign tables that this user may read, without those of the server itself. */
const TABLES = `select space.nspname, class.relname, class.relkind, class.reltuples::int8
	from pg_catalog.pg_class as class
	join pg_catalog.pg_namespace as space on space.oid = class.relnamespace
	where class.relkind in ('r', 'p', 'v', 'm', 'f') and not class.relispartition
		and space.nspname !~ '^pg_' and space.nspname <> 'information_schema'
		and has_schema_privilege(space.oid, 'usage')
		and (has_table_privilege(class.oid, 'select') or has_any_column_privilege(class.oid, 'select'))
	order by space.nspname, class.relname`;

const KEY = `select attribute.attname
	from pg_catalog.pg_index as index
	join pg_catalog.pg_attribute as attribute on attribute.attrelid = index.indrelid and attribute.attnum = any (index.indkey)
	where index.indrelid = $1::regclass and index.indisprimary
	order by array_position(index.indkey::int2[], attribute.attnum)`;

function tableOf([schema, name, kind, rows]: readonly (string | null)[]): CatalogueTable {
	// Less than none: nobody has counted yet.
	const counted = Number(rows ?? -1);
	return {
		name: tableNameText([schema ?? '', name ?? '']),
		isView: kind === 'v' || kind === 'm',
		rows: kind === 'v' || counted < 0 ? null : counted,
	};
}

/** Opens a database of PostgreSQL to see what it has. @throws SourceError when the server does not let in */
export async function openPostgresCatalogue(
	source: PostgresSource,
	reading: Pick<RowReading, 'env' | 'configDir' | 'signal'>,
): Promise<Catalogue> {
	const { signal } = reading;
	const context = { source, signal, serverFailure: postgresFailure };
	const settings = await connectionSettings(source, reading);
	const client = await asSource(context, () => PostgresClient.connect(settings, signal));
	return catalogueOf(context, client, {
		tables: async () => (await client.ask(TABLES)).rows.map(tableOf),
		async describe(table) {
			const columns = await columnsOf(client, { ...source, table, query: undefined });
			const quoted = (tableNameParts(table) ?? []).map(quotePostgres).join('.');
			const { rows } = await client.ask(KEY, [quoted]);
			return { columns, key: rows.map(([name]) => name ?? '') };
		},
	});
}
