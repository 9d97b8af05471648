import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '#warehouse/database.ts';
import type { ReadOptions } from './chunks.ts';
import { openCsvRecords } from './csv-records.ts';
import { openExcelRecords } from './excel-records.ts';
import type { FileReading, FileRecords, OpenRecords, ReadingRules } from './file-records.ts';
import type { QuarantinedRow } from './file-source.ts';
import type { FoundFile } from './files.ts';
import type { Drift } from './header.ts';
import { openJsonLinesRecords } from './json-lines-records.ts';
import { openParquetRecords } from './parquet-records.ts';
import type { FileKind } from './schema.ts';
import { badValues, removeDuplicates } from './stage.ts';
import type { StageTable } from './stage.ts';

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

/** Records whose values or keys break the contract, with their text. */
async function setAside(
	{ connection, file, rules }: FileReading,
	{ stage, originals }: FileRecords,
): Promise<{ readonly count: number; readonly rows: QuarantinedRow[] }> {
	const limit = rules.keptQuarantined;
	const bad = await badValues(connection, stage, rules.columns, rules.format, limit);
	const keyIndexes = rules.key.map((name) => rules.columns.findIndex((column) => column.name === name));
	const duplicates =
		keyIndexes.length === 0 ? { count: 0, rows: [] } : await removeDuplicates(connection, stage, keyIndexes, limit);
	const found = [
		...bad,
		...duplicates.rows.map(({ line, lastLine }) => ({
			line,
			column: rules.key[0] ?? null,
			reason: 'duplicate_key' as const,
			message: `${rules.key.join(', ')} occurs again on line ${lastLine}, which is kept`,
		})),
	];
	const lines = new Set(found.map(({ line }) => line));
	const texts = lines.size === 0 ? new Map<number, string>() : await originals(lines);
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
		const quarantined = [...broken, ...aside.rows].sort((a, b) => a.line - b.line);
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
