import { mkdir, open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { contentType, takeBody } from '../http/body.ts';
import type { BodyLimits } from '../http/body.ts';
import { HttpClient } from '../http/client.ts';
import type { HttpOptions, HttpReading } from '../http/client.ts';
import { plainUrl } from '../http/credentials.ts';
import { HttpError } from '../http/http-error.ts';
import { headerOf } from '../http/request.ts';
import type { Answer } from '../http/request.ts';
import { findFiles } from '../file/files.ts';
import type { FoundFile } from '../file/files.ts';
import { GZIP_FREE_BYTES, GZIP_MAX_BYTES, GZIP_MAX_RATIO } from '../file/limits.ts';
import { fileName } from './file-name.ts';
import type { UrlSource } from './schema.ts';

interface DownloadOptions extends HttpOptions {
	/** Called with the number of bytes of each part that came. */
	readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** Whether enough of a file came, by its bytes so far and its first part: then the rest of it is not fetched. */
export type IsEnough = (bytes: number, first: Buffer) => boolean;

/** A file that was fetched, or its beginning. */
export interface Fetched {
	readonly file: FoundFile;
	readonly isWhole: boolean;
}

/** Ends an answer that is read no further. */
class EnoughError extends Error {}

const LIMITS: BodyLimits = { maxBytes: GZIP_MAX_BYTES, maxRatio: GZIP_MAX_RATIO, freeBytes: GZIP_FREE_BYTES };

/** A file may take an hour; if it breaks off, it goes on from there. */
const TOTAL_MS = 60 * 60_000;

const PARTIAL = 206;
const UNSATISFIABLE = 416;

/** A file that is coming in. */
class Arriving {
	readonly #file: FileHandle;
	readonly #onBytes: (bytes: number) => void;
	readonly #isEnough: IsEnough;
	#first: Buffer | null = null;
	/** Bytes written so far. */
	bytes = 0;
	/** What tells this content from another one of the same address; null: it cannot be told, so there is no going on. */
	#validator: string | null = null;
	name: string | null = null;

	constructor(file: FileHandle, onBytes: (bytes: number) => void, isEnough: IsEnough) {
		this.#file = file;
		this.#onBytes = onBytes;
		this.#isEnough = isEnough;
	}

	/** Headers that ask for the rest, where there is a part and the content can be told. */
	rest(): Record<string, string> {
		return this.bytes > 0 && this.#validator !== null
			? { range: `bytes=${this.bytes}-`, 'if-range': this.#validator }
			: {};
	}

	/** Takes an answer in: what is missing, or all of it from the beginning. @throws HttpError when it is no file, or cut */
	async take(answer: Answer, signal: AbortSignal): Promise<void> {
		if (answer.status === UNSATISFIABLE) await this.#restart();
		requireFile(answer);
		const isEncoded = !['', 'identity'].includes(headerOf(answer, 'content-encoding') ?? '');
		if (answer.status === PARTIAL) requireRest(answer, this.bytes);
		else await this.#restart();
		this.#validator = isEncoded ? null : validatorOf(answer);
		const begun = this.bytes;
		await takeBody(answer, LIMITS, signal, async (chunk) => {
			await this.#file.writeFile(chunk);
			this.bytes += chunk.length;
			this.#onBytes(chunk.length);
			this.#first ??= chunk;
			if (this.#isEnough(this.bytes, this.#first)) throw new EnoughError();
		});
		const length = headerOf(answer, 'content-length');
		if (isEncoded || length === null || Number(length) === this.bytes - begun) return;
		await this.#restart();
		throw new HttpError(`${answer.place} gave another number of bytes than it said`, {
			hint: 'run again; if it stays so, ask those who run it',
			retryable: true,
		});
	}

	async #restart(): Promise<void> {
		this.#validator = null;
		this.#first = null;
		this.bytes = 0;
		await this.#file.truncate(0);
	}
}

/** A strong mark of the content: its entity tag, else the time of its last change. */
function validatorOf(answer: Answer): string | null {
	const tag = headerOf(answer, 'etag');
	if (tag !== null && !tag.startsWith('W/')) return tag;
	return tag === null ? headerOf(answer, 'last-modified') : null;
}

function requireFile(answer: Answer): void {
	const { type } = contentType(answer);
	if (answer.status === 204) {
		throw new HttpError(`${answer.place} answered with nothing`, { hint: 'look whether url is that of the file' });
	}
	if (answer.status === UNSATISFIABLE) {
		throw new HttpError(`${answer.place} changed while it was read`, { hint: 'run again', retryable: true });
	}
	if (type === 'text/html' || type === 'application/xhtml+xml') {
		throw new HttpError(`${answer.place} answered with a page for people to read, not with a file`, {
			hint: 'mostly that is a page to sign in at, or one around the file: look at headers and url',
		});
	}
}

function requireRest(answer: Answer, from: number): void {
	const [, first, last, all] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headerOf(answer, 'content-range') ?? '') ?? [];
	if (Number(first ?? Number.NaN) === from && Number(last) + 1 === Number(all)) return;
	throw new HttpError(`${answer.place} gave another part of the file than it was asked for`, {
		hint: 'run again; if it stays so, ask those who run it',
	});
}

/**
 * Fetches the file of a source into `folder`; one that breaks off goes on where it was, if the file is the same still.
 * Whoever calls it removes the folder.
 * @throws HttpError when it does not come as a whole; SourceError when the environment lacks a secret
 * @throws the signal's reason when it is aborted
 */
export async function fetchFile(
	source: UrlSource,
	folder: string,
	reading: HttpReading,
	isEnough: IsEnough,
	options: DownloadOptions = {},
): Promise<Fetched> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	// The name on the disk is our own: what the other side calls its file is for people to read.
	const path = join(folder, `${source.name}.download`);
	const timeouts = { totalMs: TOTAL_MS, ...options.timeouts };
	const client = new HttpClient(source, null, reading, { ...options, timeouts });
	await rm(path, { force: true });
	// For appending: what comes first in the file is what came first.
	const file = await open(path, 'a', 0o600);
	let name = '';
	let isWhole = true;
	try {
		const arriving = new Arriving(file, options.onBytes ?? (() => undefined), isEnough);
		const url = plainUrl(source);
		await client.get(
			url,
			async (answer, signal) => {
				name = fileName(headerOf(answer, 'content-disposition'), url.pathname, source.name);
				await arriving.take(answer, signal);
			},
			{
				headers: () => ({ accept: '*/*', 'accept-encoding': 'identity', ...arriving.rest() }),
				accepted: [204, PARTIAL, UNSATISFIABLE],
			},
		);
	} catch (cause) {
		if (!(cause instanceof EnoughError)) {
			await file.close();
			await rm(path, { force: true });
			throw cause;
		}
		isWhole = false;
	} finally {
		await client.close();
	}
	await file.sync();
	await file.close();
	const [found] = await findFiles({ path }, folder);
	if (found === undefined) throw new RangeError('the file that was fetched is gone');
	return { file: { ...found, name }, isWhole };
}

/**
 * Fetches the file of a source as a whole, as `fetchFile` does. There is one file in the list, or an error: a part of a file
 * is never given.
 */
export async function downloadFile(
	source: UrlSource,
	folder: string,
	reading: HttpReading,
	options: DownloadOptions = {},
): Promise<FoundFile[]> {
	const { file } = await fetchFile(source, folder, reading, () => false, options);
	return [file];
}
