import { readFile } from 'node:fs/promises';
import { SourceError } from '../../errors.ts';
import type { SourceColumn } from '../contract/source-columns.ts';
import type { FoundFile } from './files.ts';
import { WORKBOOK_MAX_BYTES } from './limits.ts';
import { requireModestZip } from './zip-limits.ts';

/** A number of a workbook with the digits it has there: JavaScript's own would round them. */
interface WrittenNumber {
	readonly digits: string;
}

export type Cell = string | boolean | Date | WrittenNumber | null;

/** Cells of a sheet, row by row; a row's place tells its line. */
export type Sheet = readonly (readonly Cell[])[];

/**
 * Reads a sheet of a workbook into memory: numbers with their digits, formulas by their last result.
 * @throws SourceError when it is no .xlsx workbook, too big, or has no such sheet
 */
export async function readCells(file: FoundFile, sheet: string | number): Promise<Sheet> {
	if (file.bytes > WORKBOOK_MAX_BYTES) {
		throw new SourceError(`${file.name} has ${file.bytes} bytes (a workbook may have 100 MB)`, {
			hint: 'save the sheet as CSV, and load that',
		});
	}
	const bytes = await readFile(file.path);
	const isZip = bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004';
	if (!isZip) {
		throw new SourceError(`${file.name} is no .xlsx workbook`, { hint: 'save it as .xlsx, or as CSV' });
	}
	requireModestZip(bytes, file.name);
	// Loaded where a workbook is read: the start of every run would wait for its hundred modules.
	const { readSheet } = await import('read-excel-file/node');
	try {
		const rows = await readSheet(bytes, sheet, { trim: false, parseNumber: (digits): WrittenNumber => ({ digits }) });
		// The package declares a date as the type of its constructor.
		return rows as unknown as Sheet;
	} catch (cause) {
		throw new SourceError(`${file.name}: sheet ${sheet} cannot be read: ${(cause as Error).message}`, {
			hint: 'name one of its sheets in format.sheet, or save it as .xlsx again',
			cause,
		});
	}
}

/** Whether a row has nothing in it. */
export function isBlank(row: readonly Cell[]): boolean {
	return row.every((cell) => cell === null || cell === '');
}

/** A date as ISO 8601; the time of day is left out at midnight, unless the column is one of times. */
function dateText(date: Date, type: SourceColumn['type'] | undefined): string {
	const whole = new Date(Math.round(date.getTime() / 1000) * 1000).toISOString();
	const [day, time] = [whole.slice(0, 10), whole.slice(11, 19)];
	return time === '00:00:00' && type !== 'timestamp' ? day : `${day} ${time}`;
}

/** A cell as the text of a delimited file would be, for a column of this type; null where it is blank. */
export function cellText(cell: Cell, type: SourceColumn['type'] | undefined, decimal: string): string | null {
	if (cell === null || typeof cell === 'string') return cell;
	if (typeof cell === 'boolean') return String(cell);
	return cell instanceof Date ? dateText(cell, type) : cell.digits.replace('.', decimal);
}
