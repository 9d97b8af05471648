import type { RowReading } from '../row-source.ts';
import type { Catalogue } from './catalogue.ts';
import type { DatabaseSource } from './schema.ts';

/**
 * Opens the database of a source to see what it has; which table the source reads says nothing here.
 * @throws SourceError when it cannot be opened
 */
export async function openCatalogue(
	source: DatabaseSource,
	reading: Pick<RowReading, 'env' | 'configDir' | 'signal'>,
): Promise<Catalogue> {
	switch (source.type) {
		case 'postgres': {
			const { openPostgresCatalogue } = await import('./postgres-catalogue.ts');
			return openPostgresCatalogue(source, reading);
		}
		case 'mysql': {
			const { openMysqlCatalogue } = await import('./mysql-catalogue.ts');
			return openMysqlCatalogue(source, reading);
		}
		case 'sqlite': {
			const { openSqliteCatalogue } = await import('./sqlite-catalogue.ts');
			return openSqliteCatalogue(source, reading);
		}
	}
}
