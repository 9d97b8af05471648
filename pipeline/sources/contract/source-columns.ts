import { ConfigError } from '../../errors.ts';
import type { ColumnType } from './source-schema.ts';

/** A declared column of a source, with every default filled in. */
export interface SourceColumn {
	readonly name: string;
	readonly type: ColumnType;
	/** Required by its declaration or as part of the key: an empty field sets the record aside. */
	readonly isRequired: boolean;
	/** The texts that may occur; null for any. */
	readonly accepted: readonly string[] | null;
	/** As the config says it: a number, or an ISO day or time. */
	readonly min: number | string | null;
	readonly max: number | string | null;
	readonly maxLength: number | null;
	/** Another source's column that has to hold the value. */
	readonly references: { readonly source: string; readonly column: string } | null;
	/** Whether a keyed hash lands in the place of the value. */
	readonly isPseudonym: boolean;
}

interface Declared {
	readonly type: ColumnType;
	readonly required: boolean;
	readonly accepted?: readonly string[] | undefined;
	readonly min?: number | string | undefined;
	readonly max?: number | string | undefined;
	readonly maxLength?: number | undefined;
	readonly references?: string | undefined;
	readonly pseudonym: boolean;
}

/** What of a source its columns are made of. */
export interface ColumnsOfSource {
	readonly name: string;
	readonly columns: Readonly<Record<string, ColumnType | Declared>>;
	readonly key: readonly string[];
	readonly disposition: string;
	readonly version?: string | undefined;
	readonly deleted?: { readonly column: string } | undefined;
	readonly drop: readonly string[];
}

const OWN_COLUMNS = ['_load_id', '_file', '_line', '_undeclared', '_row_hash', '_valid_from', '_valid_to'];

function toColumn(name: string, given: ColumnType | Declared, key: readonly string[]): SourceColumn {
	const declared: Declared = typeof given === 'string' ? { type: given, required: false, pseudonym: false } : given;
	const [source = '', ...column] = declared.references?.split('.') ?? [];
	return {
		name,
		type: declared.type,
		isRequired: key.includes(name) || declared.required,
		accepted: declared.accepted ?? null,
		min: declared.min ?? null,
		max: declared.max ?? null,
		maxLength: declared.maxLength ?? null,
		references: declared.references === undefined ? null : { source, column: column.join('.') },
		isPseudonym: declared.pseudonym,
	};
}

/** A column of text that may hold anything. */
export function textColumn(name: string): SourceColumn {
	return toColumn(name, 'text', []);
}

function requireDeclared(source: ColumnsOfSource, key: string, name: string | undefined): void {
	if (name === undefined || name in source.columns) return;
	throw new ConfigError(`source ${source.name}: ${key}: "${name}" is not among its columns`);
}

/** The rule of its declaration that a column breaks, in words; null when it makes sense. */
function columnProblem(column: SourceColumn, dropped: readonly string[]): string | null {
	const { type, accepted, min, max, maxLength } = column;
	if (dropped.includes(column.name)) return 'is both declared and dropped';
	if (accepted !== null && type !== 'text') return 'has accepted values (those are for text; use min and max)';
	if (maxLength !== null && type !== 'text') return 'has maxLength (that is for text; use min and max)';
	const isNumber = type === 'integer' || type === 'decimal' || type === 'float';
	const isTime = type === 'date' || type === 'timestamp';
	for (const limit of [min, max]) {
		if (limit === null) continue;
		if (isNumber && typeof limit !== 'number') return `has the limit "${limit}" (expected a number)`;
		if (isTime && (typeof limit !== 'string' || Number.isNaN(Date.parse(limit)))) {
			return `has the limit ${JSON.stringify(limit)} (expected a day such as '2020-01-31')`;
		}
		if (!isNumber && !isTime) return `has min or max (those are for numbers, days and times, and it is ${type})`;
	}
	if (column.isPseudonym && type !== 'text') return `is to be a pseudonym (expected text, and it is ${type})`;
	return null;
}

/**
 * The declared columns of a source in the order of its declaration.
 * @throws ConfigError when two names differ by case alone, a name is one of the loader's own, a rule does not fit the
 * type, or key, version and deletion name columns that are not declared
 */
export function sourceColumns(source: ColumnsOfSource): SourceColumn[] {
	const columns = Object.entries(source.columns).map(([name, given]) => toColumn(name, given, source.key));
	const names = new Set<string>();
	for (const column of columns) {
		const folded = column.name.toLowerCase();
		const place = `source ${source.name}: columns.${column.name}`;
		if (OWN_COLUMNS.includes(folded))
			throw new ConfigError(`${place}: ${OWN_COLUMNS.join(', ')} are added by the load`);
		if (names.has(folded)) throw new ConfigError(`${place}: another column differs from it by case alone`);
		names.add(folded);
		const problem = columnProblem(column, source.drop);
		if (problem !== null) throw new ConfigError(`${place} ${problem}`);
	}
	if (columns.length === 0)
		throw new ConfigError(`source ${source.name}: columns: none declared (expected at least one)`);
	for (const name of source.key) requireDeclared(source, 'key', name);
	requireDeclared(source, 'version', source.version);
	requireDeclared(source, 'deleted.column', source.deleted?.column);
	if ((source.disposition === 'merge' || source.disposition === 'scd2') && source.key.length === 0) {
		throw new ConfigError(`source ${source.name}: key: missing (${source.disposition} replaces rows by their key)`);
	}
	return columns;
}
