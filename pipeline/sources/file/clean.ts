import { open } from 'node:fs/promises';
import { readChunks } from './chunks.ts';
import type { ReadOptions } from './chunks.ts';
import type { FileFormat } from './file-format.ts';
import type { Header } from './header.ts';
import { CHUNK_BYTES } from './limits.ts';
import { RecordScanner } from './record-scanner.ts';
import type { BrokenRecord, RecordHandler } from './record-scanner.ts';

export interface CleanedText {
	/** Well-formed records, now at the target path. */
	readonly records: number;
	readonly broken: number;
	readonly blankLines: number;
	readonly hasMultilineRecords: boolean;
}

/** Sends the records of a text through a scanner. */
export async function scanRecords(
	path: string,
	header: Header,
	format: FileFormat,
	fileName: string,
	handler: RecordHandler & { readonly afterChunk?: () => Promise<void> },
	options: ReadOptions = {},
): Promise<RecordScanner> {
	const scanner = new RecordScanner(header, format, fileName, handler);
	for await (const chunk of readChunks(path, header.end, options)) {
		scanner.push(chunk);
		await handler.afterChunk?.();
	}
	scanner.finish();
	await handler.afterChunk?.();
	return scanner;
}

/** Bytes gathered in memory until the next flush. */
class Gathered {
	#bytes = Buffer.alloc(CHUNK_BYTES * 2);
	#length = 0;

	add(bytes: Buffer | string): void {
		const needed = this.#length + bytes.length;
		if (needed > this.#bytes.length) {
			const grown = Buffer.alloc(needed * 2);
			this.#bytes.copy(grown, 0, 0, this.#length);
			this.#bytes = grown;
		}
		if (typeof bytes === 'string') this.#bytes.write(bytes, this.#length, 'latin1');
		else bytes.copy(this.#bytes, this.#length);
		this.#length = needed;
	}

	take(): Buffer {
		const taken = this.#bytes.subarray(0, this.#length);
		this.#length = 0;
		return taken;
	}
}

/**
 * Copies the well-formed records of a text to `target`, without a header, each with its physical line number as a first
 * field; hands on the others. The target has LF between records whatever the text had.
 * @throws SourceError when the text as a whole is broken (see RecordScanner)
 */
export async function cleanText(
	path: string,
	target: string,
	header: Header,
	format: FileFormat,
	fileName: string,
	onBroken: (record: BrokenRecord) => void,
	options: ReadOptions = {},
): Promise<CleanedText> {
	const gathered = new Gathered();
	const file = await open(target, 'w', 0o600);
	let records = 0;
	let broken = 0;
	try {
		const scanner = await scanRecords(
			path,
			header,
			format,
			fileName,
			{
				record(bytes, line) {
					records += 1;
					gathered.add(`${line}${format.delimiter}`);
					gathered.add(bytes);
					gathered.add('\n');
				},
				broken(record) {
					broken += 1;
					onBroken(record);
				},
				afterChunk: async () => {
					const bytes = gathered.take();
					if (bytes.length > 0) await file.writeFile(bytes);
				},
			},
			options,
		);
		return {
			records,
			broken,
			blankLines: scanner.blankLines,
			hasMultilineRecords: scanner.hasMultilineRecords,
		};
	} finally {
		await file.close();
	}
}
