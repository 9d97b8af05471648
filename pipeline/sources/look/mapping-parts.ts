import { quotedName } from '#warehouse/staging.ts';
import type { MappedColumn } from './proposal.ts';
import type { RecognisedField } from './recognise-columns.ts';

/** What a mapping is made of: the fields that were recognised, and what is known of the whole. */
export interface MappingParts {
	readonly fields: ReadonlyMap<string, RecognisedField>;
	/** SQL of a column where its own type does not do, by name. */
	readonly readings: ReadonlyMap<string, string>;
	/** Columns that identify a row. */
	readonly key: readonly string[];
	/** Columns of whole numbers. */
	readonly integers: ReadonlySet<string>;
	/** The greatest value of a column of numbers. */
	readonly greatest: ReadonlyMap<string, number>;
	/** Values of a column, where there are few. */
	readonly values: ReadonlyMap<string, readonly string[]>;
}

/** SQL of the column that fills a field; null where none does. */
export function sqlOf(parts: MappingParts, field: string): string | null {
	const found = parts.fields.get(field);
	return found === undefined ? null : (parts.readings.get(found.column) ?? quotedName(found.column));
}

/** How sure the least sure of some fields is. */
export function confidenceOf(parts: MappingParts, ...fields: readonly string[]): number {
	return Math.min(...fields.map((field) => parts.fields.get(field)?.confidence ?? 1));
}

/** A column that is filled by SQL. */
export function made(column: string, sql: string, confidence: number, why: string): MappedColumn {
	return { column, value: { sql }, confidence, why };
}

/** The column itself, or the SQL that reads its text. */
export function plain(parts: MappingParts, { field, column, confidence, why }: RecognisedField): MappedColumn {
	const reading = parts.readings.get(column);
	return {
		column: field,
		value: reading === undefined ? column : { sql: reading },
		confidence,
		why: `${column}: ${why}`,
	};
}
