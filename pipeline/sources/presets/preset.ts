import type { ColumnType } from '../contract/source-schema.ts';

/** What a column of an export is: its type, and the names beside its own that it goes by. */
export interface PresetColumn {
	readonly type: ColumnType;
	/** Labels that the export of the user interface writes instead. */
	readonly labels?: readonly string[];
}

/**
 * What fills a column of an entity: a field of the export, a constant, SQL in which `{Field}` stands for a field, or the
 * first of several whose fields are there.
 */
export type PresetValue =
	| string
	| { readonly value: string | number | boolean }
	| { readonly sql: string; readonly why: string }
	| readonly PresetValue[];

/** An export of a CRM: the headers that it is known by and what becomes of them. Data alone, no code. */
export interface Preset {
	/** `salesforce-accounts` */
	readonly name: string;
	readonly crm: string;
	/** The export as its CRM calls it. */
	readonly title: string;
	/** Fields of which all have to be there. */
	readonly knownBy: readonly string[];
	/** Fields of which one has to be there beside, so that no other file is taken for it. */
	readonly knownByAny?: readonly string[];
	/** By their names in the API. */
	readonly columns: Readonly<Record<string, PresetColumn>>;
	readonly key: readonly string[];
	readonly version?: string;
	readonly deleted?: { readonly column: string; readonly values?: readonly string[] };
	/** The zone that its times are in. */
	readonly zone?: 'UTC';
	readonly entities: Readonly<Record<string, Readonly<Record<string, PresetValue>>>>;
	/** What a person should know, as sentences. */
	readonly notes?: readonly string[];
	/** The export ends after so many rows, whatever there is. */
	readonly mostRows?: number;
}

/** Columns of text by their names. */
export function texts(names: string): Record<string, PresetColumn> {
	return Object.fromEntries(names.split(/\s+/).map((name) => [name, { type: 'text' as const }]));
}

/** The host of an address of the web, without those where anybody has mail. */
export function hostSql(field: string): string {
	const host = `nullif(regexp_extract(lower(trim({${field}})), '^(?:[a-z]+://)?(?:www[.])?([^/:?#]+[.][^/:?#.]+)', 1), '')`;
	const free = [
		'gmail.com',
		'googlemail.com',
		'outlook.com',
		'hotmail.com',
		'yahoo.com',
		'gmx.de',
		'gmx.net',
		'web.de',
		't-online.de',
		'icloud.com',
		'aol.com',
		'proton.me',
	];
	return `case when ${host} not in (${free.map((each) => `'${each}'`).join(', ')}) then ${host} end`;
}

/** A phone number as E.164 where it is written with its country (+49 30 …, 0049 30 …), else as it is. */
export function phoneSql(field: string): string {
	return `case when regexp_matches(trim({${field}}), '^([+]|00)') then '+' || ltrim(regexp_replace(regexp_replace({${field}}, '[(]0[)]', ''), '[^0-9]', '', 'g'), '0') else trim({${field}}) end`;
}

/** The first of several ids that an export lists in one field. */
export function firstIdSql(field: string): string {
	return `nullif(trim(split_part({${field}}, ';', 1)), '')`;
}

/** First and last name as one. */
export function nameSql(first: string, last: string): string {
	return `nullif(concat_ws(' ', nullif(trim({${first}}), ''), nullif(trim({${last}}), '')), '')`;
}
