import type { RowReading } from '../row-source.ts';
import { catalogueOf } from './catalogue.ts';
import type { Catalogue, CatalogueTable } from './catalogue.ts';
import { connectionSettings } from './connection-settings.ts';
import { asSource } from './database-reader.ts';
import { columnsOf } from './mysql.ts';
import { MysqlClient } from './mysql-client.ts';
import { hexLiteral } from './mysql-columns.ts';
import { mysqlFailure } from './mysql-failures.ts';
import type { MysqlSource } from './schema.ts';
import { tableNameParts, tableNameText } from './table-name.ts';

/** Tables and views of the database that the connection is in; the server lists only what this user may see. */
const TABLES = `select table_name, table_type, table_rows from information_schema.tables
	where table_schema = database() order by table_name`;

function tableOf([name, type, rows]: readonly (string | null)[]): CatalogueTable {
	const isView = /view/i.test(type ?? '');
	return { name: tableNameText([name ?? '']), isView, rows: isView || (rows ?? null) === null ? null : Number(rows) };
}

/** SQL of the primary key of a table, in another database where its name says so. */
function keySql(table: string): string {
	const parts = tableNameParts(table) ?? [];
	const [name = '', schema] = [...parts].reverse();
	const inSchema = schema === undefined ? 'database()' : `convert(${hexLiteral(schema)} using utf8mb4)`;
	return `select column_name from information_schema.statistics
		where table_schema = ${inSchema} and table_name = convert(${hexLiteral(name)} using utf8mb4)
			and index_name = 'PRIMARY'
		order by seq_in_index`;
}

/** Opens a database of MySQL or MariaDB to see what it has. @throws SourceError when the server does not let in */
export async function openMysqlCatalogue(
	source: MysqlSource,
	reading: Pick<RowReading, 'env' | 'configDir' | 'signal'>,
): Promise<Catalogue> {
	const { signal } = reading;
	const context = { source, signal, serverFailure: mysqlFailure };
	const settings = await connectionSettings(source, reading);
	const client = await asSource(context, () => MysqlClient.connect(settings, signal));
	return catalogueOf(context, client, {
		tables: async () => (await client.ask(TABLES)).rows.map(tableOf),
		async describe(table) {
			const columns = await columnsOf(client, { ...source, table, query: undefined });
			const { rows } = await client.ask(keySql(table));
			return { columns, key: rows.map(([name]) => name ?? '') };
		},
	});
}
