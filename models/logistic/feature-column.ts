import { ModelError } from '../model-error.ts';

/** What is known of each row under one name, as a number. */
export interface NumberColumn {
	readonly name: string;
	readonly kind: 'number';
	/** Finite: a value that is not known has to be filled in before. */
	readonly values: Float64Array;
}

/** What is known of each row under one name, as one of a set of words. */
export interface CategoryColumn {
	readonly name: string;
	readonly kind: 'category';
	/** Null where nothing is known: that is a level of its own, `missing`. */
	readonly values: readonly (string | null)[];
}

export type FeatureColumn = NumberColumn | CategoryColumn;

/** The level that stands for a null. */
export const MISSING_LEVEL = 'missing';

/**
 * How many rows the columns have.
 * @throws ModelError when there is no column, two share a name, their lengths differ or a number is not finite
 */
export function countRows(columns: readonly FeatureColumn[]): number {
	const [first] = columns;
	if (first === undefined) throw new ModelError('input', 'received no feature column (expected at least one)');
	const names = new Set<string>();
	for (const column of columns) {
		if (names.has(column.name)) throw new ModelError('input', `two feature columns are named "${column.name}"`);
		names.add(column.name);
		if (column.values.length !== first.values.length) {
			throw new ModelError(
				'input',
				`column "${column.name}" has ${column.values.length} rows, "${first.name}" ${first.values.length} (expected as many)`,
			);
		}
		if (column.kind === 'number') assertFinite(column);
	}
	return first.values.length;
}

function assertFinite({ name, values }: NumberColumn): void {
	const index = values.findIndex((value) => !Number.isFinite(value));
	if (index < 0) return;
	throw new ModelError(
		'input',
		`column "${name}" is ${values[index] ?? NaN} at index ${index} (expected a finite number)`,
	);
}
