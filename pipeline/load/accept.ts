import { SourceError } from '../errors.ts';
import type { QuarantinedRow } from '../sources/file/file-source.ts';
import type { FileSource } from '../sources/file/schema.ts';

/** What was read of a source in a run, before any of it is committed. */
export interface ReadCounts {
	/** Records in the files that are new. */
	readonly read: number;
	readonly quarantined: number;
	/** Records that raw will hold afterwards. */
	readonly rowsAfter: number;
}

/** Rows that a refused load shows. */
export const SHOWN_QUARANTINED = 1_000;

function percent(share: number): string {
	return `${Number((share * 100).toFixed(2))} %`;
}

function count(number: number): string {
	return number.toLocaleString('en-US');
}

/**
 * Decides whether what was read may be loaded: not when more records are set aside than the source allows, counted over
 * all its new files together, and not when a source that is replaced would be empty. A small file is no exception: one
 * bad record of fifty is more than one percent.
 * @throws SourceError with the records that were set aside and what the first one says
 */
export function acceptLoad(source: FileSource, counts: ReadCounts, quarantined: readonly QuarantinedRow[]): void {
	const { maxShare, maxRows } = source.quarantine;
	const { read, quarantined: aside } = counts;
	if (aside > maxRows || aside > maxShare * read) {
		const [first] = quarantined;
		const example = first === undefined ? '' : `; the first: ${first.file} line ${first.line}: ${first.message}`;
		throw new SourceError(
			`source ${source.name}: ${count(aside)} of ${count(read)} records break its contract ` +
				`(at most ${percent(maxShare)} and ${count(maxRows)} may)${example}`,
			{
				hint: 'mend the file or what the config says of it, or allow more with quarantine: { maxShare, maxRows }',
				quarantine: quarantined.slice(0, SHOWN_QUARANTINED),
				counts: { read, quarantined: aside },
			},
		);
	}
	if (source.disposition === 'replace' && counts.rowsAfter === 0 && !source.allowEmpty) {
		throw new SourceError(`source ${source.name} is empty: no record in its files`, {
			hint: 'export it again, or declare allowEmpty: true when it may be empty',
			quarantine: quarantined.slice(0, SHOWN_QUARANTINED),
			counts: { read, quarantined: aside },
		});
	}
}
