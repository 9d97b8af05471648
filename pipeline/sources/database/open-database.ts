import type { DeclaredContract } from '../contract/row-contract.ts';
import type { RowReader, RowReading } from '../row-source.ts';
import type { DatabaseSource } from './schema.ts';

/**
 * Opens a table or a query of a database for reading alone. A driver is loaded when a source needs it.
 * @throws SourceError when it cannot be opened, lacks a declared column, or its cursor compares in another way than declared
 */
export async function openDatabase(
	source: DatabaseSource,
	contract: DeclaredContract,
	reading: RowReading,
): Promise<RowReader> {
	switch (source.type) {
		case 'postgres': {
			const { openPostgres } = await import('./postgres.ts');
			return openPostgres(source, contract, reading);
		}
		case 'mysql': {
			const { openMysql } = await import('./mysql.ts');
			return openMysql(source, contract, reading);
		}
		case 'sqlite': {
			const { openSqlite } = await import('./sqlite.ts');
			return openSqlite(source, contract, reading);
		}
	}
}
