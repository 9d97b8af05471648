import type * as v from 'valibot';

/** A valibot schema as far as keys are looked up in it. */
interface SchemaPart {
	readonly type: string;
	readonly entries?: Readonly<Record<string, SchemaPart>>;
	readonly wrapped?: SchemaPart;
	readonly item?: SchemaPart;
	readonly value?: SchemaPart;
	readonly options?: readonly unknown[];
	/** Of a variant: the key that tells its options apart. */
	readonly key?: string;
	readonly literal?: string | number | boolean;
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

/** Of a variant those options that a value says it is, else all of them. */
function optionsOf({ type, options = [], key = '' }: SchemaPart, value: unknown): SchemaPart[] {
	const schemas = options.filter(isSchema);
	if (type !== 'variant' || typeof value !== 'object' || value === null) return schemas;
	const named = schemas.filter(({ entries }) => entries?.[key]?.literal === (value as Record<string, unknown>)[key]);
	return named.length === 0 ? schemas : named;
}

/** The schemas that a value may be of: the options of a union, what an optional one wraps. */
function alternatives(schema: SchemaPart, value: unknown): SchemaPart[] {
	if (schema.wrapped) return alternatives(schema.wrapped, value);
	if (schema.type !== 'union' && schema.type !== 'variant') return [schema];
	return optionsOf(schema, value).flatMap((option) => alternatives(option, value));
}

function child(schema: SchemaPart, key: Key, value: unknown): SchemaPart[] {
	const next = typeof key === 'number' ? schema.item : (schema.entries?.[key] ?? schema.value);
	return next ? alternatives(next, value) : [];
}

function valueAt(value: unknown, key: Key): unknown {
	return typeof value === 'object' && value !== null ? (value as Record<Key, unknown>)[key] : undefined;
}

/** The schemas that what stands at a place of `input` may be of. */
function schemasAt(root: SchemaPart, keys: readonly Key[], input: unknown): SchemaPart[] {
	let value = input;
	let schemas = alternatives(root, value);
	for (const key of keys) {
		value = valueAt(value, key);
		schemas = schemas.flatMap((schema) => child(schema, key, value));
	}
	return schemas;
}

function validKeys(root: SchemaPart, keys: readonly Key[], input: unknown): string[] {
	return [...new Set(schemasAt(root, keys, input).flatMap((schema) => Object.keys(schema.entries ?? {})))];
}

/** What may stand at a place, in words. */
function wantedAt(root: SchemaPart, keys: readonly Key[], input: unknown): string {
	const wanted = schemasAt(root, keys, input).map((schema) => {
		if (schema.literal !== undefined) return String(schema.literal);
		const values = (schema.options ?? []).filter((option) => typeof option === 'string');
		return values.length > 0 ? values.join(', ') : (WORDS[schema.type] ?? schema.type);
	});
	const words = [...new Set(wanted)];
	return words.join(schemasAt(root, keys, input).every(({ literal }) => literal !== undefined) ? ', ' : ' or ');
}

/**
 * One sentence for what a schema says of a value: the key, what came and what was wanted; for an unknown key the keys
 * that are valid there.
 */
export function describeIssue(root: unknown, issue: v.BaseIssue<unknown>): string {
	if (!isSchema(root)) return issue.message;
	const keys = keysOf(issue);
	const path = written(keys);
	const input = issue.path?.[0]?.input;
	const isOwnMessage = !issue.message.startsWith('Invalid ');
	if (issue.type === 'strict_object' && issue.expected === 'never') {
		return `unknown key ${path} (expected ${validKeys(root, keys.slice(0, -1), input).join(', ')})`;
	}
	if (issue.received === 'undefined') {
		return path === '' ? 'the config is empty' : `missing key ${path} (expected ${wantedAt(root, keys, input)})`;
	}
	const place = path === '' ? 'the config' : path;
	if (isOwnMessage) return `${place}: ${issue.message}`;
	const wanted =
		issue.kind === 'schema'
			? wantedAt(root, keys, input)
			: (issue.expected ?? '').replace(/^>=/, 'at least ').replace(/^<=/, 'at most ');
	return `${place}: expected ${wanted}, received ${issue.received}`;
}
