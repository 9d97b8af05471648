import { open } from 'node:fs/promises';
import { CHUNK_BYTES } from './limits.ts';

export interface ReadOptions {
	readonly signal?: AbortSignal | undefined;
	/** Called with the number of bytes of each chunk. */
	readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * The bytes of a file in chunks. Every chunk is a view of the same aligned buffer: whoever keeps bytes beyond one turn
 * copies them.
 */
export async function* readChunks(path: string, start: number, options: ReadOptions = {}): AsyncGenerator<Buffer> {
	const file = await open(path, 'r');
	try {
		const buffer = Buffer.alloc(CHUNK_BYTES);
		let position = start;
		for (;;) {
			options.signal?.throwIfAborted();
			const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
			if (bytesRead === 0) return;
			position += bytesRead;
			options.onBytes?.(bytesRead);
			yield buffer.subarray(0, bytesRead);
		}
	} finally {
		await file.close();
	}
}
