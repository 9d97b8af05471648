import type { Load } from '#warehouse/raw.ts';
import { SourceError } from '../errors.ts';
import type { QuarantinedRow } from '../sources/contract/quarantined-row.ts';
import type { Source } from '../sources/schema.ts';
import type { Contract } from './contract.ts';
import type { StagedFile } from './stage-files.ts';

/** Rows that a refused load shows. */
export const SHOWN_QUARANTINED = 1_000;

function percent(share: number): string {
	return `${Number((share * 100).toFixed(2))} %`;
}

function count(number: number): string {
	return number.toLocaleString('en-US');
}

/** What was read of a source, to be judged. */
export interface ReadRows {
	readonly read: number;
	/** How many of them were set aside, and the first of them. */
	readonly aside: number;
	readonly quarantine: readonly QuarantinedRow[];
	/** Rows that the source would have afterwards. */
	readonly rowsAfter: number;
}

/**
 * Decides whether what was read may be loaded: not when more records are set aside than the source allows, counted over
 * all of the load together, not when a value breaks a type that is frozen, and not when a source that is replaced would be
 * empty. A small load is no exception: one bad record of fifty is more than one percent.
 * @throws SourceError with the records that were set aside and what the first one says
 */
export function acceptRows(source: Source, contract: Pick<Contract, 'badValues'>, rows: ReadRows): void {
	const { maxShare, maxRows } = source.quarantine;
	const { read, aside, rowsAfter } = rows;
	const quarantine = rows.quarantine.slice(0, SHOWN_QUARANTINED);
	const evidence = { quarantine, counts: { read, quarantined: aside } };
	const example = ({ file, line, message }: QuarantinedRow): string => `${file} line ${line}: ${message}`;
	const frozen = quarantine.find(({ reason }) => reason === 'type_mismatch' || reason === 'out_of_range');
	if (contract.badValues === 'freeze' && frozen !== undefined) {
		throw new SourceError(`source ${source.name} breaks its types, which are frozen: ${example(frozen)}`, {
			hint: "mend the source, change the type under columns, or set such rows aside with contract: { types: 'quarantine' }",
			...evidence,
		});
	}
	if (aside > maxRows || aside > maxShare * read) {
		const [first] = quarantine;
		throw new SourceError(
			`source ${source.name}: ${count(aside)} of ${count(read)} records break its contract ` +
				`(at most ${percent(maxShare)} and ${count(maxRows)} may)` +
				(first === undefined ? '' : `; the first: ${example(first)}`),
			{
				hint: 'mend the file or what the config says of it, or allow more with quarantine: { maxShare, maxRows }',
				...evidence,
			},
		);
	}
	if (source.disposition === 'replace' && rowsAfter === 0 && !source.allowEmpty) {
		const why = read === 0 ? 'no record in it' : 'no record of it keeps its contract';
		throw new SourceError(`source ${source.name} is empty: ${why}`, {
			hint: 'export it again, or declare allowEmpty: true when it may be empty',
			...evidence,
		});
	}
}

/**
 * Refuses a source with columns that nobody declared: its contract is frozen.
 * @throws SourceError naming them
 */
export function requireNoUndeclared(source: string, names: readonly string[]): void {
	if (names.length === 0) return;
	const list = names.slice(0, 10).map((name) => `"${name}"`);
	throw new SourceError(`source ${source} has columns that its frozen contract does not declare: ${list.join(', ')}`, {
		hint: 'declare them, name them under drop, or let new ones in with contract: { columns: … }',
	});
}

/**
 * Decides whether staged files may be loaded, all of them together.
 * @throws SourceError as acceptRows
 */
export function acceptFiles(
	source: Source,
	contract: Contract,
	kept: readonly Load[],
	staged: readonly StagedFile[],
): void {
	if (contract.unknownColumns === 'freeze') {
		const drift = staged.flatMap(({ extracted }) => extracted.drift);
		const undeclared = drift.filter(({ kind }) => kind === 'undeclared_column').map(({ column }) => column);
		requireNoUndeclared(source.name, [...new Set(undeclared)]);
	}
	const read = staged.reduce((sum, { extracted }) => sum + extracted.read, 0);
	const aside = staged.reduce((sum, { extracted }) => sum + extracted.quarantinedCount, 0);
	const quarantine = staged.flatMap(({ extracted }) => extracted.quarantined);
	const rowsAfter = kept.reduce((sum, load) => sum + load.loaded, 0) + read - aside;
	acceptRows(source, contract, { read, aside, quarantine, rowsAfter });
}
