import { createHash } from 'node:crypto';
import { sql, row } from '#warehouse/query.ts';
import type { Connection } from '#warehouse/database.ts';
import { ConfigError } from '../errors.ts';
import { fileColumns, fileFormat } from '../sources/file/file-source.ts';
import type { FileColumn, FileFormat } from '../sources/file/file-source.ts';
import type { FileSource } from '../sources/file/schema.ts';

/** What a source says about its files, complete. */
export interface Contract {
	readonly columns: readonly FileColumn[];
	readonly format: FileFormat;
	/** Changes when a file would be read in another way, so that its rows in raw are no longer what it says. */
	readonly hash: string;
}

/** Goes up when the reader itself comes to read the same file in another way. */
const READER_VERSION = 1;

/**
 * The contract of a source.
 * @throws ConfigError when its parts contradict each other
 */
export function readContract(source: FileSource): Contract {
	const columns = fileColumns(source);
	const format = fileFormat(source);
	const { key, disposition } = source;
	const content = JSON.stringify({ reader: READER_VERSION, columns, format, key, disposition });
	return { columns, format, hash: createHash('sha256').update(content).digest('hex') };
}

/**
 * Makes sure that DuckDB knows the letters of the declared date formats.
 * @throws ConfigError naming the format it does not know
 */
export async function checkDateFormats(connection: Connection, source: FileSource, format: FileFormat): Promise<void> {
	for (const [key, formats] of [
		['dateFormat', format.dateFormats],
		['timestampFormat', format.timestampFormats],
	] as const) {
		for (const wanted of formats) {
			try {
				await row(connection, sql`select strftime(timestamp '2000-01-01', ${wanted}) as probe`);
			} catch (cause) {
				throw new ConfigError(`source ${source.name}: format.${key} is "${wanted}", which is no strptime format`, {
					hint: 'write %Y year, %m month, %d day, %H hour, %M minute, %S second',
					cause,
				});
			}
		}
	}
}
