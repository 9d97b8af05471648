import type { FeatureColumn } from '#models/logistic/feature-column.ts';
import { numberIn, refuseCell, textColumn } from './input-table.ts';
import type { InputTable } from './input-table.ts';

export interface Features {
	readonly columns: readonly FeatureColumn[];
	/** Columns of numbers whose empty cells were taken for 0, and how many those were. */
	readonly filled: readonly { readonly column: string; readonly rows: number }[];
}

/**
 * Columns of a file as features. A column in which every filled cell is a number is one, unless it is to be categorical; an
 * empty cell is then 0. In any other column a cell is a level, as the file writes it, and an empty one the level `missing`.
 * @throws ModelError naming row and column where a column mostly holds numbers but not only: a slip would turn it into
 * thousands of levels
 */
export function featureColumns(table: InputTable, names: readonly string[], categorical: readonly string[]): Features {
	const filled: { column: string; rows: number }[] = [];
	const columns = names.map((name): FeatureColumn => {
		const cells = textColumn(table, name);
		if (categorical.includes(name) || !isNumeric(name, cells)) return { name, kind: 'category', values: cells };
		const gaps = cells.filter((cell) => cell === null).length;
		if (gaps > 0) filled.push({ column: name, rows: gaps });
		return { name, kind: 'number', values: Float64Array.from(cells, (cell) => numberIn(cell ?? '0') ?? 0) };
	});
	return { columns, filled };
}

function isNumeric(name: string, cells: readonly (string | null)[]): boolean {
	const firstText = cells.findIndex((cell) => cell !== null && numberIn(cell) === null);
	const numbers = cells.filter((cell) => cell !== null && numberIn(cell) !== null).length;
	if (firstText < 0) return numbers > 0;
	const filled = cells.filter((cell) => cell !== null).length;
	if (numbers <= filled / 2) return false;
	return refuseCell(
		name,
		firstText,
		cells[firstText] ?? null,
		'a number, as most of its column, or its name in categorical',
	);
}

/** The given rows of columns, in their order. */
export function takeRows(columns: readonly FeatureColumn[], rows: Int32Array): FeatureColumn[] {
	return columns.map((column) =>
		column.kind === 'number'
			? { ...column, values: Float64Array.from(rows, (row) => column.values[row] ?? 0) }
			: { ...column, values: Array.from(rows, (row) => column.values[row] ?? null) },
	);
}
