import type { LookedType, Protection, UploadDisposition } from '#records/source-look.ts';
import { m } from '../paraglide/messages.js';

const TYPES: Readonly<Record<LookedType, () => string>> = {
	text: m.sources_type_text,
	integer: m.sources_type_integer,
	decimal: m.sources_type_decimal,
	float: m.sources_type_float,
	boolean: m.sources_type_boolean,
	date: m.sources_type_date,
	timestamp: m.sources_type_timestamp,
};

/** Everything that a column may hold. */
export const COLUMN_TYPES = Object.keys(TYPES) as readonly LookedType[];

/** What a column holds, in words. */
export function typeWord(type: LookedType): string {
	return TYPES[type]();
}

const PROTECTIONS: Readonly<Record<Protection, () => string>> = {
	none: m.sources_protection_none,
	pseudonym: m.sources_protection_pseudonym,
	drop: m.sources_protection_drop,
};

/** Every way to load a column. */
export const COLUMN_PROTECTIONS = Object.keys(PROTECTIONS) as readonly Protection[];

/** How a column is loaded, in words. */
export function protectionWord(protection: Protection): string {
	return PROTECTIONS[protection]();
}

const KINDS: Readonly<Record<string, () => string>> = {
	file: m.sources_type_file,
	url: m.sources_type_url,
	rest: m.sources_type_rest,
	postgres: m.sources_type_postgres,
	mysql: m.sources_type_mysql,
	sqlite: m.sources_type_sqlite,
	records: m.sources_type_records,
};

/** What a source is read from; its own name for what has no word, a dash where that is not known. */
export function sourceKindWord(type: string | null): string {
	if (type === null) return '–';
	return KINDS[type]?.() ?? type;
}

const MORE: Readonly<Record<UploadDisposition, (input: { source: string }) => string>> = {
	replace: m.sources_more_replace,
	merge: m.sources_more_merge,
	append: m.sources_more_append,
	scd2: m.sources_more_scd2,
};

/** What a newer file does to the rows of its source. */
export function moreSentence(disposition: UploadDisposition, source: string): string {
	return MORE[disposition]({ source });
}
