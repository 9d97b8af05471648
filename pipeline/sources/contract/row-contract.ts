import type { SourceColumn } from './source-columns.ts';
import type { ValueFormat } from './value-format.ts';

/** A column of another source's table that has to hold the values of a column. */
export interface ReferenceTarget {
	/** Place of the column that refers. */
	readonly index: number;
	/** SQL of the table and the column. */
	readonly table: string;
	readonly column: string;
}

/** A contract without what belongs to a data folder: the key of pseudonyms, and where other sources are. */
export type DeclaredContract = Omit<RowContract, 'pseudonymKey' | 'references'>;

/** What the rows of a source have to be, complete: whatever they are read from, they are held against this. */
export interface RowContract {
	readonly columns: readonly SourceColumn[];
	/** Columns that identify a row; none when rows have no key, or may tell of one thing again and again. */
	readonly key: readonly string[];
	readonly format: ValueFormat;
	/** What becomes of fields that no column takes. */
	readonly unknownColumns: 'notify' | 'evolve' | 'quarantine' | 'freeze';
	/** What becomes of values that their type cannot hold. */
	readonly badValues: 'quarantine' | 'evolve' | 'freeze';
	/** Fields that are never taken, whatever becomes of others. */
	readonly dropped: readonly string[];
	/** The column that tells of a deletion; its values, or null where any value but false does. */
	readonly deleted: { readonly column: string; readonly values: readonly string[] | null } | null;
	/** The column by which of two rows of one key the newer is known; null: the later row is the newer. */
	readonly version: string | null;
	/** Where the values of columns that refer to other sources have to be. */
	readonly references: readonly ReferenceTarget[];
	/** What the hashes of pseudonyms are keyed with; empty where no column is one. */
	readonly pseudonymKey: Uint8Array;
}

/** A contract of columns alone, with all else as it is where nothing is declared. */
export function plainContract(columns: readonly SourceColumn[], format: ValueFormat): RowContract {
	return {
		columns,
		key: [],
		format,
		unknownColumns: 'notify',
		badValues: 'quarantine',
		dropped: [],
		deleted: null,
		version: null,
		references: [],
		pseudonymKey: new Uint8Array(),
	};
}

/** Whether fields that no column takes are to be kept, or looked at. */
export function wantsUndeclared({ unknownColumns }: Pick<RowContract, 'unknownColumns'>): boolean {
	return unknownColumns === 'evolve' || unknownColumns === 'quarantine';
}

/** The fields that no column takes and that are not dropped. */
export function undeclaredNames(names: readonly string[], { columns, dropped }: DeclaredContract): string[] {
	const known = new Set([...columns.map(({ name }) => name), ...dropped, '']);
	return names.filter((name) => !known.has(name));
}
