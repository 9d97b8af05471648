import type { RowFields, RowReader } from '../row-source.ts';

/** Characters after which enough rows have come, however few they are. */
const MOST_CHARACTERS = 32 << 20;

function charactersOf(rows: readonly RowFields[]): number {
	return rows.reduce((sum, row) => sum + row.reduce((length, field) => length + (field?.length ?? 0), 0), 0);
}

/** The first rows that a reader gives. */
export interface ReadSample {
	readonly rows: readonly RowFields[];
	/** Whether there are no more. */
	readonly isWhole: boolean;
	/** Pages with rows. */
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
	let characters = 0;
	let broken = 0;
	let first: string | null = null;
	try {
		for await (const page of reader.pages(null)) {
			if (found.length >= rows || count >= pages || characters >= MOST_CHARACTERS) {
				isWhole = false;
				break;
			}
			count += page.rows.length > 0 ? 1 : 0;
			characters += charactersOf(page.rows);
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
