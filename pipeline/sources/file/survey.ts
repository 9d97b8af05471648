import { readChunks } from './chunks.ts';
import type { ReadOptions } from './chunks.ts';
import type { FileFormat } from './file-format.ts';
import type { Header } from './header.ts';
import { utf8Judge } from './utf8.ts';

// Classes of bytes; every other byte is 0.
const DELIMITER = 1;
const QUOTE = 2;
const LF = 3;
const CR = 4;

// Where the next byte stands.
const AT_FIELD_START = 0;
const UNQUOTED = 1;
const QUOTED = 2;
const AFTER_QUOTE = 3;
const AFTER_CR = 4;

interface Tally {
	lineBreaks: number;
	delimiters: number;
	state: number;
}

function byteClasses(format: FileFormat): Uint8Array {
	const classes = new Uint8Array(256);
	classes[10] = LF;
	classes[13] = CR;
	classes[format.delimiter.charCodeAt(0)] = DELIMITER;
	classes[format.quote.charCodeAt(0)] = QUOTE;
	return classes;
}

/** Bytes of a word that are zero, as the top bits of a mask; exact. */
function zeroBytes(word: number): number {
	return ~(((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word | 0x7f7f7f7f);
}

function topBits(mask: number): number {
	return (mask >>> 31) + ((mask >>> 23) & 1) + ((mask >>> 15) & 1) + ((mask >>> 7) & 1);
}

/** Counts line feeds and delimiters outside quotes, four bytes a step. */
function count(chunk: Buffer, delimiter: number, tally: Tally): void {
	const pattern = Math.imul(delimiter, 0x01010101);
	const words = new Int32Array(chunk.buffer, chunk.byteOffset, chunk.length >> 2);
	let [lineBreaks, delimiters, at] = [0, 0, 0];
	for (; at < words.length; at += 1) {
		const word = words[at] ?? 0;
		const lineFeed = zeroBytes(word ^ 0x0a0a0a0a);
		if (lineFeed !== 0) lineBreaks += topBits(lineFeed);
		const found = zeroBytes(word ^ pattern);
		if (found !== 0) delimiters += topBits(found);
	}
	for (at = words.length << 2; at < chunk.length; at += 1) {
		if (chunk[at] === 10) lineBreaks += 1;
		else if (chunk[at] === delimiter) delimiters += 1;
	}
	tally.lineBreaks += lineBreaks;
	tally.delimiters += delimiters;
}

/** Follows quotes and line breaks byte by byte; false at the first thing that is not plain. */
function walk(chunk: Buffer, classes: Uint8Array, isCrLf: boolean, tally: Tally): boolean {
	let { state, lineBreaks, delimiters } = tally;
	const { length } = chunk;
	let at = 0;
	while (at < length) {
		const kind = classes[chunk[at] ?? 0];
		at += 1;
		if (kind === 0) {
			if (state === AFTER_QUOTE || state === AFTER_CR) return false;
			if (state === AT_FIELD_START) state = UNQUOTED;
		} else if (state === QUOTED) {
			if (kind === QUOTE) state = AFTER_QUOTE;
			else if (kind !== DELIMITER) return false;
		} else if (kind === QUOTE) {
			if (state !== AT_FIELD_START && state !== AFTER_QUOTE) return false;
			state = QUOTED;
		} else if (kind === LF) {
			if (isCrLf !== (state === AFTER_CR)) return false;
			lineBreaks += 1;
			state = AT_FIELD_START;
		} else if (state === AFTER_CR) {
			return false;
		} else if (kind === CR) {
			if (!isCrLf) return false;
			state = AFTER_CR;
		} else {
			delimiters += 1;
			state = AT_FIELD_START;
		}
	}
	tally.state = state;
	tally.lineBreaks = lineBreaks;
	tally.delimiters = delimiters;
	return true;
}

interface SurveyOptions extends ReadOptions {
	/** Called after each chunk in which nothing else turned up. */
	readonly onPlain?: () => void;
}

/**
 * Counts the records of a text that DuckDB reads exactly as we mean it: UTF-8, no NUL, one kind of line break, quotes
 * only where RFC 4180 has them, each record on one line, and as many delimiters as the header asks for. Null as soon as
 * something else turns up: then the text is to be cleaned first.
 */
export async function countPlainRecords(
	path: string,
	header: Header,
	format: FileFormat,
	options: SurveyOptions = {},
): Promise<number | null> {
	// A one-column file may have blank lines that look like records; a header further down hides lines before it.
	if (header.nextLine !== 2 || header.newline === '\r' || header.names.length === 1) return null;
	const classes = byteClasses(format);
	const [delimiter, quote] = [format.delimiter.charCodeAt(0), format.quote.charCodeAt(0)];
	const isCrLf = header.newline === '\r\n';
	const tally: Tally = { lineBreaks: 0, delimiters: 0, state: AT_FIELD_START };
	const judge = utf8Judge();
	let last = 10;
	for await (const chunk of readChunks(path, header.end, options)) {
		if (!judge.accepts(chunk) || chunk.includes(0)) return null;
		const isQuoteFree = (tally.state === AT_FIELD_START || tally.state === UNQUOTED) && !chunk.includes(quote);
		if (isQuoteFree && !isCrLf && !chunk.includes(13)) {
			count(chunk, delimiter, tally);
			const end = classes[chunk.at(-1) ?? 0];
			tally.state = end === LF || end === DELIMITER ? AT_FIELD_START : UNQUOTED;
		} else if (!walk(chunk, classes, isCrLf, tally)) {
			return null;
		}
		last = chunk.at(-1) ?? last;
		options.onPlain?.();
	}
	if (!judge.isComplete() || tally.state === QUOTED || tally.state === AFTER_CR) return null;
	const records = tally.lineBreaks + (last === 10 ? 0 : 1);
	return tally.delimiters === records * (header.names.length - 1) ? records : null;
}
