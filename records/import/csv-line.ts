import { parse } from 'csv-parse/sync';

/** Cells as a line of CSV with commas, without its end. */
export function csvLine(cells: readonly string[]): string {
	return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}

/** The cells of such a line. */
export function cellsOf(line: string): string[] {
	const [cells = []]: string[][] = parse(line, { relax_column_count: true, skip_empty_lines: false });
	return cells;
}
