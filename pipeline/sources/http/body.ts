import { isUtf8 } from 'node:buffer';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { connectionError, errorCode, HttpError } from './http-error.ts';
import { headerOf } from './request.ts';
import type { Answer } from './request.ts';

/** What an answer may become once it is unpacked. */
export interface BodyLimits {
	readonly maxBytes: number;
	/** How many times its size as sent it may have, once it has given `freeBytes`. */
	readonly maxRatio: number;
	readonly freeBytes: number;
}

/** What compressed answers are asked for, and taken apart with. */
export const ACCEPTED_ENCODINGS = 'gzip, br';

const DECODERS: Readonly<Record<string, () => Duplex>> = {
	gzip: createGunzip,
	'x-gzip': createGunzip,
	deflate: createInflate,
	br: createBrotliDecompress,
	zstd: createZstdDecompress,
};

function decoderOf(answer: Answer): Duplex | null {
	const encoding = (headerOf(answer, 'content-encoding') ?? '').trim().toLowerCase();
	if (encoding === '' || encoding === 'identity') return null;
	const decoder = DECODERS[encoding];
	if (decoder === undefined) {
		throw new HttpError(`${answer.place} answered in an encoding that is not read (expected ${ACCEPTED_ENCODINGS})`, {
			hint: 'ask those who run it to send it as it is, or as gzip',
		});
	}
	return decoder();
}

function describeBytes(bytes: number): string {
	return bytes >= 1 << 20 ? `${Math.round(bytes / (1 << 20))} MB` : `${bytes} bytes`;
}

function isDecoderProblem(cause: unknown): boolean {
	return /^(Z_|ZSTD_|ERR_BROTLI|ERR_ZLIB|ERR__ERROR)/.test(errorCode(cause));
}

/**
 * Gives the bytes of an answer, unpacked, to `take`, one part after the other.
 * @throws HttpError when it breaks off, is damaged, or grows beyond the limits
 * @throws the signal's reason when it is aborted; whatever `take` throws
 */
export async function takeBody(
	answer: Answer,
	limits: BodyLimits,
	signal: AbortSignal,
	take: (chunk: Buffer) => Promise<void> | void,
): Promise<void> {
	const decoder = decoderOf(answer);
	let received = 0;
	let given = 0;
	const taker = { failed: false };
	async function* count(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
		for await (const chunk of source) {
			received += chunk.length;
			yield chunk;
		}
	}
	const gather = async (source: AsyncIterable<Buffer>): Promise<void> => {
		for await (const chunk of source) {
			given += chunk.length;
			requireModest(answer, limits, given, decoder === null ? given : received);
			try {
				await take(chunk);
			} catch (cause) {
				taker.failed = true;
				throw cause;
			}
		}
	};
	try {
		if (decoder === null) await gather(answer.body as AsyncIterable<Buffer>);
		else await pipeline(answer.body, count, decoder, gather);
	} catch (cause) {
		answer.body.on('error', () => undefined);
		answer.body.destroy();
		signal.throwIfAborted();
		if (taker.failed || cause instanceof HttpError) throw cause;
		if (!isDecoderProblem(cause)) throw connectionError(answer.place, cause);
		throw new HttpError(`${answer.place}: its compressed answer is damaged or cut short`, {
			hint: 'run again; if it stays so, ask those who run it',
			retryable: true,
		});
	}
}

function requireModest(answer: Answer, limits: BodyLimits, given: number, received: number): void {
	const isBomb = given > limits.freeBytes && given > received * limits.maxRatio;
	if (!isBomb && given <= limits.maxBytes) return;
	throw new HttpError(
		isBomb
			? `${answer.place} grows from ${describeBytes(received)} to more than ${describeBytes(given)}`
			: `${answer.place} answered with more than ${describeBytes(limits.maxBytes)}`,
		{ hint: 'ask for less at a time: a smaller page, fewer fields' },
	);
}

/** The whole body of an answer, unpacked. @throws as `takeBody` does */
export async function readBody(answer: Answer, limits: BodyLimits, signal: AbortSignal): Promise<Buffer> {
	const chunks: Buffer[] = [];
	await takeBody(answer, limits, signal, (chunk) => {
		chunks.push(chunk);
	});
	return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

/** The media type of an answer in lower case without its parameters, and its character set; empty where it says none. */
export function contentType(answer: Answer): { readonly type: string; readonly charset: string } {
	const [type = '', ...parameters] = (headerOf(answer, 'content-type') ?? '').split(';');
	const charset = parameters.map((each) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(each)?.[1]).find(Boolean) ?? '';
	return { type: type.trim().toLowerCase(), charset: charset.toLowerCase() };
}

/**
 * Bytes of an answer as text, by the character set it says, UTF-8 where it says none.
 * @throws HttpError when they are not what it says
 */
export function decodeText(answer: Answer, bytes: Buffer): string {
	const charset = contentType(answer).charset || 'utf-8';
	if ((charset === 'utf-8' || charset === 'utf8') && bytes[0] !== 0xef && isUtf8(bytes)) return bytes.toString('utf8');
	const decoder = decoderOfText(answer, charset);
	try {
		return decoder.decode(bytes);
	} catch {
		throw new HttpError(`${answer.place} answered with text that is no ${decoder.encoding}`, {
			hint: 'ask those who run it to send UTF-8, or to say what they send',
		});
	}
}

function decoderOfText(answer: Answer, charset: string): TextDecoder {
	try {
		return new TextDecoder(charset, { fatal: true });
	} catch {
		throw new HttpError(`${answer.place} answered in a character set that is not known`, {
			hint: 'ask those who run it to send UTF-8',
		});
	}
}
