import { isUtf8 } from 'node:buffer';

/** Bytes at the end that begin a character whose other bytes are still to come: 0 to 3. */
function unfinishedBytes(bytes: Buffer): number {
	for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
		const byte = bytes[bytes.length - back] ?? 0;
		if (byte < 0x80) return 0;
		if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
	}
	return 0;
}

/** Judges a stream of chunks: each call says whether all bytes so far can be UTF-8, `isComplete` whether they are. */
export function utf8Judge(): { accepts(chunk: Buffer): boolean; isComplete(): boolean } {
	let carry = Buffer.alloc(0);
	return {
		accepts(chunk) {
			const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
			const end = bytes.length - unfinishedBytes(bytes);
			carry = Buffer.from(bytes.subarray(end));
			return isUtf8(bytes.subarray(0, end));
		},
		isComplete: () => carry.length === 0,
	};
}
