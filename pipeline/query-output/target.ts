import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UsageError } from '../errors.ts';

type Chunks = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * Writes to stdout and leaves it open. A reader that has seen enough (`| head`) closes its end: that is no failure.
 */
export async function writeToStdout(stdout: NodeJS.WritableStream, chunks: Chunks): Promise<void> {
	try {
		await pipeline(chunks, stdout, { end: false });
	} catch (error) {
		if (codeOf(error) !== 'EPIPE') throw error;
	}
}

/**
 * Gives `write` a new folder and a file name in it; the finished file then takes its final name in one step, replacing
 * what was there. When writing fails, the old file stands and nothing is left behind.
 * @throws UsageError when the folder of `out` cannot be written or `out` is a folder
 */
export async function writeToFile<Result>(
	out: string,
	write: (folder: string, fileName: string) => Promise<Result>,
): Promise<Result> {
	const target = resolve(out);
	const folder = await mkdtemp(join(dirname(target), `.${basename(target)}-`)).catch((cause: unknown) => {
		throw new UsageError(`cannot write to ${dirname(target)}: ${codeOf(cause)}`, {
			cause,
			hint: 'name a file in a folder that exists and can be written: --out FILE',
		});
	});
	try {
		const result = await write(folder, 'result');
		await rename(join(folder, 'result'), target).catch((cause: unknown) => {
			throw new UsageError(`cannot write ${target}: ${codeOf(cause)}`, {
				cause,
				hint: 'name another file: --out FILE',
			});
		});
		return result;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Writes chunks to a file. */
export async function writeChunks(file: string, chunks: Chunks): Promise<void> {
	await pipeline(chunks, createWriteStream(file));
}

/** For a format that can only be written to a file: writes it to a temporary one and passes that on to stdout. */
export async function passThroughFile<Result>(
	stdout: NodeJS.WritableStream,
	write: (folder: string, fileName: string) => Promise<Result>,
): Promise<Result> {
	const folder = await mkdtemp(join(tmpdir(), 'kundig-query-'));
	try {
		const result = await write(folder, 'result');
		await writeToStdout(stdout, createReadStream(join(folder, 'result')));
		return result;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
