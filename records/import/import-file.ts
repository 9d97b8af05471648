import { parse } from 'csv-parse/sync';
import { guessDialect } from './dialect.ts';
import type { Dialect } from './dialect.ts';

/** A file cannot be read as a table; nothing of it is imported. */
export class ImportFileError extends Error {
	readonly code: 'empty' | 'too_large' | 'not_text' | 'no_rows' | 'repeated_column' | 'broken';

	constructor(code: ImportFileError['code'], message: string, options: ErrorOptions = {}) {
		super(message, options);
		this.name = 'ImportFileError';
		this.code = code;
	}
}

/** A row of a file with the line it begins on (the header is line 1). */
export interface ImportRow {
	readonly line: number;
	readonly cells: readonly string[];
}

export interface ImportFile {
	readonly dialect: Dialect;
	readonly header: readonly string[];
	readonly rows: readonly ImportRow[];
}

const MOST_BYTES = 50 * 1024 * 1024;
const MOST_ROWS = 200_000;

/** The text of a file: UTF-8, UTF-16 with its mark, else windows-1252, which takes any byte. */
function decode(bytes: Uint8Array): { text: string; encoding: Dialect['encoding'] } {
	if (bytes.length > MOST_BYTES) {
		throw new ImportFileError('too_large', `the file has ${bytes.length} bytes (at most ${MOST_BYTES})`);
	}
	const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
	try {
		const encoding = isUtf16 ? 'utf-16le' : 'utf-8';
		return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
	} catch {
		return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
	}
}

/** csv-parse with what it tells of each record; a record's line is where it ends. */
function parseRecords(text: string, delimiter: string): { record: string[]; info: { lines: number } }[] {
	try {
		return parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true, info: true }) as unknown as {
			record: string[];
			info: { lines: number };
		}[];
	} catch (error) {
		const reason = error instanceof Error ? error.message : 'unknown';
		throw new ImportFileError('broken', `the file cannot be read: ${reason}`, { cause: error });
	}
}

function breaksIn(cells: readonly string[]): number {
	return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
}

function requireHeader(cells: readonly string[]): string[] {
	const header = cells.map((cell) => cell.trim());
	const repeated = header.find((name, index) => name !== '' && header.indexOf(name) !== index);
	if (repeated !== undefined) {
		throw new ImportFileError('repeated_column', `the column "${repeated}" is there twice`);
	}
	return header;
}

/**
 * Reads a CSV file: its encoding, delimiter and how it writes numbers and days are guessed, unless told. The first row is
 * the header; empty rows are left out.
 * @throws ImportFileError when it is empty, too large, no text, has no rows, or names a column twice
 */
export function readImportFile(bytes: Uint8Array, told: Partial<Dialect> = {}): ImportFile {
	const { text, encoding } = decode(bytes);
	if (text.includes('\0')) throw new ImportFileError('not_text', 'the file is no text: it has zero bytes');
	if (text.trim() === '') throw new ImportFileError('empty', 'the file is empty');
	const dialect: Dialect = { ...guessDialect(text, encoding), ...told };
	const [first, ...records] = parseRecords(text, dialect.delimiter);
	if (first === undefined || records.length === 0) throw new ImportFileError('no_rows', 'the file has no rows');
	if (records.length > MOST_ROWS) {
		throw new ImportFileError('too_large', `the file has ${records.length} rows (at most ${MOST_ROWS})`);
	}
	return {
		dialect,
		header: requireHeader(first.record),
		rows: records.map(({ record, info }) => ({ line: info.lines - breaksIn(record), cells: record })),
	};
}
