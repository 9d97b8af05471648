import { open } from 'node:fs/promises';
import { isUtf8 } from 'node:buffer';
import { SourceError } from '../../errors.ts';
import type { SourceColumn } from '../contract/source-columns.ts';
import type { FileFormat } from './file-format.ts';
import type { Drift } from '../contract/drift.ts';
import { undeclaredNames, wantsUndeclared } from '../contract/row-contract.ts';
import type { RowContract } from '../contract/row-contract.ts';
import { literal } from '../contract/values.ts';
import { MAX_RECORD_BYTES } from './limits.ts';

export type Newline = '\n' | '\r\n' | '\r';

/** The first record of a file: its column names and where the records begin. */
export interface Header {
	readonly names: readonly string[];
	/** Byte after the header's line break. */
	readonly end: number;
	/** Physical line on which the first record stands. */
	readonly nextLine: number;
	/** The file's line break, as the header ends with it. */
	readonly newline: Newline;
}

async function readStart(path: string): Promise<Buffer> {
	const file = await open(path, 'r');
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_RECORD_BYTES), 0, MAX_RECORD_BYTES, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await file.close();
	}
}

function assertLooksLikeUtf8(bytes: Buffer, fileName: string): void {
	const bom = bytes.subarray(0, 2).toString('hex');
	const sample = bytes.subarray(0, 64);
	const nulls = sample.filter((byte) => byte === 0).length;
	if (bom === 'fffe' || bom === 'feff' || nulls > sample.length / 4) {
		const isBigEndian = bom === 'feff' || (bom !== 'fffe' && sample[0] === 0);
		throw new SourceError(`${fileName} looks like UTF-16 (expected utf-8)`, {
			hint: `declare format.encoding as 'utf-16${isBigEndian ? 'be' : 'le'}', or export it as UTF-8`,
		});
	}
}

/** Fields of one record of well-formed text; null when a quote does not close or stands where none may. */
function parseFields(text: string, format: FileFormat): string[] | null {
	const { delimiter, quote } = format;
	const fields: string[] = [];
	let at = 0;
	for (;;) {
		let field = '';
		if (text[at] === quote) {
			at += 1;
			for (;;) {
				const close = text.indexOf(quote, at);
				if (close < 0) return null;
				field += text.slice(at, close);
				at = close + 1;
				if (text[at] !== quote) break;
				field += quote;
				at += 1;
			}
		} else {
			const next = text.indexOf(delimiter, at);
			field = text.slice(at, next < 0 ? undefined : next);
			if (field.includes(quote)) return null;
			at += field.length;
		}
		fields.push(field);
		if (at >= text.length) return fields;
		if (text[at] !== delimiter) return null;
		at += 1;
	}
}

/** Where the record that begins at `start` ends: the first line break outside quotes, or the end of the bytes. */
function endOfRecord(bytes: Buffer, start: number, quote: number): number {
	let isQuoted = false;
	for (let at = start; at < bytes.length; at += 1) {
		const byte = bytes[at];
		if (byte === quote) isQuoted = !isQuoted;
		else if (!isQuoted && (byte === 10 || byte === 13)) return at;
	}
	return bytes.length;
}

/**
 * Reads the header of a UTF-8 file; a byte order mark and blank lines before it are passed over. Null for a file without
 * a record.
 * @throws SourceError when it is not UTF-8, is quoted wrongly, or names a column twice
 */
export async function readHeader(path: string, format: FileFormat, fileName: string): Promise<Header | null> {
	const bytes = await readStart(path);
	assertLooksLikeUtf8(bytes, fileName);
	let start = bytes.subarray(0, 3).toString('hex') === 'efbbbf' ? 3 : 0;
	let line = 1;
	while (bytes[start] === 10 || bytes[start] === 13) {
		start += bytes[start] === 13 && bytes[start + 1] === 10 ? 2 : 1;
		line += 1;
	}
	if (start >= bytes.length) return null;
	const stop = endOfRecord(bytes, start, format.quote.charCodeAt(0));
	const record = bytes.subarray(start, stop);
	if (!isUtf8(record)) {
		throw new SourceError(`${fileName} is not UTF-8: line ${line} has other bytes`, {
			hint: "declare format.encoding, for instance 'windows-1252'",
		});
	}
	const text = record.toString('utf8');
	const names = stop === bytes.length && stop === MAX_RECORD_BYTES ? null : parseFields(text, format);
	if (names === null) {
		throw new SourceError(
			`${fileName}: the header on line ${line} cannot be read: ${JSON.stringify(text.slice(0, 200))}`,
			{
				hint: 'mend its quotes; the first line has to name the columns',
			},
		);
	}
	const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
	if (twice !== undefined) {
		throw new SourceError(`${fileName}: duplicate column "${twice}" in the header on line ${line}`, {
			hint: 'rename one of them in the export',
		});
	}
	const newline = bytes[stop] !== 13 ? '\n' : bytes[stop + 1] === 10 ? '\r\n' : '\r';
	return {
		names,
		end: Math.min(stop + newline.length, bytes.length),
		nextLine: line + text.split(/\r\n|\r|\n/).length,
		newline,
	};
}

/**
 * Where each declared column stands in the file, by name.
 * @throws SourceError naming the columns that are missing and those that are there
 */
export function locateColumns(
	header: Pick<Header, 'names'>,
	columns: readonly SourceColumn[],
	fileName: string,
): number[] {
	const positions = columns.map((column) => header.names.indexOf(column.name));
	const missing = columns.filter((_, index) => positions[index] === -1).map((column) => `"${column.name}"`);
	if (missing.length > 0) {
		const list = header.names.map((name) => `"${name}"`).join(', ');
		const isOneField = header.names.length === 1 && columns.length > 1;
		throw new SourceError(
			`${fileName}: no column ${missing.join(', ')} in the header (it has ${list.slice(0, 1000)})`,
			{
				hint: isOneField
					? 'the header has one field only: check format.delimiter'
					: 'mend the names under columns, or the export',
			},
		);
	}
	return positions;
}

/** Columns of a file that the source does not declare. */
export function undeclaredColumns(header: Pick<Header, 'names'>, contract: RowContract, fileName: string): Drift[] {
	return undeclaredNames(header.names, contract).map((column) => ({
		file: fileName,
		kind: 'undeclared_column',
		column,
	}));
}

/** SQL of the fields that no column takes as JSON text, for a stage; null when the contract does not ask for them. */
export function undeclaredSql({ names }: Pick<Header, 'names'>, contract: RowContract): string | null {
	const undeclared = undeclaredNames(names, contract);
	if (undeclared.length === 0 || !wantsUndeclared(contract)) return null;
	const fields = undeclared.map((name) => ({ name, field: `c${names.indexOf(name)}` }));
	const object = fields.map(({ name, field }) => `${literal(name)}: ${field}`).join(', ');
	const isAny = fields.map(({ field }) => `${field} is not null`).join(' or ');
	return `case when ${isAny} then to_json({${object}})::varchar end`;
}
