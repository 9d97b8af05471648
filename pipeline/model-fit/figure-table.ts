import { alignedTable } from '../aligned-table.ts';

/** A number as people read it: six significant digits; a dash for none. */
export function figure(value: number | null | undefined): string {
	return value === null || value === undefined ? '' : String(Number(value.toPrecision(6)));
}

/** Rows of names and figures below a header. */
export function figureTable(
	header: readonly string[],
	rows: readonly (readonly (string | number | null | undefined)[])[],
): string {
	return alignedTable(
		header,
		rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : figure(cell)))),
	);
}
