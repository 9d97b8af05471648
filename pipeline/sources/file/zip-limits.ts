import { Unzip, UnzipInflate } from 'fflate';
import { SourceError } from '../../errors.ts';
import { ZIP_MAX_BYTES, ZIP_MAX_ENTRIES, ZIP_MAX_RATIO } from './limits.ts';

const STEP_BYTES = 1 << 16;

/**
 * Unpacks an archive without keeping anything, to find out before somebody does keep it whether it is one that grows
 * beyond all measure: what its directory says of sizes may be a lie.
 * @throws SourceError when it has too many entries, or grows to too much
 */
export function requireModestZip(bytes: Uint8Array, fileName: string): void {
	const most = Math.min(ZIP_MAX_BYTES, bytes.length * ZIP_MAX_RATIO);
	let entries = 0;
	let unpacked = 0;
	let problem: string | null = null;
	const unzip = new Unzip((entry) => {
		entries += 1;
		if (entries > ZIP_MAX_ENTRIES) problem ??= `more than ${ZIP_MAX_ENTRIES} files in it`;
		entry.ondata = (error, chunk) => {
			if (error !== null) problem ??= `it is damaged (${error.message})`;
			else unpacked += chunk.length;
		};
		entry.start();
	});
	unzip.register(UnzipInflate);
	for (let start = 0; start < bytes.length && problem === null; start += STEP_BYTES) {
		unzip.push(bytes.subarray(start, start + STEP_BYTES), start + STEP_BYTES >= bytes.length);
		if (unpacked > most) problem = `it grows from ${bytes.length} to more than ${unpacked} bytes`;
	}
	if (problem === null) return;
	throw new SourceError(`${fileName} is refused: ${problem}`, { hint: 'save the sheet as CSV, and load that' });
}
