import type { Load } from '#warehouse/raw.ts';
import { SourceError } from '../errors.ts';
import type { FileSource } from '../sources/file/schema.ts';
import type { StagedFile } from './stage-files.ts';

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
export function acceptLoad(source: FileSource, kept: readonly Load[], staged: readonly StagedFile[]): void {
	const { maxShare, maxRows } = source.quarantine;
	const read = staged.reduce((sum, { extracted }) => sum + extracted.read, 0);
	const aside = staged.reduce((sum, { extracted }) => sum + extracted.quarantinedCount, 0);
	const quarantine = staged.flatMap(({ extracted }) => extracted.quarantined).slice(0, SHOWN_QUARANTINED);
	const evidence = { quarantine, counts: { read, quarantined: aside } };
	if (aside > maxRows || aside > maxShare * read) {
		const [first] = quarantine;
		const example = first === undefined ? '' : `; the first: ${first.file} line ${first.line}: ${first.message}`;
		throw new SourceError(
			`source ${source.name}: ${count(aside)} of ${count(read)} records break its contract ` +
				`(at most ${percent(maxShare)} and ${count(maxRows)} may)${example}`,
			{
				hint: 'mend the file or what the config says of it, or allow more with quarantine: { maxShare, maxRows }',
				...evidence,
			},
		);
	}
	const rowsAfter = kept.reduce((sum, load) => sum + load.loaded, 0) + read - aside;
	if (source.disposition === 'replace' && rowsAfter === 0 && !source.allowEmpty) {
		const why = read === 0 ? 'no record in its files' : 'no record of its files keeps its contract';
		throw new SourceError(`source ${source.name} is empty: ${why}`, {
			hint: 'export it again, or declare allowEmpty: true when it may be empty',
			...evidence,
		});
	}
}
