import { entityByName } from '#warehouse/entities/entities.ts';
import type { EntityColumnType } from '#warehouse/entities/entity.ts';
import type { ColumnType } from '../contract/source-schema.ts';
import { KNOWN_ENTITIES } from './known-names.ts';
import type { KnownNames } from './known-names.ts';
import { bareName } from './name-words.ts';

/** A column of a source with the type that it has, or that its text can be read as. */
export interface NamedColumn {
	readonly name: string;
	readonly type: ColumnType;
	/** Whether no row has a value of it: then its type is unknown. */
	readonly isEmpty: boolean;
}

/** A field of an entity (or a part that fields are made of) and the column that fills it. */
export interface RecognisedField {
	readonly field: string;
	readonly column: string;
	readonly confidence: number;
	readonly why: string;
}

const PART_TYPES: Readonly<Record<string, EntityColumnType>> = {
	$total: 'decimal',
	$discount: 'decimal',
	$converted: 'boolean',
};

/** Types that fill a column of an entity without a word of SQL. */
const FILLS: Readonly<Record<EntityColumnType, readonly ColumnType[]>> = {
	text: ['text', 'integer', 'decimal', 'float', 'boolean', 'date', 'timestamp'],
	integer: ['integer'],
	decimal: ['integer', 'decimal', 'float'],
	float: ['integer', 'decimal', 'float'],
	boolean: ['boolean'],
	date: ['date', 'timestamp'],
	timestamp: ['date', 'timestamp'],
};

/** Columns of numbers that also take what is no whole number: the mapping makes one of it. */
const LOOSE = new Set(['quantity']);

function namesOf(text: string | undefined): string[] {
	return text === undefined ? [] : text.split(/\s+/).filter((name) => name !== '');
}

/** How sure a name is: the entity's own name of the field, one that says so, one that may; null for none. */
function certainty(
	field: string,
	known: KnownNames,
	bare: string,
): { readonly confidence: number; readonly why: string } | null {
	if (bareName(field) === bare) return { confidence: 1, why: 'has the very name' };
	if (namesOf(known.sure).includes(bare)) return { confidence: 0.9, why: 'its name says so' };
	if (namesOf(known.maybe).includes(bare)) return { confidence: 0.6, why: 'its name may mean it' };
	return null;
}

/** Whether a column of this type can fill the field. */
export function fits(entity: string, field: string, { type, isEmpty }: NamedColumn): boolean {
	const wanted = entityByName(entity)?.columns[field]?.type ?? PART_TYPES[field] ?? 'text';
	if (isEmpty) return true;
	if (LOOSE.has(field)) return FILLS.decimal.includes(type);
	return FILLS[wanted].includes(type);
}

/** A name of a column without the name of its table in front: `Deal - Title` of a deal is `title`. */
function bareNames(entity: string, name: string): string[] {
	const bare = bareName(name);
	const singular = bareName(entity).replace(/ies$/, 'y').replace(/s$/, '');
	const short = bare.startsWith(singular) && bare.length > singular.length ? bare.slice(singular.length) : null;
	return short === null ? [bare] : [bare, short];
}

/**
 * Which columns fill which fields of an entity, by their names and types. A field is filled once, by the surest column; a
 * column may fill several fields.
 */
export function recogniseFields(entity: string, columns: readonly NamedColumn[]): RecognisedField[] {
	const known = KNOWN_ENTITIES[entity]?.columns ?? {};
	return Object.entries(known).flatMap(([field, names]): RecognisedField[] => {
		const found = columns.flatMap((column) => {
			if (!fits(entity, field, column)) return [];
			const sure = bareNames(entity, column.name).flatMap((bare) => certainty(field, names, bare) ?? []);
			const [best] = sure.sort((left, right) => right.confidence - left.confidence);
			return best === undefined ? [] : [{ field, column: column.name, ...best }];
		});
		const [best] = found.sort((left, right) => right.confidence - left.confidence);
		return best === undefined ? [] : [best];
	});
}
