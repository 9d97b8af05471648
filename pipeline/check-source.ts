import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import type { LoadedConfig } from './config.ts';
import { SourceError, UsageError } from './errors.ts';
import type { Drift } from './sources/contract/drift.ts';
import type { QuarantinedRow } from './sources/contract/quarantined-row.ts';
import { fileFormat } from './sources/file/file-format.ts';
import { findFiles } from './sources/file/files.ts';
import type { FileSource } from './sources/file/schema.ts';
import { trySource } from './sources/look/preview.ts';
import type { TriedSource } from './sources/look/preview.ts';
import type { PreviewedEntity } from './sources/look/proposal.ts';
import { sampleOf } from './sources/look/text-table.ts';
import { isFileSource } from './sources/schema.ts';

/** What a load of a source would do, by a sample of its rows. */
export interface SourceCheck {
	readonly source: string;
	readonly files: readonly string[];
	/** Whether the sample is all there is. */
	readonly isWhole: boolean;
	readonly rows: { readonly read: number; readonly loaded: number; readonly quarantined: number };
	readonly reasons: readonly { readonly reason: string; readonly rows: number }[];
	/** The first rows that would be set aside. */
	readonly quarantine: readonly QuarantinedRow[];
	/** Rows whose key another one has, of those that would be set aside. */
	readonly duplicateKeys: number;
	readonly drift: readonly Drift[];
	readonly entities: readonly PreviewedEntity[];
	/** Why the load would be refused; null when it would not. */
	readonly refused: { readonly message: string; readonly hint: string } | null;
}

const SHOWN = 5;
const PREVIEWED = 3;
const MOST_BYTES = 256 << 20;

/** Puts the first rows of a source's files into a folder, under names of their own. */
async function sampleFiles(
	connection: Connection,
	source: FileSource,
	configDir: string,
	rows: number,
	folder: string,
): Promise<{ readonly names: string[]; readonly isWhole: boolean }> {
	const target = join(folder, 'files');
	await mkdir(target);
	const format = fileFormat(source);
	const names: string[] = [];
	let isWhole = true;
	let left = rows;
	for (const [index, file] of (await findFiles(source, configDir)).entries()) {
		if (left <= 0) {
			isWhole = false;
			break;
		}
		const sample = await sampleOf(connection, file, format.kind, { bytes: MOST_BYTES, records: left }, folder, format);
		isWhole &&= sample.isWhole;
		const name = names.includes(sample.file.name) ? `${index + 1}-${sample.file.name}` : sample.file.name;
		await symlink(sample.file.path, join(target, name));
		names.push(name);
		// What a file has is known when it was read; until then the next one may give as many.
		if (!sample.isWhole) left = 0;
	}
	return { names, isWhole };
}

/** A source whose files are those of a folder; other sources that it refers to are not there. */
function sampledSource(source: FileSource, folder: string): FileSource {
	const { kind } = fileFormat(source);
	const columns: FileSource['columns'] = {};
	for (const [name, column] of Object.entries(source.columns)) {
		columns[name] = typeof column === 'string' ? column : { ...column, references: undefined };
	}
	return {
		...source,
		columns,
		path: join(folder, 'files', '*'),
		format: { ...source.format, kind },
	};
}

function percent(share: number): string {
	return `${Number((share * 100).toFixed(2))} %`;
}

/** Whether as many rows are set aside as a load refuses, and a source that is replaced would be empty. */
function refusalOf(
	{ name, quarantine, disposition, allowEmpty }: FileSource,
	tried: TriedSource,
): SourceCheck['refused'] {
	const { read, quarantined, quarantine: rows } = tried.result;
	const { maxShare, maxRows } = quarantine;
	if (quarantined > maxRows || quarantined > maxShare * read) {
		const [first] = rows;
		const example = first === undefined ? '' : `; the first: ${first.file} line ${first.line}: ${first.message}`;
		return {
			message: `source ${name}: ${quarantined} of ${read} rows break its contract (at most ${percent(maxShare)} and ${maxRows} may)${example}`,
			hint: 'mend the file or what the config says of it, or allow more with quarantine: { maxShare, maxRows }',
		};
	}
	if (disposition === 'replace' && read - quarantined === 0 && !allowEmpty) {
		return {
			message: `source ${name} has no row`,
			hint: 'export it again, or declare allowEmpty: true when it may be empty',
		};
	}
	return null;
}

function countReasons(rows: readonly QuarantinedRow[]): { reason: string; rows: number }[] {
	const counts = new Map<string, number>();
	for (const { reason } of rows) counts.set(reason, (counts.get(reason) ?? 0) + 1);
	return [...counts].map(([reason, count]) => ({ reason, rows: count }));
}

async function checkFiles(source: FileSource, loaded: LoadedConfig, rows: number): Promise<SourceCheck> {
	const folder = await mkdtemp(join(tmpdir(), 'kundig-check-'));
	const database = await openMemory({ threads: 2, memoryLimit: '1GB', tempDirectory: join(folder, 'spill') });
	const none = {
		rows: { read: 0, loaded: 0, quarantined: 0 },
		reasons: [],
		quarantine: [],
		duplicateKeys: 0,
		drift: [],
		entities: [],
	};
	try {
		const connection = await database.connect();
		let files: readonly string[] = [];
		try {
			const sample = await sampleFiles(connection, source, loaded.dir, rows, folder);
			files = sample.names;
			const tried = await trySource(connection, sampledSource(source, folder), {
				folder,
				zone: loaded.config.company.zone,
				shown: PREVIEWED,
				// A pseudonym of a check is nobody's: it is gone with it.
				pseudonymKey: new Uint8Array(32),
			});
			const { read, loaded: kept, quarantined, quarantine, drift } = tried.result;
			const reasons = countReasons(quarantine);
			return {
				source: source.name,
				files,
				isWhole: sample.isWhole,
				rows: { read, loaded: kept, quarantined },
				reasons,
				quarantine: quarantine.slice(0, SHOWN),
				duplicateKeys: reasons.find(({ reason }) => reason === 'duplicate_key')?.rows ?? 0,
				drift,
				entities: tried.entities,
				refused: refusalOf(source, tried),
			};
		} catch (cause) {
			if (!(cause instanceof SourceError)) throw cause;
			const refused = { message: cause.message, hint: cause.hint };
			return { source: source.name, files, isWhole: false, ...none, refused };
		} finally {
			connection.closeSync();
		}
	} finally {
		database.close();
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * Reads the first rows of a source by its contract into a stage that goes with it, and says what a load would do. Nothing
 * is written; references to other sources are not looked at.
 * @param rows how many at most
 * @throws UsageError when there is no such source, or it is of a kind that cannot be sampled yet
 */
export async function checkSource(loaded: LoadedConfig, name: string, rows: number): Promise<SourceCheck> {
	const source = loaded.config.sources.find((each) => each.name === name);
	if (source === undefined) {
		const names = loaded.config.sources.map((each) => each.name).join(', ');
		throw new UsageError(`unknown source: "${name}" (expected ${names})`);
	}
	if (!isFileSource(source)) {
		throw new UsageError(`source ${name} is of type ${source.type}, which cannot be checked by a sample yet`, {
			hint: 'run it: a load that breaks its contract is refused and changes nothing',
		});
	}
	return checkFiles(source, loaded, rows);
}
