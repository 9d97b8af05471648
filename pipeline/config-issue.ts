import type * as v from 'valibot';

/** A valibot schema as far as keys are looked up in it. */
interface SchemaPart {
	readonly type: string;
	readonly entries?: Readonly<Record<string, SchemaPart>>;
	readonly wrapped?: SchemaPart;
	readonly item?: SchemaPart;
	readonly value?: SchemaPart;
	readonly options?: readonly unknown[];
	readonly literal?: unknown;
}

type Key = string | number;

const WORDS: Readonly<Record<string, string>> = {
	string: 'text',
	number: 'a number',
	boolean: 'true or false',
	array: 'a list',
	record: 'names with their values',
	strict_object: 'an object',
};

function keysOf(issue: v.BaseIssue<unknown>): Key[] {
	return (issue.path ?? []).map((item) => item.key as Key);
}

function written(keys: readonly Key[]): string {
	return keys.reduce<string>(
		(path, key) => (typeof key === 'number' ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`),
		'',
	);
}

function isSchema(option: unknown): option is SchemaPart {
	return typeof option === 'object' && option !== null && 'type' in option;
}

/** The schemas that a value may be of: the options of a union, what an optional one wraps. */
function alternatives(schema: SchemaPart): SchemaPart[] {
	if (schema.wrapped) return alternatives(schema.wrapped);
	if (schema.type === 'union' || schema.type === 'variant')
		return (schema.options ?? []).filter(isSchema).flatMap(alternatives);
	return [schema];
}

function child(schema: SchemaPart, key: Key): SchemaPart[] {
	return alternatives(schema).flatMap((option) => {
		const next = typeof key === 'number' ? option.item : (option.entries?.[key] ?? option.value);
		return next ? alternatives(next) : [];
	});
}

function schemasAt(root: SchemaPart, keys: readonly Key[]): SchemaPart[] {
	return keys.reduce<SchemaPart[]>((found, key) => found.flatMap((schema) => child(schema, key)), alternatives(root));
}

function validKeys(root: SchemaPart, keys: readonly Key[]): string[] {
	return [...new Set(schemasAt(root, keys).flatMap((schema) => Object.keys(schema.entries ?? {})))];
}

/** What may stand at a place, in words. */
function wantedAt(root: SchemaPart, keys: readonly Key[]): string {
	const wanted = schemasAt(root, keys).map((schema) => {
		const values = (schema.options ?? []).filter((option) => typeof option === 'string');
		if (schema.type === 'literal') return String(schema.literal);
		return values.length > 0 ? values.join(', ') : (WORDS[schema.type] ?? schema.type);
	});
	return [...new Set(wanted)].join(' or ');
}

/**
 * One sentence for what a schema says of a value: the key, what came and what was wanted; for an unknown key the keys
 * that are valid there.
 */
export function describeIssue(root: unknown, issue: v.BaseIssue<unknown>): string {
	if (!isSchema(root)) return issue.message;
	const keys = keysOf(issue);
	const path = written(keys);
	const isOwnMessage = !issue.message.startsWith('Invalid ');
	if (issue.type === 'strict_object' && issue.expected === 'never') {
		return `unknown key ${path} (expected ${validKeys(root, keys.slice(0, -1)).join(', ')})`;
	}
	if (issue.received === 'undefined') {
		return path === '' ? 'the config is empty' : `missing key ${path} (expected ${wantedAt(root, keys)})`;
	}
	const place = path === '' ? 'the config' : path;
	if (isOwnMessage) return `${place}: ${issue.message}`;
	const wanted =
		issue.kind === 'schema'
			? wantedAt(root, keys)
			: (issue.expected ?? '').replace(/^>=/, 'at least ').replace(/^<=/, 'at most ');
	return `${place}: expected ${wanted}, received ${issue.received}`;
}
