import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '#warehouse/database.ts';
import { SourceError } from '../../errors.ts';
import type { ReadOptions } from './chunks.ts';
import { cleanText } from './clean.ts';
import type { FileColumn, FileFormat, QuarantinedRow } from './file-source.ts';
import type { FoundFile } from './files.ts';
import { locateColumns, readHeader, undeclaredColumns } from './header.ts';
import type { Drift, Header } from './header.ts';
import { originalsOf, originalText } from './originals.ts';
import { badValues, removeDuplicates, stageText } from './stage.ts';
import type { StageTable } from './stage.ts';
import { countPlainRecords } from './survey.ts';
import { openText } from './text.ts';

/** How the files of a source are read. */
export interface ReadingRules {
	readonly format: FileFormat;
	readonly columns: readonly FileColumn[];
	/** Columns that identify a record; none when records have no key. */
	readonly key: readonly string[];
	/** How many records set aside are kept with their text; beyond it they are counted. */
	readonly keptQuarantined: number;
}

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

interface Staged {
	readonly stage: StageTable;
	readonly broken: readonly QuarantinedRow[];
	readonly brokenCount: number;
	readonly blankLines: number;
}

function isCsvError(cause: unknown): boolean {
	return cause instanceof Error && cause.message.startsWith('Invalid Input Error');
}

/** The quick way: DuckDB reads the text as it lies. Null where it does not find what the survey found. */
async function stagePlain(
	connection: Connection,
	table: string,
	path: string,
	header: Header,
	positions: readonly number[],
	rules: ReadingRules,
	options: ReadOptions,
): Promise<StageTable | null> {
	const records = await countPlainRecords(path, header, rules.format, options);
	if (records === null) return null;
	const text = { path, isCleaned: false, hasMultilineRecords: false, fields: header.names.length };
	try {
		const stage = await stageText(connection, table, text, rules.columns, positions, rules.format);
		return stage.rows === records ? stage : null;
	} catch (cause) {
		if (isCsvError(cause)) return null;
		throw cause;
	}
}

/** The sure way: our own scanner first sets aside what is no record, then DuckDB reads the rest. */
async function stageCleaned(
	connection: Connection,
	table: string,
	path: string,
	copyPath: string,
	fileName: string,
	header: Header,
	positions: readonly number[],
	rules: ReadingRules,
	options: ReadOptions,
): Promise<Staged> {
	const broken: QuarantinedRow[] = [];
	const cleaned = await cleanText(
		path,
		copyPath,
		header,
		rules.format,
		fileName,
		({ line, bytes, reason, message }) => {
			if (broken.length >= rules.keptQuarantined) return;
			broken.push({ file: fileName, line, column: null, reason, message, original: originalText(bytes) });
		},
		options,
	);
	const text = {
		path: copyPath,
		isCleaned: true,
		hasMultilineRecords: cleaned.hasMultilineRecords,
		fields: header.names.length,
	};
	const stage = await stageText(connection, table, text, rules.columns, positions, rules.format);
	if (stage.rows !== cleaned.records) {
		throw new SourceError(`${fileName}: ${cleaned.records} records were handed to DuckDB, it read ${stage.rows}`, {
			hint: 'please report this file: the two ought never to differ',
		});
	}
	return { stage, broken, brokenCount: cleaned.broken, blankLines: cleaned.blankLines };
}

/** Records whose values or keys break the contract, with their text. */
async function setAside(
	connection: Connection,
	stage: StageTable,
	path: string,
	fileName: string,
	header: Header,
	rules: ReadingRules,
	options: ReadOptions,
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
	const originals = await originalsOf(path, header, rules.format, fileName, lines, options);
	return {
		count: stage.bad + duplicates.count,
		rows: found.map((entry) => ({ ...entry, file: fileName, original: originals.get(entry.line) ?? '' })),
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
	const copyPath = join(tmpDir, `${table}.text`);
	const cleanPath = join(tmpDir, `${table}.clean`);
	try {
		const path = await openText(file, rules.format.encoding, copyPath, options);
		const header = await readHeader(path, rules.format, file.name);
		if (header === null) {
			return { stage: null, read: 0, quarantinedCount: 0, quarantined: [], blankLines: 0, drift: [] };
		}
		const positions = locateColumns(header, rules.columns, file.name);
		const plain = await stagePlain(connection, table, path, header, positions, rules, options);
		const { stage, broken, brokenCount, blankLines } =
			plain === null
				? await stageCleaned(connection, table, path, cleanPath, file.name, header, positions, rules, options)
				: { stage: plain, broken: [], brokenCount: 0, blankLines: 0 };
		const bad = await setAside(connection, stage, path, file.name, header, rules, options);
		const quarantined = [...broken, ...bad.rows].sort((a, b) => a.line - b.line);
		return {
			stage,
			read: stage.rows + brokenCount,
			quarantinedCount: brokenCount + bad.count,
			quarantined: quarantined.slice(0, rules.keptQuarantined),
			blankLines,
			drift: undeclaredColumns(header, rules.columns, file.name),
		};
	} finally {
		await rm(copyPath, { force: true });
		await rm(cleanPath, { force: true });
	}
}
