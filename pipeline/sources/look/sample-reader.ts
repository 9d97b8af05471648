import type { RowFields, RowReader } from '../row-source.ts';

/** The first rows that a reader gives. */
export interface ReadSample {
	readonly rows: readonly RowFields[];
	/** Whether there are no more. */
	readonly isWhole: boolean;
	readonly pages: number;
	/** Sentences on what could not be read. */
	readonly problems: readonly string[];
}

/**
 * Reads the first rows of a source, no page after that in which enough have come, and closes its reader.
 * @throws SourceError when it cannot be read
 */
export async function sampleReader(
	reader: RowReader,
	rows: number,
	pages = Number.MAX_SAFE_INTEGER,
): Promise<ReadSample> {
	const found: RowFields[] = [];
	let isWhole = true;
	let count = 0;
	let broken = 0;
	let first: string | null = null;
	try {
		for await (const page of reader.pages(null)) {
			if (found.length >= rows || count >= pages) {
				isWhole = false;
				break;
			}
			count += 1;
			isWhole &&= found.length + page.rows.length <= rows;
			found.push(...page.rows.slice(0, rows - found.length));
			broken += page.broken.length;
			first ??= page.broken[0]?.message ?? null;
		}
	} finally {
		await reader.close();
	}
	const problems = first === null ? [] : [`${broken} rows cannot be read; the first: ${first}`];
	return { rows: found, isWhole, pages: count, problems };
}
