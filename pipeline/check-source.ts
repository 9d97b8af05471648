import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { sampleAddress, sampleFiles, sampleRows } from './check-source/sample-source.ts';
import type { SourceSample } from './check-source/sample-source.ts';
import type { LoadedConfig } from './config.ts';
import { SourceError, UsageError } from './errors.ts';
import { acceptRows, requireNoUndeclared } from './load/accept.ts';
import { readContract } from './load/contract.ts';
import type { Drift } from './sources/contract/drift.ts';
import type { QuarantinedRow } from './sources/contract/quarantined-row.ts';
import { sourceColumns } from './sources/contract/source-columns.ts';
import { trySource } from './sources/look/preview.ts';
import type { TriedSource } from './sources/look/preview.ts';
import type { PreviewedEntity } from './sources/look/proposal.ts';
import type { RowReader, RowReading } from './sources/row-source.ts';
import type { RowSource, Source } from './sources/schema.ts';

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

/** Why a load of what was sampled would be refused, in the words of the load itself; null when it would not. */
function refusalOf(
	source: Source,
	{ read, loaded, quarantined }: SourceCheck['rows'],
	quarantine: readonly QuarantinedRow[],
	drift: readonly Drift[],
): SourceCheck['refused'] {
	const contract = readContract(source);
	const undeclared = drift.filter(({ kind }) => kind === 'undeclared_column').map(({ column }) => column);
	try {
		if (contract.unknownColumns === 'freeze') requireNoUndeclared(source.name, [...new Set(undeclared)]);
		acceptRows(source, contract, { read, aside: quarantined, quarantine, rowsAfter: loaded });
		return null;
	} catch (cause) {
		if (cause instanceof SourceError) return { message: cause.message, hint: cause.hint };
		throw cause;
	}
}

function countReasons(rows: readonly QuarantinedRow[]): { reason: string; rows: number }[] {
	const counts = new Map<string, number>();
	for (const { reason } of rows) counts.set(reason, (counts.get(reason) ?? 0) + 1);
	return [...counts].map(([reason, count]) => ({ reason, rows: count }));
}

const NOTHING = {
	rows: { read: 0, loaded: 0, quarantined: 0 },
	reasons: [],
	quarantine: [],
	duplicateKeys: 0,
	drift: [],
	entities: [],
};

function summarize(source: Source, sample: SourceSample, tried: TriedSource): SourceCheck {
	const { read, loaded, quarantined, quarantine, drift } = tried.result;
	const aside = [...sample.broken, ...quarantine];
	const rows = { read: read + sample.broken.length, loaded, quarantined: quarantined + sample.broken.length };
	const reasons = countReasons(aside);
	return {
		source: source.name,
		files: sample.names,
		isWhole: sample.isWhole,
		rows,
		reasons,
		quarantine: aside.slice(0, SHOWN),
		duplicateKeys: reasons.find(({ reason }) => reason === 'duplicate_key')?.rows ?? 0,
		drift,
		entities: tried.entities,
		refused: refusalOf(source, rows, aside, drift),
	};
}

type TakeSample = (connection: Connection, folder: string) => Promise<SourceSample>;

async function checkSample(source: Source, zone: string, takeSample: TakeSample): Promise<SourceCheck> {
	const folder = await mkdtemp(join(tmpdir(), 'kundig-check-'));
	const database = await openMemory({ threads: 2, memoryLimit: '1GB', tempDirectory: join(folder, 'spill') });
	const connection = await database.connect();
	let files: readonly string[] = [];
	try {
		const sample = await takeSample(connection, folder);
		files = sample.names;
		// A pseudonym of a check is nobody's: it is gone with it.
		const options = { folder, zone, shown: PREVIEWED, pseudonymKey: new Uint8Array(32) };
		return summarize(source, sample, await trySource(connection, sample.source, options));
	} catch (cause) {
		if (!(cause instanceof SourceError)) throw cause;
		const refused = { message: cause.message, hint: cause.hint };
		return { source: source.name, files, isWhole: false, ...NOTHING, refused };
	} finally {
		connection.closeSync();
		database.close();
		await rm(folder, { recursive: true, force: true });
	}
}

/** Opens what the rows of a source are read with. */
export type OpenSample = (source: RowSource, reading: RowReading) => Promise<RowReader>;

/**
 * Reads the first rows of a source by its contract into a stage that goes with it, and says what a load would do. Nothing
 * is written; references to other sources are not looked at.
 * @param rows how many at most; of files, of each
 * @param openRows opens a source that gives rows page by page; null where none can be opened yet
 * @throws UsageError when there is no such source, or it cannot be sampled yet
 */
export async function checkSource(
	loaded: LoadedConfig,
	name: string,
	rows: number,
	openRows: OpenSample | null = null,
): Promise<SourceCheck> {
	const source = loaded.config.sources.find((each) => each.name === name);
	if (source === undefined) {
		const names = loaded.config.sources.map((each) => each.name).join(', ');
		throw new UsageError(`unknown source: "${name}" (expected ${names})`);
	}
	const { zone } = loaded.config.company;
	if (source.type === 'file') {
		return checkSample(source, zone, (connection, folder) => sampleFiles(connection, source, loaded.dir, rows, folder));
	}
	if (source.type === 'url') {
		const reading = { env: process.env };
		return checkSample(source, zone, (connection, folder) => sampleAddress(connection, source, reading, rows, folder));
	}
	if (openRows === null) {
		throw new UsageError(`source ${name} is of type ${source.type}, which cannot be checked by a sample yet`, {
			hint: 'run it: a load that breaks its contract is refused and changes nothing',
		});
	}
	return checkSample(source, zone, async (_, folder) => {
		const reading = { columns: sourceColumns(source), env: process.env, configDir: loaded.dir };
		return sampleRows(await openRows(source, reading), source, rows, folder);
	});
}
