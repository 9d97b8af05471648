import { glob } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { UploadChoices } from '#records/source-look.ts';
import { SourceError } from '../../errors.ts';
import type { QuarantinedRow } from '../contract/quarantined-row.ts';
import { applyChoices, missingColumns } from './apply-choices.ts';
import { withCursor } from './choose-cursor.ts';
import type { SampleSize } from './file-sample.ts';
import { trySource } from './preview.ts';
import type { Answers, ReasonCount, SourceProposal, Unpreviewed } from './proposal.ts';
import { propose } from './propose.ts';
import type { LookOptions } from './propose.ts';
import type { ProposedOrigin } from './proposed-origin.ts';
import { parsedSource, proposedSource } from './proposed-source.ts';
import { LOOKED, sampleOf, withTextTable, writeRows } from './text-table.ts';
import type { TextTable } from './text-table.ts';
import type { KnownRows } from './type-columns.ts';

export interface LookAtFileOptions {
	/** What the source is to be called; by the name of the file when left out. */
	readonly name?: string | undefined;
	readonly answers?: Answers | undefined;
	/** The zone of the company, for the preview; UTC when left out. */
	readonly zone?: string | undefined;
	/** How much of it is looked at; 64 MB or 600,000 rows when left out. */
	readonly size?: SampleSize | undefined;
	/** What somebody wants otherwise than it is found: then entities that lack columns are proposed, too. */
	readonly choices?: UploadChoices | undefined;
	/** How many rows of each entity the preview shows; 3 when left out. */
	readonly shown?: number | undefined;
}

type LookGiven = Pick<LookOptions, 'name' | 'reference' | 'kind' | 'known'>;

const PREVIEWED = 3;

/** A preview is made of so many rows at most. */
const TRIED: SampleSize = { bytes: 8 << 20, records: 20_000 };

/** A name for a source by that of its file: lower case, digits and underscores, without what parts of an export have. */
export function sourceName(path: string): string {
	const spelt: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
	const bare = basename(path)
		.replace(/(\.(csv|tsv|txt|jsonl|ndjson|parquet|xlsx|json))?(\.gz)?$/i, '')
		.toLowerCase()
		.replace(/[äöüß]/g, (letter) => spelt[letter] ?? letter)
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/_?(19|20)\d\d(_?\d+)*$/, '')
		.replace(/^_+|_+$/g, '');
	const name = /^[a-z]/.test(bare) ? bare : `source_${bare}`.replace(/_+$/, '');
	return name === '' ? 'source' : name;
}

/** The file that a path or pattern names; of several the last by name, which is mostly the newest. */
async function fileOf(reference: string): Promise<string> {
	if (!/[*?[{]/.test(reference)) return resolve(reference);
	const found: string[] = [];
	for await (const match of glob(reference)) found.push(match);
	const last = found.sort().at(-1);
	if (last === undefined) {
		throw new SourceError(`no file matches ${reference}`, {
			hint: 'name a file that is there, or a pattern that one fits',
		});
	}
	return resolve(last);
}

/** Rows that are set aside, by column and reason, the most frequent first. */
function asideByColumn(rows: readonly QuarantinedRow[]): ReasonCount[] {
	const counts = new Map<string, ReasonCount>();
	for (const { column, reason } of rows) {
		const group = JSON.stringify([column, reason]);
		counts.set(group, { column, reason, rows: (counts.get(group)?.rows ?? 0) + 1 });
	}
	return [...counts.values()].sort((left, right) => right.rows - left.rows);
}

async function proposed(table: TextTable, given: LookGiven, options: LookAtFileOptions): Promise<Unpreviewed> {
	const { answers = {}, choices } = options;
	const proposal = await propose(table, { ...given, answers, isMappedByHand: choices !== undefined });
	return choices === undefined ? proposal : applyChoices(proposal, choices);
}

async function withPreview(
	table: TextTable,
	folder: string,
	proposal: Unpreviewed,
	{ zone = 'UTC', shown = PREVIEWED }: LookAtFileOptions,
): Promise<SourceProposal> {
	try {
		const sample = await sampleOf(table.connection, table.file, table.kind, TRIED, folder, table.format);
		const format = { ...proposal.format, kind: table.kind };
		const entities = proposal.entities.filter((entity) => missingColumns(entity).length === 0);
		const source = parsedSource(proposedSource({ ...proposal, format, entities }, sample.file.path));
		const tried = await trySource(table.connection, source, {
			folder,
			zone,
			shown,
			// A pseudonym of a look is nobody's: it is gone with it.
			pseudonymKey: new Uint8Array(32),
		});
		const { read, quarantine } = tried.result;
		return { ...proposal, preview: tried.entities, previewedRows: read, aside: asideByColumn(quarantine) };
	} catch (cause) {
		// A proposal that cannot be loaded is still one to be mended.
		const problems = [...proposal.problems, (cause as Error).message];
		return { ...proposal, preview: [], previewedRows: 0, aside: [], problems };
	}
}

/**
 * Looks at a file of any kind (a pattern: at the last of its files) and proposes a source. Reads the first 64 MB at most,
 * and writes nothing.
 * @throws SourceError when there is none or it cannot be read
 */
export async function lookAtFile(reference: string, options: LookAtFileOptions = {}): Promise<SourceProposal> {
	const path = await fileOf(reference);
	return lookAtPath(path, { ...options, name: options.name ?? sourceName(path), reference });
}

/** Looks at a file that lies at a path, whatever a person named it by. @throws SourceError when it cannot be read */
export async function lookAtPath(
	path: string,
	options: LookAtFileOptions & { readonly name: string; readonly reference: string },
): Promise<SourceProposal> {
	const { name, reference, size = LOOKED } = options;
	return withTextTable(path, size, async (table, folder) => {
		return withPreview(table, folder, await proposed(table, { name, reference }, options), options);
	});
}

export interface LookAtRowsOptions extends LookAtFileOptions {
	readonly name: string;
	/** Where the rows are from, as a person named it. */
	readonly reference: string;
	readonly folder: string;
	/** The same as a config says it. */
	readonly origin?: ProposedOrigin | undefined;
	/** Whether these are all rows that there are; they are when left out. */
	readonly isWhole?: boolean | undefined;
	/** What is known of them beside their text. */
	readonly known?: KnownRows | undefined;
	/** Whether a column may lack a value, as far as the source says. */
	readonly isNullable?: ((name: string) => boolean) | undefined;
}

/**
 * Looks at rows that were read from somewhere, each field as text (see RowFields), as at a file: their types, key and
 * cursor, and what they probably are.
 * @param options.folder where the rows may lie meanwhile; the caller removes it
 */
export async function lookAtRows(
	columns: readonly string[],
	rows: readonly (readonly (string | null)[])[],
	options: LookAtRowsOptions,
): Promise<SourceProposal> {
	const { name, reference, answers = {}, origin, isWhole = true, known } = options;
	const path = join(options.folder, 'rows.jsonl');
	await writeRows(path, columns, rows);
	const lookAtTable = async (read: TextTable, folder: string): Promise<SourceProposal> => {
		const table = { ...read, isWhole: read.isWhole && isWhole };
		const found = await proposed(table, { name, reference, kind: 'rows', known }, options);
		const shown = await withPreview(table, folder, found, options);
		if (origin === undefined) return shown;
		return withCursor({ ...shown, origin }, answers.cursor, options.isNullable);
	};
	return withTextTable(path, LOOKED, lookAtTable, columns);
}
