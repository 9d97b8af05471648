import type { ConsoleValue } from '#warehouse/console.ts';

function field(value: ConsoleValue): string {
	if (value === null) return '';
	const text = String(value);
	return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Records of RFC 4180, each with its line end: null is an empty field, empty text is `""`. Values are exact: text that
 * begins with = + - or @ is not defused, for this file is for programs (lists that people open in a spreadsheet are
 * another export).
 */
export function csvRecords(rows: readonly (readonly ConsoleValue[])[]): string {
	return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}
