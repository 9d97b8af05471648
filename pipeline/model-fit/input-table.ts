import { ModelError } from '#models/model-error.ts';

/** A file as text: what a cell means is decided by the model that reads it. */
export interface InputTable {
	/** The file's base name. */
	readonly name: string;
	readonly rows: number;
	/** All columns of the file, also those that were not read. */
	readonly columnNames: readonly string[];
	/** The columns that were read; null where a cell is empty or blank. */
	readonly columns: ReadonlyMap<string, readonly (string | null)[]>;
}

/** Rows are counted from 1 in what people read: the first one below the header. */
export function rowNumber(index: number): number {
	return index + 1;
}

/**
 * The cells of a column.
 * @throws ModelError when the file has none of that name
 */
export function textColumn(table: InputTable, name: string): readonly (string | null)[] {
	const cells = table.columns.get(name);
	if (cells === undefined) {
		const names = table.columnNames.map((each) => `"${each}"`).join(', ');
		throw new ModelError('input', `${table.name} has no column "${name}" (it has ${names})`);
	}
	return cells;
}

/**
 * The cells of a column, none of which may be empty.
 * @throws ModelError naming column and row
 */
export function filledColumn(table: InputTable, name: string): readonly string[] {
	return textColumn(table, name).map((cell, index) => cell ?? refuseCell(name, index, cell, 'a value'));
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a cell holds; null where it holds none that is finite. */
export function numberIn(cell: string): number | null {
	const text = cell.trim();
	const value = NUMBER.test(text) ? Number(text) : NaN;
	return Number.isFinite(value) ? value : null;
}

/**
 * A column as numbers, none of which may be missing.
 * @throws ModelError naming column and row
 */
export function numberColumn(table: InputTable, name: string): Float64Array {
	const cells = textColumn(table, name);
	const values = new Float64Array(cells.length);
	cells.forEach((cell, index) => {
		values[index] = (cell === null ? null : numberIn(cell)) ?? refuseCell(name, index, cell, 'a number such as 12.5');
	});
	return values;
}

/**
 * A column as numbers with gaps.
 * @throws ModelError naming column and row where a cell is neither empty nor a number
 */
export function numberOrGapColumn(table: InputTable, name: string): (number | null)[] {
	return textColumn(table, name).map((cell, index) =>
		cell === null ? null : (numberIn(cell) ?? refuseCell(name, index, cell, 'a number such as 12.5, or nothing')),
	);
}

const DAY = /^(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d.*)?$/;
const DAY_MS = 86_400_000;

/** Days from 1970-01-01 to the day that a cell names, a time of day left aside; null where it names none. */
export function dayIn(cell: string): number | null {
	const [, year, month, day] = DAY.exec(cell.trim()) ?? [];
	if (year === undefined) return null;
	const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
	const isThere = new Date(time).toISOString().startsWith(`${year}-${month ?? ''}-${day ?? ''}`);
	return isThere ? time / DAY_MS : null;
}

/** ISO 8601, of days from 1970-01-01. */
export function dayText(day: number): string {
	return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/**
 * A column as days from 1970-01-01, none of which may be missing.
 * @throws ModelError naming column and row
 */
export function dayColumn(table: InputTable, name: string): Int32Array {
	const cells = textColumn(table, name);
	const known = new Map<string, number>();
	const days = new Int32Array(cells.length);
	cells.forEach((cell, index) => {
		const day = cell === null ? null : (known.get(cell) ?? dayIn(cell));
		if (cell === null || day === null) return refuseCell(name, index, cell, 'a day such as 2011-12-31');
		known.set(cell, day);
		days[index] = day;
	});
	return days;
}

/** @throws ModelError naming column, row, what stands there and what was wanted */
export function refuseCell(column: string, index: number, cell: string | null, wanted: string): never {
	const shown = cell === null ? 'empty' : JSON.stringify(cell.length > 60 ? `${cell.slice(0, 60)}…` : cell);
	throw new ModelError('input', `row ${rowNumber(index)}: ${column} is ${shown} (expected ${wanted})`, {
		hint: 'rows are counted from 1 below the header',
	});
}
