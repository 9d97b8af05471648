import type { GivenSource } from './build-warehouse.ts';

/** One row of a list of people; what is left out is null. */
export type GivenPerson = Readonly<Record<string, string | null>>;

/** A source that maps one entity, column by column of the same name; its columns are those that its rows have. */
export function givenList(name: string, entity: string, people: readonly GivenPerson[]): GivenSource {
	const columns = [...new Set(people.flatMap((person) => Object.keys(person)))];
	return {
		name,
		key: columns.slice(0, 1),
		columns: Object.fromEntries(columns.map((column) => [column, column.endsWith('_at') ? 'timestamp' : 'text'])),
		loads: [people.map((person) => columns.map((column) => person[column] ?? null))],
		entities: { [entity]: Object.fromEntries(columns.map((column) => [column, column])) },
	};
}
