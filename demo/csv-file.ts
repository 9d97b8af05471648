import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

export interface CsvSummary {
	readonly file: string;
	/** Without the header. */
	readonly rows: number;
	readonly bytes: number;
}

/** A CSV file that is written row by row. */
export interface CsvFile {
	/** Takes a row; to be followed by `drain` now and then, so that a slow disk holds the writer up. */
	write(cells: readonly (string | number)[]): void;
	/** Takes a row that is CSV already, without its line end: for the many rows whose cells need no quotes. */
	writeText(row: string): void;
	drain(): Promise<void>;
	close(): Promise<CsvSummary>;
	/** Lets go of the file as it is: afterwards nothing is opened or written any more, so its folder can go. */
	abandon(): Promise<void>;
}

const FLUSH_AT = 1 << 18;

function cell(value: string | number): string {
	const text = String(value);
	return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Opens `<folder>/<file>` and writes its header. RFC 4180 but for line ends, which are plain newlines. */
export function createCsv(folder: string, file: string, header: readonly string[]): CsvFile {
	const stream = createWriteStream(join(folder, file), { mode: 0o600 });
	let buffered = `${header.join(',')}\n`;
	let rows = 0;
	let failure: Error | null = null;
	stream.on('error', (error) => (failure = error));
	return {
		write(cells) {
			buffered += `${cells.map(cell).join(',')}\n`;
			rows += 1;
		},
		writeText(row) {
			buffered += `${row}\n`;
			rows += 1;
		},
		async drain() {
			if (failure !== null) throw failure;
			if (buffered.length < FLUSH_AT) return;
			const text = buffered;
			buffered = '';
			if (!stream.write(text)) await once(stream, 'drain');
		},
		async close() {
			stream.end(buffered);
			await finished(stream);
			return { file, rows, bytes: stream.bytesWritten };
		},
		async abandon() {
			if (stream.closed) return;
			const closed = new Promise((resolve) => stream.once('close', resolve));
			stream.destroy();
			await closed;
		},
	};
}
