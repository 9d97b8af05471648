import { createReadStream } from 'node:fs';
import { mkdtemp, open, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { SourceError } from '../../errors.ts';
import type { FoundFile } from '../file/files.ts';

/** Where a sample ends: after so many bytes (unpacked) or so many records, whichever comes first. */
export interface SampleSize {
	readonly bytes: number;
	readonly records: number;
}

export interface FileSample {
	readonly file: FoundFile;
	/** Whether it is the whole file. */
	readonly isWhole: boolean;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** A file as it is now. @throws SourceError when it cannot be read */
export async function foundFile(path: string): Promise<FoundFile> {
	try {
		const stats = await stat(path);
		if (!stats.isFile()) throw new Error('it is a folder');
		const stamp = `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeMs}`;
		return { path, name: basename(path), bytes: stats.size, stamp };
	} catch (cause) {
		const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
		const reason = isMissing ? 'it does not exist' : (cause as Error).message;
		throw new SourceError(`${path} cannot be read: ${reason}`, { hint: 'name a file that is there', cause });
	}
}

async function isGzip(path: string): Promise<boolean> {
	const file = await open(path, 'r');
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
		return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
	} finally {
		await file.close();
	}
}

/** The first bytes of a file, unpacked, and whether there are more. */
async function headOf(file: FoundFile, bytes: number): Promise<{ head: Buffer; isWhole: boolean }> {
	const source = createReadStream(file.path);
	const stream = (await isGzip(file.path)) ? source.pipe(createGunzip()) : source;
	source.on('error', (error) => stream.destroy(error));
	const chunks: Buffer[] = [];
	let length = 0;
	try {
		for await (const chunk of stream as AsyncIterable<Buffer>) {
			chunks.push(chunk);
			length += chunk.length;
			if (length > bytes) break;
		}
	} catch (cause) {
		throw new SourceError(`${file.name} cannot be unpacked: ${(cause as Error).message}`, {
			hint: 'copy or export it again',
			cause,
		});
	} finally {
		source.destroy();
		stream.destroy();
	}
	return { head: Buffer.concat(chunks).subarray(0, bytes), isWhole: length <= bytes };
}

/**
 * Where a text ends if it may have at most so many records, the header counted: after the last line break outside quotes.
 * In UTF-16 a character has two bytes.
 */
function endOfRecords(head: Buffer, records: number, quote: number, width: 1 | 2): number {
	let isQuoted = false;
	let found = 0;
	let end = 0;
	for (let at = 0; at < head.length && found < records; at += 1) {
		const byte = head[at];
		if (byte === quote) isQuoted = !isQuoted;
		else if (!isQuoted && (byte === LINE_FEED || (byte === CARRIAGE_RETURN && isLoneReturn(head, at, width)))) {
			end = width === 1 ? at + 1 : at + 2 - (at % 2);
			found += 1;
		}
	}
	return found < records && !isQuoted ? head.length : end;
}

/** Whether a carriage return is a line break of its own, as old spreadsheets write them. */
function isLoneReturn(head: Buffer, at: number, width: 1 | 2): boolean {
	const next = head[at + width];
	return next !== undefined && next !== LINE_FEED;
}

/**
 * A file of text with the first records of another one, unpacked; the file itself where it is small enough.
 * @param folder where a copy may lie
 * @throws SourceError when it cannot be read
 */
export async function sampleText(
	file: FoundFile,
	size: SampleSize,
	folder: string,
	marks: { readonly quote: string | null; readonly width: 1 | 2 },
): Promise<FileSample> {
	const { head, isWhole } = await headOf(file, size.bytes);
	// Without its last, perhaps unfinished line, unless there is no more than it.
	const known = isWhole ? head : head.subarray(0, head.lastIndexOf(LINE_FEED) + marks.width);
	const quote = marks.quote?.charCodeAt(0) ?? -1;
	// The header is a record more.
	const end = endOfRecords(known, size.records + 1, quote, marks.width);
	if (isWhole && end >= head.length) return { file, isWhole: true };
	const name = file.name.replace(/\.gz$/i, '');
	const path = join(await mkdtemp(join(folder, 'sample-')), name);
	await writeFile(path, end === 0 ? known : known.subarray(0, end), { mode: 0o600 });
	return { file: { ...(await foundFile(path)), name }, isWhole: false };
}

/** The first bytes of a file, unpacked: what its encoding and its marks are told by. */
export async function firstBytes(file: FoundFile, bytes: number): Promise<Buffer> {
	return (await headOf(file, bytes)).head;
}
