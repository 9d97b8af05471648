import { isUtf8 } from 'node:buffer';
import { readChunks } from './chunks.ts';
import type { ReadOptions } from './chunks.ts';
import { MAX_RECORD_BYTES } from './limits.ts';

/** A line of a text without its line break; its bytes where they are no UTF-8; null where it is too long to be kept. */
export interface TextLine {
	readonly number: number;
	readonly text: string | null;
	/** The bytes of a line that is no UTF-8, or the first of one that is too long. */
	readonly bytes: Buffer | null;
}

const LF = 10;
const BOM = '\ufeff';

/**
 * The lines of a file in batches, a byte order mark left out. Lines of more than 1 MiB come with their first bytes alone.
 */
export async function* readLines(path: string, options: ReadOptions = {}): AsyncGenerator<TextLine[]> {
	let number = 1;
	let carry: Buffer = Buffer.alloc(0);
	let isSkipping = false;
	for await (const chunk of readChunks(path, 0, options)) {
		const batch: TextLine[] = [];
		let bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
		if (isSkipping) {
			const end = bytes.indexOf(LF);
			if (end < 0) continue;
			isSkipping = false;
			number += 1;
			bytes = bytes.subarray(end + 1);
		}
		const end = bytes.lastIndexOf(LF) + 1;
		if (end > 0) {
			batch.push(...linesOf(bytes.subarray(0, end - 1), number));
			number += batch.length;
		}
		carry = Buffer.from(bytes.subarray(end));
		if (carry.length > MAX_RECORD_BYTES) {
			batch.push({ number, text: null, bytes: carry });
			carry = Buffer.alloc(0);
			isSkipping = true;
		}
		yield batch;
	}
	if (carry.length > 0) yield linesOf(carry, number);
}

/** The lines of whole lines; `first` is the number of the first one. */
function linesOf(bytes: Buffer, first: number): TextLine[] {
	if (isUtf8(bytes)) {
		const text = bytes.toString('utf8');
		const lines = (first === 1 && text.startsWith(BOM) ? text.slice(1) : text).split('\n');
		return lines.map((line, index) => ({ number: first + index, text: line, bytes: null }));
	}
	const lines: TextLine[] = [];
	for (let start = 0; start <= bytes.length;) {
		const found = bytes.indexOf(LF, start);
		const end = found < 0 ? bytes.length : found;
		const line = bytes.subarray(start, end);
		const number = first + lines.length;
		lines.push(
			isUtf8(line)
				? { number, text: line.toString('utf8'), bytes: null }
				: { number, text: null, bytes: Buffer.from(line) },
		);
		start = end + 1;
	}
	return lines;
}
