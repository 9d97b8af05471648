import { ENTITIES } from './entities/entities.ts';

/** Names of columns that identify a person, of any entity: none of them may stand in the marts. */
export const PERSONAL_COLUMNS: readonly string[] = [
	...ENTITIES.flatMap(({ columns }) => Object.keys(columns).filter((name) => columns[name]?.personal)),
	'email_normalised',
	'search_text',
];
