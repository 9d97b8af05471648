import { createReadStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { constants, createGunzip } from 'node:zlib';
import { SourceError } from '../../errors.ts';
import { findFiles } from '../file/files.ts';
import type { FoundFile } from '../file/files.ts';
import type { HttpOptions, HttpReading } from '../http/client.ts';
import { fetchFile } from './download.ts';
import type { Fetched } from './download.ts';
import type { UrlSource } from './schema.ts';

/** Files that can only be read as a whole may have so many bytes to be looked at. */
const WHOLE_BYTES = 256 << 20;

/** Whether a file can only be read as a whole: Parquet ends with its columns, a workbook with its list of sheets. */
function isReadWhole(first: Buffer): boolean {
	return ['PAR1', 'PK\u0003\u0004'].includes(first.subarray(0, 4).toString('latin1'));
}

function isGzip(first: Buffer): boolean {
	return first[0] === 0x1f && first[1] === 0x8b;
}

/** Unpacks the first bytes of a packed file in its place, for one that is cut cannot be unpacked to its end. */
async function unpackBeginning({ path, name }: FoundFile, bytes: number): Promise<void> {
	const source = createReadStream(path);
	const stream = source.pipe(createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }));
	source.on('error', (error) => stream.destroy(error));
	const unpacked = await open(`${path}.unpacked`, 'w', 0o600);
	let length = 0;
	try {
		for await (const chunk of stream as AsyncIterable<Buffer>) {
			await unpacked.writeFile(chunk);
			length += chunk.length;
			if (length >= bytes) break;
		}
	} catch (cause) {
		const message = `${name} cannot be unpacked: ${(cause as Error).message}`;
		throw new SourceError(message, { hint: 'look whether the address still gives the file', cause });
	} finally {
		source.destroy();
		stream.destroy();
		await unpacked.close();
	}
	await rename(`${path}.unpacked`, path);
}

/**
 * Fetches the first bytes of the file of a source into `folder`, at least so many where it has them: unpacked where they are
 * of a packed file, the last line perhaps cut. What can only be read as a whole is fetched as a whole. Whoever calls it
 * removes the folder.
 * @throws SourceError when it cannot be fetched, or has to be read as a whole and is too big for a look
 */
export async function downloadSample(
	source: UrlSource,
	folder: string,
	reading: HttpReading,
	bytes: number,
	options: HttpOptions = {},
): Promise<Fetched> {
	const seen = { isPacked: false };
	const fetched = await fetchFile(
		source,
		folder,
		reading,
		(came, first) => {
			seen.isPacked = isGzip(first);
			return came >= (isReadWhole(first) ? WHOLE_BYTES : bytes);
		},
		options,
	);
	const { file, isWhole } = fetched;
	if (isWhole) return fetched;
	if (!seen.isPacked && file.bytes >= WHOLE_BYTES) {
		throw new SourceError(
			`source ${source.name}: ${file.name} has more than ${WHOLE_BYTES >> 20} MB, too many for a look`,
			{
				hint: 'run it: a load that breaks its contract is refused and changes nothing',
			},
		);
	}
	if (seen.isPacked) await unpackBeginning(file, bytes);
	const [found = file] = await findFiles({ path: file.path }, folder);
	return { file: { ...found, name: seen.isPacked ? file.name.replace(/\.gz$/i, '') : file.name }, isWhole };
}
