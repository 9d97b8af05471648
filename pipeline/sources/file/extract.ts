import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '#warehouse/database.ts';
import type { ReadOptions } from './chunks.ts';
import { openCsvRecords } from './csv-records.ts';
import { openExcelRecords } from './excel-records.ts';
import type { FileReading, FileRecords, OpenRecords, ReadingRules } from './file-records.ts';
import type { RowContract } from '../contract/row-contract.ts';
import type { QuarantinedRow } from '../contract/quarantined-row.ts';
import type { FoundFile } from './files.ts';
import type { Drift } from '../contract/drift.ts';
import { openJsonLinesRecords } from './json-lines-records.ts';
import { openParquetRecords } from './parquet-records.ts';
import type { FileKind } from './schema.ts';
import { badValues, givenTexts } from '../contract/bad-values.ts';
import { removeDuplicates } from '../contract/duplicates.ts';
import type { StageTable } from '../contract/stage.ts';

/** A file in a temporary table. */
export interface ExtractedFile {
	/** The table, holding the records that keep the contract as columns `v0`, `v1`, …; null for a file without any record. */
	readonly stage: StageTable | null;
	/** Records in the file; blank lines are none. */
	readonly read: number;
	readonly quarantinedCount: number;
	/** By line. */
	readonly quarantined: readonly QuarantinedRow[];
	readonly blankLines: number;
	readonly drift: readonly Drift[];
}

const OPEN: Readonly<Record<FileKind, OpenRecords>> = {
	csv: openCsvRecords,
	'json-lines': openJsonLinesRecords,
	parquet: openParquetRecords,
	excel: openExcelRecords,
};

const NOTHING: ExtractedFile = {
	stage: null,
	read: 0,
	quarantinedCount: 0,
	quarantined: [],
	blankLines: 0,
	drift: [],
};

/** Whether the text of a record may be kept as it is: not where a part of it is never to land. */
function mayKeepText({ columns, dropped }: RowContract): boolean {
	return dropped.length === 0 && !columns.some(({ isPseudonym }) => isPseudonym);
}

/** Records whose values or keys break the contract, with their text. */
async function setAside(
	{ connection, file, rules }: FileReading,
	{ stage, originals }: FileRecords,
): Promise<{ readonly count: number; readonly rows: QuarantinedRow[] }> {
	const limit = rules.keptQuarantined;
	const { contract } = rules;
	const bad = await badValues(connection, stage, contract, limit);
	const duplicates =
		contract.key.length === 0 ? { count: 0, rows: [] } : await removeDuplicates(connection, stage, contract, limit);
	const found = [
		...bad,
		...duplicates.rows.map(({ line, lastLine }) => ({
			line,
			column: contract.key[0] ?? null,
			reason: 'duplicate_key' as const,
			message: `${contract.key.join(', ')} occurs again on line ${lastLine}, which is kept`,
		})),
	];
	const lines = new Set(found.map(({ line }) => line));
	const textsOf = mayKeepText(contract) ? originals : () => givenTexts(connection, stage, contract, lines);
	const texts = lines.size === 0 ? new Map<number, string>() : await textsOf(lines);
	return {
		count: stage.bad + duplicates.count,
		rows: found.map((entry) => ({ ...entry, file: file.name, original: texts.get(entry.line) ?? '' })),
	};
}

/**
 * Reads a file into the temporary table `table`. Records that break the contract are not in its good rows but in
 * `quarantined`, so that read = good rows + quarantined. Copies that are needed lie in `tmpDir` meanwhile.
 * @throws SourceError when the file as a whole cannot be read or does not have the declared columns
 */
export async function extractFile(
	connection: Connection,
	file: FoundFile,
	table: string,
	rules: ReadingRules,
	tmpDir: string,
	options: ReadOptions = {},
): Promise<ExtractedFile> {
	const folder = join(tmpDir, table);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	try {
		const reading: FileReading = { connection, file, table, rules, folder, options };
		const records = await OPEN[rules.format.kind](reading);
		if (records === null) return NOTHING;
		const { stage, broken, brokenCount, blankLines, drift } = records;
		const aside = await setAside(reading, records);
		const kept = mayKeepText(rules.contract) ? broken : broken.map((entry) => ({ ...entry, original: '' }));
		const quarantined = [...kept, ...aside.rows].sort((a, b) => a.line - b.line);
		return {
			stage,
			read: stage.rows + brokenCount,
			quarantinedCount: brokenCount + aside.count,
			quarantined: quarantined.slice(0, rules.keptQuarantined),
			blankLines,
			drift,
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
