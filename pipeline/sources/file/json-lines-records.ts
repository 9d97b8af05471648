import { join } from 'node:path';
import { SourceError } from '../../errors.ts';
import type { FileReading, FileRecords } from './file-records.ts';
import type { QuarantinedRow, QuarantineReason } from '../contract/quarantined-row.ts';
import type { Drift } from '../contract/drift.ts';
import { JsonFields } from '../contract/json-fields.ts';
import { MAX_ORIGINAL_CHARACTERS, MAX_RECORD_BYTES } from './limits.ts';
import { originalText } from './originals.ts';
import { inContractOrder, TextStage } from '../contract/text-stage.ts';
import { readLines } from './text-lines.ts';
import type { TextLine } from './text-lines.ts';
import { openText } from './text.ts';

interface Problem {
	readonly reason: QuarantineReason;
	readonly message: string;
}

/** The fields of a line's object, or why there is none. */
function readLine({ text, bytes }: TextLine, fields: JsonFields): (string | null)[] | Problem {
	if (text === null) {
		const isLong = bytes !== null && bytes.length > MAX_RECORD_BYTES;
		return isLong
			? { reason: 'size_limit', message: 'longer than 1 MiB' }
			: { reason: 'unparseable_record', message: 'it has bytes that are not UTF-8' };
	}
	try {
		const found = fields.read(text);
		if (found === null) return { reason: 'unparseable_record', message: 'it is no JSON object' };
		// In a text that is UTF-8 they can only come by an escape.
		const mayBeBroken = text.includes('\\u');
		if (mayBeBroken && found.some((field) => field !== null && (field.includes('\0') || !field.isWellFormed()))) {
			return { reason: 'unparseable_record', message: 'it has a NUL character or half a character' };
		}
		return found;
	} catch (cause) {
		return { reason: 'unparseable_record', message: `it is no JSON (${(cause as Error).message})` };
	}
}

function originalOf({ text, bytes }: TextLine): string {
	if (text === null) return bytes === null ? '' : originalText(bytes);
	return text.length > MAX_ORIGINAL_CHARACTERS ? `${text.slice(0, MAX_ORIGINAL_CHARACTERS)}…` : text;
}

function requireColumns(reading: FileReading, fields: JsonFields): void {
	const { file, rules } = reading;
	const required = rules.contract.columns.filter(({ isRequired }) => isRequired).map(({ name }) => name);
	const isEveryMissing = fields.missing.length === rules.contract.columns.length;
	const missing = fields.missing.filter((name) => isEveryMissing || required.includes(name));
	if (missing.length === 0) return;
	const named = missing.map((name) => `"${name}"`).join(', ');
	throw new SourceError(
		`${file.name}: no record has ${named} (they have ${fields.undeclared.slice(0, 50).join(', ').slice(0, 1000)})`,
		{ hint: 'mend the names under columns, or the export; customer.city is the city inside of customer' },
	);
}

function driftOf(file: string, fields: JsonFields): Drift[] {
	return [
		...fields.undeclared.map((column) => ({ file, kind: 'undeclared_column' as const, column })),
		...fields.missing.map((column) => ({ file, kind: 'missing_column' as const, column })),
	];
}

async function originalsOf(
	path: string,
	wanted: ReadonlySet<number>,
	reading: FileReading,
): Promise<Map<number, string>> {
	const found = new Map<number, string>();
	for await (const lines of readLines(path, reading.options)) {
		for (const line of lines) if (wanted.has(line.number)) found.set(line.number, originalOf(line));
	}
	return found;
}

interface WrittenLines {
	readonly broken: readonly QuarantinedRow[];
	readonly brokenCount: number;
	readonly blankLines: number;
}

/** Writes the objects of the lines as rows; what is no object is set aside. */
async function writeLines(
	{ file, rules, options }: FileReading,
	path: string,
	fields: JsonFields,
	stage: TextStage,
): Promise<WrittenLines> {
	const broken: QuarantinedRow[] = [];
	let brokenCount = 0;
	let blankLines = 0;
	for await (const lines of readLines(path, options)) {
		for (const line of lines) {
			if (line.text !== null && line.text.trim() === '') {
				blankLines += 1;
				continue;
			}
			const read = readLine(line, fields);
			if (Array.isArray(read)) {
				stage.add(line.number, read);
				continue;
			}
			brokenCount += 1;
			if (broken.length >= rules.keptQuarantined) continue;
			broken.push({ file: file.name, line: line.number, column: null, ...read, original: originalOf(line) });
		}
		await stage.drain();
	}
	return { broken, brokenCount, blankLines };
}

/**
 * Reads JSON Lines: an object on each line, its values by the names of the columns. A value is read as the text of a
 * delimited file would be, so that one contract holds for both; a key that an object lacks is null.
 * @throws SourceError when no record has a column that is required, or any of them
 */
export async function openJsonLinesRecords(reading: FileReading): Promise<FileRecords | null> {
	const { connection, file, table, rules, folder, options } = reading;
	const path = await openText(file, rules.format.encoding, join(folder, 'text'), options);
	const { contract } = rules;
	const fields = new JsonFields(contract);
	const stage = await TextStage.create(inContractOrder({ connection, table, contract, origin: file.name, folder }));
	try {
		const written = await writeLines(reading, path, fields, stage);
		if (stage.records + written.brokenCount === 0) return null;
		if (stage.records > 0) requireColumns(reading, fields);
		return {
			...written,
			stage: await stage.finish(),
			drift: stage.records === 0 ? [] : driftOf(file.name, fields),
			originals: (lines) => originalsOf(path, lines, reading),
		};
	} finally {
		await stage.close();
	}
}
