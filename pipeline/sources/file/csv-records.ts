import { join } from 'node:path';
import { SourceError } from '../../errors.ts';
import { cleanText } from './clean.ts';
import type { FileReading, FileRecords } from './file-records.ts';
import type { QuarantinedRow } from '../contract/quarantined-row.ts';
import { locateColumns, readHeader, undeclaredColumns, undeclaredSql } from './header.ts';
import type { Header } from './header.ts';
import { originalsOf, originalText } from './originals.ts';
import { stageRelation } from '../contract/stage.ts';
import { textRelation } from '../contract/text-relation.ts';
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

type Outcome = { readonly stage: StageTable } | { readonly cause: unknown };

/** Begins to stage a text at most once. What becomes of it is looked at later, so that a failure waits until then. */
function stagingOf(reading: FileReading, { path, header, positions }: DelimitedText) {
	const { connection, table, rules } = reading;
	let begun: Promise<Outcome> | null = null;
	const stage = (): Promise<StageTable> => {
		const readable = { paths: [path], isCleaned: false, hasMultilineRecords: false, fields: header.names.length };
		const relation = textRelation(readable, rules.format);
		const found = { relation, positions, undeclaredSql: undeclaredSql(header, rules.contract) };
		return stageRelation(connection, table, found, rules.contract);
	};
	return {
		begin(): Promise<Outcome> {
			begun ??= stage().then(
				(staged) => ({ stage: staged }),
				(cause: unknown) => ({ cause }),
			);
			return begun;
		},
		async giveUp(): Promise<void> {
			if (begun === null) return;
			connection.interrupt();
			await begun;
		},
	};
}

/**
 * The quick way: DuckDB reads the text as it lies, on one processor while the survey goes through it on another. Null where
 * it is not what the survey takes for plain, or DuckDB does not find what the survey found.
 */
async function stagePlain(reading: FileReading, text: DelimitedText): Promise<StageTable | null> {
	const { rules, options } = reading;
	const staging = stagingOf(reading, text);
	let records: number | null = null;
	try {
		// What is no plain text mostly says so at its beginning: until then nothing is staged in vain.
		const onPlain = (): void => void staging.begin();
		records = await countPlainRecords(text.path, text.header, rules.format, { ...options, onPlain });
	} finally {
		if (records === null) await staging.giveUp();
	}
	if (records === null) return null;
	const outcome = await staging.begin();
	if ('stage' in outcome) return outcome.stage.rows === records ? outcome.stage : null;
	if (isCsvError(outcome.cause)) return null;
	throw outcome.cause;
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
	const readable = { paths: [cleanPath], isCleaned: true, hasMultilineRecords, fields: header.names.length };
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
