/**
 * The tar format as POSIX writes it (ustar, with pax headers for what does not fit into it), so that `tar -tf` of any system
 * can look into a backup. Files are streamed; only headers are held.
 */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';

const BLOCK = 512;
/** What eleven octal digits hold: longer files say their size in a pax header. */
const LARGEST_PLAIN = 8 * 1024 ** 3 - 1;
const LONGEST_PLAIN_NAME = 100;
const REGULAR = '0';
const PAX = 'x';

/** A file in an archive. */
export interface TarEntry {
	readonly name: string;
	readonly bytes: number;
}

/** The archive is cut short, or is none. */
export class TarError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'TarError';
	}
}

function octal(value: number, length: number): string {
	return `${value.toString(8).padStart(length - 1, '0')}\0`;
}

function plainHeader(name: string, bytes: number, modifiedAt: Date, type: string): Buffer {
	const header = Buffer.alloc(BLOCK);
	header.write(name, 0, LONGEST_PLAIN_NAME, 'utf8');
	header.write(octal(0o600, 8), 100, 'ascii');
	header.write(octal(0, 8), 108, 'ascii');
	header.write(octal(0, 8), 116, 'ascii');
	header.write(octal(Math.min(bytes, LARGEST_PLAIN), 12), 124, 'ascii');
	header.write(octal(Math.floor(modifiedAt.getTime() / 1000), 12), 136, 'ascii');
	header.write(' '.repeat(8), 148, 'ascii');
	header.write(type, 156, 'ascii');
	header.write('ustar\x0000', 257, 'ascii');
	header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
	return header;
}

/** The sum of a header's bytes, its own eight read as spaces. */
function checksum(header: Buffer): number {
	let sum = 0;
	for (const [index, byte] of header.entries()) sum += index >= 148 && index < 156 ? 32 : byte;
	return sum;
}

/** `length key=value\n`, where the length counts itself. */
function paxRecord(key: string, value: string): string {
	const rest = ` ${key}=${value}\n`;
	const size = Buffer.byteLength(rest);
	let length = size + String(size).length;
	if (String(length).length + size !== length) length = size + String(length).length;
	return `${length}${rest}`;
}

function padding(bytes: number): Buffer {
	return Buffer.alloc((BLOCK - (bytes % BLOCK)) % BLOCK);
}

/** What stands before a file's bytes. */
export function tarHeader({ name, bytes }: TarEntry, modifiedAt: Date): Buffer {
	const records: string[] = [];
	if (Buffer.byteLength(name) > LONGEST_PLAIN_NAME) records.push(paxRecord('path', name));
	if (bytes > LARGEST_PLAIN) records.push(paxRecord('size', String(bytes)));
	const header = plainHeader(name, bytes, modifiedAt, REGULAR);
	if (records.length === 0) return header;
	const pax = Buffer.from(records.join(''));
	return Buffer.concat([plainHeader('pax', pax.length, modifiedAt, PAX), pax, padding(pax.length), header]);
}

async function write(target: Writable, chunk: Uint8Array): Promise<void> {
	if (!target.write(chunk)) await once(target, 'drain');
}

/**
 * Writes one file into an archive.
 * @throws Error when the file does not have as many bytes as the entry says
 */
export async function writeEntry(
	target: Writable,
	entry: TarEntry,
	content: Buffer | { readonly path: string },
	modifiedAt: Date,
	onBytes: (bytes: number) => void = () => undefined,
): Promise<void> {
	await write(target, tarHeader(entry, modifiedAt));
	let written = 0;
	const chunks = Buffer.isBuffer(content) ? [content] : createReadStream(content.path, { highWaterMark: 1024 * 1024 });
	for await (const chunk of chunks as AsyncIterable<Buffer>) {
		written += chunk.length;
		await write(target, chunk);
		onBytes(chunk.length);
	}
	if (written !== entry.bytes) {
		throw new Error(`${entry.name} changed while it was written: ${written} bytes instead of ${entry.bytes}`);
	}
	await write(target, padding(entry.bytes));
}

/** Ends an archive. */
export async function writeTarEnd(target: Writable): Promise<void> {
	await write(target, Buffer.alloc(2 * BLOCK));
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer> {
	const buffer = Buffer.alloc(length);
	let filled = 0;
	while (filled < length) {
		const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
		if (bytesRead === 0) throw new TarError(`the file ends at byte ${position + filled}, in the middle`);
		filled += bytesRead;
	}
	return buffer;
}

function textAt(header: Buffer, from: number, length: number): string {
	const field = header.subarray(from, from + length);
	const end = field.indexOf(0);
	return field.toString('utf8', 0, end === -1 ? length : end);
}

function paxValues(text: string): Map<string, string> {
	const values = new Map<string, string>();
	for (const line of text.split('\n')) {
		const match = /^\d+ ([^=]+)=(.*)$/.exec(line);
		if (match?.[1] !== undefined && match[2] !== undefined) values.set(match[1], match[2]);
	}
	return values;
}

/** A file in an archive with the place of its bytes. */
export interface FoundEntry extends TarEntry {
	readonly position: number;
}

/**
 * The files of an archive in their order.
 * @throws TarError when it is cut short, or is no such archive
 */
export async function* readEntries(file: FileHandle): AsyncGenerator<FoundEntry, void, undefined> {
	let position = 0;
	let pax = new Map<string, string>();
	for (;;) {
		const header = await readExactly(file, position, BLOCK);
		position += BLOCK;
		if (header.every((byte) => byte === 0)) return;
		if (parseInt(textAt(header, 148, 8), 8) !== checksum(header)) {
			throw new TarError(
				position === BLOCK ? 'it is no tar archive' : `the header at byte ${position - BLOCK} is damaged`,
			);
		}
		const type = String.fromCharCode(header[156] ?? 0);
		const size = parseInt(textAt(header, 124, 12), 8);
		if (type === PAX) {
			pax = paxValues((await readExactly(file, position, size)).toString('utf8'));
			position += size + padding(size).length;
			continue;
		}
		if (type !== REGULAR) throw new TarError(`an entry of type "${type}" at byte ${position - BLOCK}`);
		const bytes = Number(pax.get('size') ?? size);
		const name = pax.get('path') ?? textAt(header, 0, LONGEST_PLAIN_NAME);
		pax = new Map();
		yield { name, bytes, position };
		position += bytes + padding(bytes).length;
	}
}

/** The bytes of an entry, as a stream. */
export function entryStream(path: string, { position, bytes }: FoundEntry): AsyncIterable<Buffer> {
	if (bytes === 0) return emptyStream();
	return createReadStream(path, { start: position, end: position + bytes - 1, highWaterMark: 1024 * 1024 });
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream without anything in it
async function* emptyStream(): AsyncGenerator<Buffer, void, undefined> {
	yield* [];
}
