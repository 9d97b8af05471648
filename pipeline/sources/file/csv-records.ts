import { join } from 'node:path';
import { SourceError } from '../../errors.ts';
import { cleanText } from './clean.ts';
import type { FileReading, FileRecords } from './file-records.ts';
import type { QuarantinedRow } from '../contract/quarantined-row.ts';
import { locateColumns, readHeader, undeclaredColumns, undeclaredSql } from './header.ts';
import type { Header } from './header.ts';
import { originalsOf, originalText } from './originals.ts';
import { stageRelation, textRelation } from '../contract/stage.ts';
import type { StageTable } from '../contract/stage.ts';
import { countPlainRecords } from './survey.ts';
import { openText } from './text.ts';

/** A delimited text: where it lies as UTF-8, and where its columns stand. */
interface DelimitedText {
	readonly path: string;
	readonly header: Header;
	readonly positions: readonly number[];
}

type Staged = Omit<FileRecords, 'drift' | 'originals'>;

function isCsvError(cause: unknown): boolean {
	return cause instanceof Error && cause.message.startsWith('Invalid Input Error');
}

/** The quick way: DuckDB reads the text as it lies. Null where it does not find what the survey found. */
async function stagePlain(reading: FileReading, text: DelimitedText): Promise<StageTable | null> {
	const { connection, table, rules, options } = reading;
	const { path, header, positions } = text;
	const records = await countPlainRecords(path, header, rules.format, options);
	if (records === null) return null;
	const readable = { path, isCleaned: false, hasMultilineRecords: false, fields: header.names.length };
	try {
		const relation = textRelation(readable, rules.format);
		const found = { relation, positions, undeclaredSql: undeclaredSql(header, rules.contract) };
		const stage = await stageRelation(connection, table, found, rules.contract);
		return stage.rows === records ? stage : null;
	} catch (cause) {
		if (isCsvError(cause)) return null;
		throw cause;
	}
}

/** The sure way: our own scanner first sets aside what is no record, then DuckDB reads the rest. */
async function stageCleaned(reading: FileReading, { path, header, positions }: DelimitedText): Promise<Staged> {
	const { connection, file, table, rules, folder, options } = reading;
	const cleanPath = join(folder, 'clean.csv');
	const broken: QuarantinedRow[] = [];
	const cleaned = await cleanText(
		path,
		cleanPath,
		header,
		rules.format,
		file.name,
		({ line, bytes, reason, message }) => {
			if (broken.length >= rules.keptQuarantined) return;
			broken.push({ file: file.name, line, column: null, reason, message, original: originalText(bytes) });
		},
		options,
	);
	const { hasMultilineRecords } = cleaned;
	const readable = { path: cleanPath, isCleaned: true, hasMultilineRecords, fields: header.names.length };
	const relation = textRelation(readable, rules.format);
	const found = { relation, positions, undeclaredSql: undeclaredSql(header, rules.contract) };
	const stage = await stageRelation(connection, table, found, rules.contract);
	if (stage.rows !== cleaned.records) {
		throw new SourceError(`${file.name}: ${cleaned.records} records were handed to DuckDB, it read ${stage.rows}`, {
			hint: 'please report this file: the two ought never to differ',
		});
	}
	return { stage, broken, brokenCount: cleaned.broken, blankLines: cleaned.blankLines };
}

/**
 * Reads delimited text.
 * @throws SourceError when the text as a whole cannot be read or does not have the declared columns
 */
export async function openCsvRecords(reading: FileReading): Promise<FileRecords | null> {
	const { file, rules, folder, options } = reading;
	const path = await openText(file, rules.format.encoding, join(folder, 'text'), options);
	const header = await readHeader(path, rules.format, file.name);
	if (header === null) return null;
	const text = { path, header, positions: locateColumns(header, rules.contract.columns, file.name) };
	const plain = await stagePlain(reading, text);
	const staged =
		plain === null ? await stageCleaned(reading, text) : { stage: plain, broken: [], brokenCount: 0, blankLines: 0 };
	return {
		...staged,
		drift: undeclaredColumns(header, rules.contract, file.name),
		originals: (lines) => originalsOf(path, header, rules.format, file.name, lines, options),
	};
}
