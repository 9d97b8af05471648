import { entityByName } from '#warehouse/entities/entities.ts';
import type { GivenSource } from './build-warehouse.ts';

/** A row of an entity as text; what is left out is null. */
export type GivenRow = Readonly<Record<string, string | null>>;

/** A source named as an entity that brings it column by column; times are those of the company's zone. */
export function givenEntity(name: string, given: readonly GivenRow[]): GivenSource {
	const entity = entityByName(name);
	if (!entity) throw new Error(`unknown entity: ${name}`);
	const columns = Object.keys(entity.columns);
	const unknown = given.flatMap((row) => Object.keys(row)).find((column) => !columns.includes(column));
	if (unknown !== undefined) throw new Error(`${name} has no column ${unknown}`);
	return {
		name,
		key: entity.key,
		columns: Object.fromEntries(Object.entries(entity.columns).map(([column, { type }]) => [column, type])),
		loads: [given.map((row) => columns.map((column) => row[column] ?? null))],
		entities: { [name]: Object.fromEntries(columns.map((column) => [column, column])) },
	};
}

/** Sources of several entities, each with its rows. */
export function givenEntities(given: Readonly<Record<string, readonly GivenRow[]>>): GivenSource[] {
	return Object.entries(given).map(([name, rows]) => givenEntity(name, rows));
}
