/** Rows as text columns; columns of numbers stand on the right. */
export function alignedTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
	const isNumeric = header.map((_, index) => rows.every((row) => /^[-−]?[\d.,]*$/.test(row[index] ?? '')));
	const widths = header.map((name, index) => Math.max(name.length, ...rows.map((row) => (row[index] ?? '').length)));
	const line = (cells: readonly string[]): string =>
		cells
			.map((cell, index) => (isNumeric[index] ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)))
			.join('  ')
			.trimEnd();
	return [line(header), ...rows.map(line)].join('\n');
}
