import { entityByName } from '#warehouse/entities/entities.ts';
import { KNOWN_ENTITIES } from './known-names.ts';
import { bareName } from './name-words.ts';

function personalNames(): Set<string> {
	const names = new Set<string>();
	for (const [entity, { columns }] of Object.entries(KNOWN_ENTITIES)) {
		for (const [field, { sure, maybe = '' }] of Object.entries(columns)) {
			if (field === 'city') continue;
			const isPersonal =
				field.startsWith('$first') ||
				field.startsWith('$last') ||
				entityByName(entity)?.columns[field]?.personal === true;
			if (isPersonal) for (const name of `${field} ${sure} ${maybe}`.split(/\s+/)) names.add(bareName(name));
		}
	}
	return names;
}

const PERSONAL = personalNames();

/** Whether a column is named like one that identifies a person. */
export function isPersonalName(name: string): boolean {
	return PERSONAL.has(bareName(name)) || PERSONAL.has(bareName(name.replace(/^.* [-/] /, '')));
}
