import { entityByName } from '#warehouse/entities/entities.ts';
import { templateCsv } from '#warehouse/entities/template.ts';

/** A CSV file to fill in for an entity: its columns, and a line as an example; null where there is no such entity. */
export function templateOf(name: string): string | null {
	const entity = entityByName(name);
	return entity === null ? null : templateCsv(entity);
}
