import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ListFormat } from '#records/schema/lists.ts';
import { writeRowsToParquet } from '#warehouse/rows-to-parquet.ts';
import type { Cell, FileColumn } from './list-columns.ts';
import { spreadsheetCsv } from './spreadsheet-csv.ts';

/** A table that is going to be a file. */
export interface FileTable {
	readonly columns: readonly FileColumn[];
	readonly rows: readonly (readonly Cell[])[];
}

/** Rows of a sheet, the header among them, by the format's own limit. */
export const MOST_SHEET_ROWS = 1_048_576;

/** Characters that XML cannot hold: a workbook with one of them does not open. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const SHEET_FORMATS = {
	text: undefined,
	count: '#,##0',
	amount: '#,##0.00',
	share: '0.0%',
	day: 'yyyy-mm-dd',
} as const;
const PARQUET_TYPES = { text: 'varchar', count: 'bigint', amount: 'double', share: 'double', day: 'date' } as const;

function sheetCell(cell: Cell, type: FileColumn['type']) {
	if (cell === null) return null;
	// A day is written as the day it is, whatever zone the reader sits in.
	if (type === 'day') return { value: new Date(`${cell}T00:00:00Z`), type: Date, format: SHEET_FORMATS.day };
	if (typeof cell === 'number') return { value: cell, type: Number, format: SHEET_FORMATS[type] ?? '0' };
	// Text is stored as text: a spreadsheet runs nothing of it, whatever it begins with.
	return { value: cell.replace(UNWRITABLE, ''), type: String };
}

async function toXlsx({ columns, rows }: FileTable): Promise<Buffer> {
	// Loaded where a workbook is written: every start would wait for its modules.
	const { default: writeExcelFile } = await import('write-excel-file/node');
	const header = columns.map(({ name }) => ({ value: name, type: String, fontWeight: 'bold' as const }));
	const body = rows.map((row) => columns.map(({ type }, place) => sheetCell(row[place] ?? null, type)));
	const widths = columns.map(({ type }) => ({ width: type === 'text' ? 28 : 16 }));
	return writeExcelFile([header, ...body], { columns: widths, stickyRowsCount: 1, sheet: 'List' }).toBuffer();
}

async function toParquet({ columns, rows }: FileTable): Promise<Buffer> {
	const folder = await mkdtemp(join(tmpdir(), 'kundig-list-'));
	try {
		const typed = columns.map(({ name, type }) => ({ name, type: PARQUET_TYPES[type] }));
		await writeRowsToParquet(typed, rows, { folder, fileName: 'list.parquet' });
		return await readFile(join(folder, 'list.parquet'));
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function toCsv({ columns, rows }: FileTable, isMarked: boolean): Buffer {
	const text = spreadsheetCsv(
		columns.map(({ name }) => name),
		rows,
	);
	return Buffer.from(isMarked ? `\uFEFF${text}` : text);
}

/**
 * A table as a file: CSV (UTF-8, commas, CRLF, formulas defused), an XLSX workbook of one sheet, or Parquet with typed
 * columns. A table without rows has its header.
 * @param isMarked begins CSV with the mark of UTF-8: a spreadsheet would spoil umlauts without it, a program may trip over it
 */
export async function encodeFile(table: FileTable, format: ListFormat, isMarked: boolean): Promise<Buffer> {
	switch (format) {
		case 'csv':
			return toCsv(table, isMarked);
		case 'xlsx':
			return toXlsx(table);
		case 'parquet':
			return toParquet(table);
	}
}
