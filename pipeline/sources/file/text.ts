import { isAscii, isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { SourceError } from '../../errors.ts';
import type { ReadOptions } from './chunks.ts';
import type { FoundFile } from './files.ts';
import { CHUNK_BYTES, GZIP_FREE_BYTES, GZIP_MAX_BYTES, GZIP_MAX_RATIO } from './limits.ts';

const UTF8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);

async function firstBytes(path: string): Promise<Buffer> {
	const file = await open(path, 'r');
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await file.close();
	}
}

function startsWith(bytes: Buffer, ...magic: number[]): boolean {
	return magic.every((byte, index) => bytes[index] === byte);
}

/** Counts what a gzip file gives and stops at a bomb. */
async function* limited(source: AsyncIterable<Buffer>, file: FoundFile): AsyncGenerator<Buffer> {
	let given = 0;
	for await (const chunk of source) {
		given += chunk.length;
		if (given > GZIP_MAX_BYTES || (given > GZIP_FREE_BYTES && given > file.bytes * GZIP_MAX_RATIO)) {
			throw new SourceError(
				`${file.name} grows from ${file.bytes} to more than ${given} bytes (at most ${GZIP_MAX_RATIO} times and 10 GB)`,
				{ hint: 'unpack it yourself if it is what it should be' },
			);
		}
		yield chunk;
	}
}

/**
 * Turns bytes of the declared encoding into UTF-8. A byte order mark of UTF-8 outweighs what is declared, as the
 * Encoding Standard has it, and a file that is UTF-8 without one is not taken for a single-byte encoding in silence.
 */
async function* toUtf8(source: AsyncIterable<Buffer>, encoding: string, file: FoundFile): AsyncGenerator<Buffer> {
	const decoder = new TextDecoder(encoding, { fatal: true });
	const isUtf16 = encoding.startsWith('utf-16');
	let position = 0;
	let isPassedOn: boolean | null = encoding === 'utf-8' ? true : null;
	let looksLikeUtf8 = !isUtf16;
	let hasMultibyte = false;
	let tail: Buffer = Buffer.alloc(0);
	for await (const chunk of source) {
		isPassedOn ??= chunk.subarray(0, 3).equals(UTF8_BOM);
		if (isPassedOn) {
			yield chunk;
			continue;
		}
		if (looksLikeUtf8 && !(tail.length === 0 && isAscii(chunk))) {
			// A character may be cut by the end of a chunk: judge up to the last line break.
			const bytes = Buffer.concat([tail, chunk]);
			const end = bytes.lastIndexOf(10) + 1;
			looksLikeUtf8 = isUtf8(bytes.subarray(0, end));
			hasMultibyte ||= !isAscii(bytes.subarray(0, end));
			tail = bytes.subarray(end);
		}
		yield decode(decoder, chunk, position, encoding, file);
		position += chunk.length;
	}
	if (isPassedOn !== true) {
		yield decode(decoder, undefined, position, encoding, file);
		if (looksLikeUtf8 && isUtf8(tail) && (hasMultibyte || !isAscii(tail))) {
			throw new SourceError(`${file.name} is UTF-8, but ${encoding} is declared`, {
				hint: "declare format.encoding as 'utf-8'",
			});
		}
	}
}

function decode(
	decoder: TextDecoder,
	chunk: Buffer | undefined,
	position: number,
	encoding: string,
	file: FoundFile,
): Buffer {
	try {
		return Buffer.from(chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }));
	} catch (cause) {
		throw new SourceError(`${file.name} is not ${encoding}: undecodable bytes after byte ${position}`, {
			hint: 'declare the encoding the file has in format.encoding',
			cause,
		});
	}
}

function inWords(cause: unknown, file: FoundFile): unknown {
	const code = (cause as NodeJS.ErrnoException).code;
	if (code === 'Z_BUF_ERROR') {
		return new SourceError(`${file.name} is cut off: its gzip data end too early`, {
			hint: 'copy or export it again and run again',
			retryable: true,
			cause,
		});
	}
	if (code?.startsWith('Z_')) {
		return new SourceError(`${file.name} is damaged: its gzip data cannot be read (${(cause as Error).message})`, {
			hint: 'copy or export it again',
			cause,
		});
	}
	return cause;
}

/**
 * A path where the file's text lies as UTF-8: the file's own where it is that already, else a copy at `copyPath`,
 * unpacked and converted. Whether it is packed is told by its first bytes.
 * @throws SourceError when the file is cut off, damaged, a bomb, or not in the declared encoding
 */
export async function openText(
	file: FoundFile,
	encoding: string,
	copyPath: string,
	options: ReadOptions = {},
): Promise<string> {
	const head = await firstBytes(file.path);
	if (startsWith(head, 0x50, 0x4b, 0x03, 0x04)) {
		throw new SourceError(`${file.name} is a zip archive or an Excel workbook (expected text)`, {
			hint: "declare format: { kind: 'excel' } for a workbook, or unpack the archive",
		});
	}
	const isGzip = startsWith(head, 0x1f, 0x8b);
	if (!isGzip && file.name.endsWith('.gz') && file.bytes > 0) {
		throw new SourceError(`${file.name} is not gzip data, whatever its name says`, { hint: 'export it again' });
	}
	const isUtf8Already = encoding === 'utf-8' || startsWith(head, ...UTF8_BOM);
	if (!isGzip && isUtf8Already) return file.path;
	const source = createReadStream(file.path, { highWaterMark: CHUNK_BYTES });
	if (options.onBytes) source.on('data', (chunk) => options.onBytes?.(chunk.length));
	const steps = {
		unpack: (chunks: AsyncIterable<Buffer>) => limited(chunks, file),
		convert: (chunks: AsyncIterable<Buffer>) => toUtf8(chunks, encoding, file),
	};
	const target = createWriteStream(copyPath, { mode: 0o600, highWaterMark: CHUNK_BYTES });
	const signal = options.signal === undefined ? {} : { signal: options.signal };
	try {
		if (isGzip) {
			const gunzip = createGunzip({ chunkSize: CHUNK_BYTES >> 2 });
			await pipeline(source, gunzip, steps.unpack, steps.convert, target, signal);
		} else {
			await pipeline(source, steps.convert, target, signal);
		}
	} catch (cause) {
		options.signal?.throwIfAborted();
		throw inWords(cause, file);
	}
	return copyPath;
}
