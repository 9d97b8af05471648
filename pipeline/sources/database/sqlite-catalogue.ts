import type { RowReading } from '../row-source.ts';
import type { Catalogue, CatalogueTable } from './catalogue.ts';
import { asSource } from './database-reader.ts';
import type { SqliteSource } from './schema.ts';
import { columnsOf, openFile } from './sqlite.ts';
import { sqliteFailure } from './sqlite-failures.ts';
import { tableNameParts, tableNameText } from './table-name.ts';

const TABLES = `select name, type from sqlite_schema
	where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' order by name`;

const KEY = 'select name from pragma_table_info(?) where pk > 0 order by pk';

/** Opens a SQLite file to see what it has; it is never written to. @throws SourceError when it cannot be opened */
export async function openSqliteCatalogue(
	source: SqliteSource,
	{ configDir, signal }: Pick<RowReading, 'configDir' | 'signal'>,
): Promise<Catalogue> {
	const context = { source, signal, serverFailure: sqliteFailure };
	const asking = <Result>(work: () => Result): Promise<Result> => asSource(context, () => Promise.resolve().then(work));
	const database = await asking(() => openFile(source, configDir));
	return {
		tables: () =>
			asking(() =>
				database
					.prepare(TABLES)
					.all()
					.map(({ name, type }): CatalogueTable => {
						return { name: tableNameText([String(name)]), isView: type === 'view', rows: null };
					}),
			),
		describe: (table) =>
			asking(() => {
				const columns = columnsOf(database, { ...source, table, query: undefined });
				const found = database.prepare(KEY).all(tableNameParts(table)?.at(-1) ?? '');
				return { columns, key: found.map(({ name }) => String(name)) };
			}),
		close: () => {
			database.close();
			return Promise.resolve();
		},
	};
}
