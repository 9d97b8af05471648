import type { ColumnType } from '../contract/source-schema.ts';
import type { ServerColumn } from '../database/server-column.ts';
import type { DescribedTable } from '../database/catalogue.ts';
import type { DatabaseSource } from '../database/schema.ts';
import type { KnownRows } from './type-columns.ts';

const INTEGERS = /^(int[248]|oid|tinyint|smallint|mediumint|int|bigint|year)$/;
const FLOATS = /^(float[48]?|double)$/;

/** The type that a server promises; null where only the values tell. */
function typeOf({ kind, type }: ServerColumn): ColumnType | null {
	switch (kind) {
		case 'number':
			if (type === 'bit') return null;
			return INTEGERS.test(type) ? 'integer' : FLOATS.test(type) ? 'float' : 'decimal';
		case 'day':
			return 'date';
		case 'time':
		case 'instant':
			return 'timestamp';
		case 'text':
			return null;
		case 'other':
			return type === 'bool' ? 'boolean' : null;
	}
}

/** Columns of SQLite whose values are numbers where they can be, by its rules for the names of types. */
function sqliteNumbers(columns: readonly ServerColumn[]): KnownRows['numbers'] {
	const found = columns.flatMap(({ name, type, kind }): [string, { hasFractions: boolean }][] => {
		const isWhole = /INT/i.test(type);
		if (kind === 'text' || (!isWhole && !/REAL|FLOA|DOUB|NUM|DEC/i.test(type))) return [];
		return [[name, { hasFractions: !isWhole }]];
	});
	return new Map(found);
}

/**
 * What a database says of its rows: types and primary key of a server; of SQLite, which keeps any value in any column, the
 * key alone.
 */
export function knownColumns(type: DatabaseSource['type'], { columns, key }: DescribedTable): KnownRows {
	const types = columns.flatMap((column): [string, { type: ColumnType; what: string }][] => {
		const known = type === 'sqlite' ? null : typeOf(column);
		return known === null ? [] : [[column.name, { type: known, what: column.type }]];
	});
	return {
		types: new Map(types),
		numbers: type === 'sqlite' ? sqliteNumbers(columns) : new Map(),
		key,
		isTyped: type !== 'sqlite',
		isUtc: columns.some(({ kind }) => kind === 'instant'),
	};
}

/** What a person ought to know of times: those without a zone are read as UTC where others are instants. */
export function timeProblems({ columns }: DescribedTable): string[] {
	const local = columns.filter(({ kind }) => kind === 'time').map(({ name }) => name);
	if (local.length === 0 || !columns.some(({ kind }) => kind === 'instant')) return [];
	return [
		`${local.join(', ')}: without a zone, and read as UTC beside the instants of the table; where they are local times convert them in a query`,
	];
}
