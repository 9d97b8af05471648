import type { ReadOptions } from './chunks.ts';
import { scanRecords } from './clean.ts';
import type { FileFormat } from './file-format.ts';
import type { Header } from './header.ts';
import { MAX_ORIGINAL_CHARACTERS } from './limits.ts';

/**
 * Text of a record to be kept: bytes that are not UTF-8 are read as Windows-1252, so that the reader recognises the
 * letters; NUL shows as ␀; what is longer than 10,000 characters is cut.
 */
export function originalText(bytes: Buffer): string {
	// Four bytes a character at most, and no more than is kept is decoded.
	const start = bytes.subarray(0, MAX_ORIGINAL_CHARACTERS * 4);
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(start, { stream: true });
	} catch {
		text = new TextDecoder('windows-1252').decode(start);
	}
	const isCut = text.length > MAX_ORIGINAL_CHARACTERS || bytes.length > start.length;
	return (isCut ? `${text.slice(0, MAX_ORIGINAL_CHARACTERS)}…` : text).replaceAll('\0', '␀');
}

/** Texts of the well-formed records that begin on the given lines, by line. Reads the file once more. */
export async function originalsOf(
	path: string,
	header: Header,
	format: FileFormat,
	fileName: string,
	lines: ReadonlySet<number>,
	options: ReadOptions = {},
): Promise<Map<number, string>> {
	const found = new Map<number, string>();
	if (lines.size === 0) return found;
	await scanRecords(
		path,
		header,
		format,
		fileName,
		{
			record(bytes, line) {
				if (lines.has(line)) found.set(line, originalText(bytes));
			},
			broken() {
				// Kept with its text already when the file was cleaned.
			},
		},
		options,
	);
	return found;
}
