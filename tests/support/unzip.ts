import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const STORED = 0;

/** The files of a small ZIP archive as text, by name: read from its directory (APPNOTE 4.3.12), as readers do. */
export function unzip(archive: Buffer): ReadonlyMap<string, string> {
	const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
	if (end < 0 || archive.readUInt32LE(end) !== END) throw new Error('not a ZIP archive: it has no directory');
	const files = new Map<string, string>();
	let entry = archive.readUInt32LE(end + 16);
	for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
		const [nameLength, extraLength, commentLength] = [28, 30, 32].map((at) => archive.readUInt16LE(entry + at)) as [
			number,
			number,
			number,
		];
		const name = archive.toString('utf8', entry + 46, entry + 46 + nameLength);
		const local = archive.readUInt32LE(entry + 42);
		const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
		const packed = archive.subarray(begin, begin + archive.readUInt32LE(entry + 20));
		const bytes = archive.readUInt16LE(entry + 10) === STORED ? packed : inflateRawSync(packed);
		files.set(name, bytes.toString('utf8'));
		entry += 46 + nameLength + extraLength + commentLength;
	}
	return files;
}
