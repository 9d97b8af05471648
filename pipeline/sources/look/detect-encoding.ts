import { isUtf8 } from 'node:buffer';

/** An encoding as `format.encoding` names it, and a sentence why. */
export interface FoundEncoding {
	readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
	readonly why: string;
}

/** The text up to its last whole character: bytes that were cut off may end within one. */
function upToLineBreak(bytes: Buffer): Buffer {
	const end = bytes.lastIndexOf(10);
	return end < 0 ? bytes : bytes.subarray(0, end + 1);
}

/**
 * The encoding of the first bytes of a text: by its byte order mark, else UTF-16 where every other byte is zero, UTF-8 where
 * it is that, and otherwise Windows-1252, which any bytes are.
 */
export function detectEncoding(bytes: Buffer): FoundEncoding {
	const start = bytes.subarray(0, 3).toString('hex');
	if (start === 'efbbbf') return { encoding: 'utf-8', why: 'it begins with the byte order mark of UTF-8' };
	if (start.startsWith('fffe')) return { encoding: 'utf-16le', why: 'it begins with the byte order mark of UTF-16' };
	if (start.startsWith('feff')) return { encoding: 'utf-16be', why: 'it begins with the byte order mark of UTF-16' };
	const sample = bytes.subarray(0, 1000);
	const zeros = [0, 1].map((side) => sample.filter((byte, index) => byte === 0 && index % 2 === side).length);
	const [even = 0, odd = 0] = zeros;
	if (odd > sample.length / 4) return { encoding: 'utf-16le', why: 'every other byte is zero' };
	if (even > sample.length / 4) return { encoding: 'utf-16be', why: 'every other byte is zero' };
	if (isUtf8(upToLineBreak(bytes))) return { encoding: 'utf-8', why: 'all of its bytes are UTF-8' };
	return { encoding: 'windows-1252', why: 'it has letters that are not UTF-8' };
}
