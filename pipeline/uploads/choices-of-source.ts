import { UPLOAD_DISPOSITIONS } from '#records/source-look.ts';
import type { LookedType, Protection, UploadChoices } from '#records/source-look.ts';
import { quotedName } from '#warehouse/staging.ts';
import type { FileSource } from '../sources/file/schema.ts';
import { recognisePreset } from '../sources/presets/apply-preset.ts';

type Mapping = FileSource['entities'][string];
type ByEntity = Record<string, Record<string, string>>;

/** What each column of a file fills of an entity, an empty text for nothing; what SQL is made of is left to be found. */
function fillsOf(mapping: Mapping, columns: readonly string[]): Record<string, string> {
	const fills: Record<string, string> = {};
	for (const name of columns) {
		const isInSql = Object.values(mapping).some(
			(value) => typeof value === 'object' && 'sql' in value && value.sql.includes(quotedName(name)),
		);
		const target = Object.entries(mapping).find(([, value]) => value === name)?.[0];
		if (target !== undefined || !isInSql) fills[name] = target ?? '';
	}
	return fills;
}

/** What is the same in every row of an entity. */
function fixedOf(mapping: Mapping): Record<string, string> {
	const fixed: Record<string, string> = {};
	for (const [column, value] of Object.entries(mapping)) {
		if (typeof value === 'object' && 'value' in value && typeof value.value === 'string') fixed[column] = value.value;
	}
	return fixed;
}

/** By entity, those of which there is something to say. */
function byEntity({ entities }: FileSource, of: (mapping: Mapping) => Record<string, string>): ByEntity {
	const told = Object.entries(entities).map(([entity, mapping]) => [entity, of(mapping)] as const);
	return Object.fromEntries(told.filter(([, each]) => Object.keys(each).length > 0));
}

/**
 * The choices by which a look at a file of a source finds what the config says of it: its name, key, types, what fills
 * what, and above all what is not to be loaded as it is. How values are written, and what SQL is made of, a look finds anew.
 */
export function choicesOfSource(source: FileSource): UploadChoices {
	const types: Record<string, LookedType> = {};
	const protection: Record<string, Protection> = {};
	for (const [name, column] of Object.entries(source.columns)) {
		const { type, pseudonym } = typeof column === 'string' ? { type: column, pseudonym: false } : column;
		// A hash is a text, whatever it is made of.
		if (pseudonym) protection[name] = 'pseudonym';
		else types[name] = type;
	}
	for (const name of source.drop) protection[name] = 'drop';
	const columns = Object.keys(source.columns);
	const entities = Object.keys(source.entities);
	const disposition = UPLOAD_DISPOSITIONS.find((each) => each === source.disposition);
	// The export of a CRM is mapped as such where nobody says otherwise, and by its names alone where somebody does.
	const isKnown = recognisePreset([...columns, ...source.drop]) !== null;
	return {
		name: source.name,
		key: source.key.length === 0 ? 'none' : source.key.join(','),
		...(disposition === undefined ? {} : { disposition }),
		...(isKnown ? {} : { entity: entities.length === 0 ? 'none' : entities.join(',') }),
		types,
		protection,
		fills: byEntity(source, (mapping) => fillsOf(mapping, columns)),
		fixed: byEntity(source, fixedOf),
	};
}

/** Choices of before, and what a config says now in their place; a column that was ever to be kept out stays out. */
export function mergeChoices(before: UploadChoices, now: UploadChoices): UploadChoices {
	return {
		...before,
		...now,
		types: { ...before.types, ...now.types },
		protection: { ...before.protection, ...now.protection },
		fills: { ...before.fills, ...now.fills },
		fixed: { ...before.fixed, ...now.fixed },
	};
}
