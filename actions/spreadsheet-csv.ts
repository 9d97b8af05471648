/**
 * A cell as a spreadsheet may have it: one that it would run as a formula gets an apostrophe in front. Numbers stay, those
 * of phones too, for nothing of them can be run.
 */
function defused(cell: string): string {
	return /^[=+\-@\t\r]/.test(cell) && !/^[+-]?[\d\s.,()/-]+$/.test(cell) ? `'${cell}` : cell;
}

function csvLine(cells: readonly (string | number | null)[]): string {
	return cells
		.map((cell) => defused(String(cell ?? '')))
		.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
		.join(',');
}

/** A table as CSV for a spreadsheet: commas, CRLF, a header, formulas defused. An empty table has its header. */
export function spreadsheetCsv(
	names: readonly string[],
	rows: readonly (readonly (string | number | null)[])[],
): string {
	return [names, ...rows].map((cells) => `${csvLine(cells)}\r\n`).join('');
}
