import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { row, sql, unsafe } from '#warehouse/query.ts';
import { SourceError } from '../../errors.ts';
import { plainContract } from '../contract/row-contract.ts';
import { textColumn } from '../contract/source-columns.ts';
import { literal } from '../contract/values.ts';
import { cellText, isBlank, readCells } from '../file/excel-sheet.ts';
import { extractFile } from '../file/extract.ts';
import { fileFormat } from '../file/file-format.ts';
import type { FileFormat } from '../file/file-format.ts';
import type { FoundFile } from '../file/files.ts';
import { readHeader } from '../file/header.ts';
import { parquetColumns } from '../file/parquet-records.ts';
import type { FileKind } from '../file/schema.ts';
import { openText } from '../file/text.ts';
import { readLines } from '../file/text-lines.ts';
import { detectEncoding } from './detect-encoding.ts';
import { detectMarks, lacksHeader } from './detect-marks.ts';
import { firstBytes, foundFile, sampleText } from './file-sample.ts';
import type { FileSample, SampleSize } from './file-sample.ts';
import { Leaves } from './json-leaves.ts';
import type { ProposedFormat } from './proposal.ts';

/** Records of a source as text in a table: column `v0` is the first name's, null where there is nothing. */
export interface TextTable {
	readonly connection: Connection;
	readonly table: string;
	readonly names: readonly string[];
	readonly rows: number;
	readonly isWhole: boolean;
	readonly kind: FileKind;
	/** How it was read, without what its values are written like. */
	readonly format: ProposedFormat;
	/** The file that was read: the one looked at, or a sample of it. */
	readonly file: FoundFile;
	/** Sentences on what could not be read. */
	readonly problems: readonly string[];
	/** Why its encoding was chosen; null for what has none. */
	readonly encodingWhy: string | null;
}

/** What is looked at without a word from anybody: enough for every type, read within seconds. */
export const LOOKED: SampleSize = { bytes: 64 << 20, records: 600_000 };

const HEAD_BYTES = 1 << 20;
const TABLE = 'looked_at';

function kindOf(name: string, head: Buffer): FileKind {
	const start = head.subarray(0, 4).toString('latin1');
	if (start === 'PAR1' || /\.parquet$/i.test(name)) return 'parquet';
	if (start === 'PK\u0003\u0004' || /\.xlsx$/i.test(name)) return 'excel';
	if (/\.(jsonl|ndjson)(\.gz)?$/i.test(name)) return 'json-lines';
	return /^\uFEFF?\s*\{\s*"/.test(head.subarray(0, 200).toString('utf8')) ? 'json-lines' : 'csv';
}

/** Whether the end of a name already says the kind, so that the config need not. */
function isToldByName(name: string, kind: FileKind): boolean {
	return fileFormat({ name: 'looked', path: name, format: {} }).kind === kind;
}

async function jsonNames(path: string): Promise<string[]> {
	const leaves = new Leaves();
	for await (const lines of readLines(path, {})) {
		for (const { text } of lines) {
			if (text === null || text.trim() === '') continue;
			try {
				leaves.add(JSON.parse(text));
			} catch {
				// What is no JSON is set aside when the rows are read.
			}
		}
	}
	return leaves.names;
}

async function parquetSample(
	connection: Connection,
	file: FoundFile,
	size: SampleSize,
	folder: string,
): Promise<FileSample> {
	const from = `read_parquet(${literal(file.path.replaceAll(/[*?[]/g, '[$&]'))})`;
	let counted: { count: number } | null;
	try {
		counted = await row<{ count: number }>(connection, sql`select count(*) as count from ${unsafe(from)}`);
	} catch {
		return { file, isWhole: true };
	}
	if ((counted?.count ?? 0) <= size.records) return { file, isWhole: true };
	// Refuses what would take ages to read.
	await parquetColumns(connection, file.path, file.name);
	const path = join(folder, 'sample.parquet');
	await connection.run(`copy (select * from ${from} limit ${size.records}) to ${literal(path)} (format parquet)`);
	return { file: { ...(await foundFile(path)), name: file.name }, isWhole: false };
}

async function excelNames(file: FoundFile): Promise<string[]> {
	const cells = await readCells(file, 1);
	const head = cells.find((line) => !isBlank(line)) ?? [];
	return head.map((cell) => cellText(cell, undefined, '.') ?? '').filter((name) => name !== '');
}

interface Opened {
	readonly sample: FileSample;
	readonly names: readonly string[];
	readonly format: ProposedFormat;
	readonly problems: readonly string[];
	readonly encodingWhy: string | null;
}

async function openDelimited(file: FoundFile, head: Buffer, size: SampleSize, folder: string): Promise<Opened> {
	const { encoding, why } = detectEncoding(head);
	const decoded = new TextDecoder(encoding).decode(head.subarray(0, HEAD_BYTES));
	const end = head.length > HEAD_BYTES ? decoded.lastIndexOf('\n') + 1 : decoded.length;
	const marks = detectMarks(decoded.slice(0, end));
	const width = encoding.startsWith('utf-16') ? 2 : 1;
	const sample = await sampleText(file, size, folder, { quote: marks.quote, width });
	const declared: ProposedFormat = {
		...(marks.delimiter === ',' ? {} : { delimiter: marks.delimiter }),
		...(marks.quote === '"' ? {} : { quote: marks.quote }),
		...(encoding === 'utf-8' ? {} : { encoding }),
	};
	const format = formatOf('csv', declared);
	const path = await openText(sample.file, format.encoding, join(folder, 'header'), {});
	const header = await readHeader(path, format, file.name);
	const names = header?.names ?? [];
	const problems = lacksHeader(names)
		? [`the first line looks like a row of values (${names.slice(0, 3).join(', ')}): put a line with names above it`]
		: [];
	return { sample, names, format: declared, problems, encodingWhy: why };
}

async function openJson(
	file: FoundFile,
	head: Buffer,
	size: SampleSize,
	folder: string,
	known: readonly string[] | undefined,
): Promise<Opened> {
	const { encoding, why } = detectEncoding(head);
	const width = encoding.startsWith('utf-16') ? 2 : 1;
	const sample = await sampleText(file, size, folder, { quote: null, width });
	const declared: ProposedFormat = encoding === 'utf-8' ? {} : { encoding };
	const path = await openText(sample.file, encoding, join(folder, 'header'), {});
	return { sample, names: known ?? (await jsonNames(path)), format: declared, problems: [], encodingWhy: why };
}

function formatOf(kind: FileKind, declared: ProposedFormat): FileFormat {
	return fileFormat({ name: 'looked', path: '', zone: 'UTC', format: { ...declared, kind } });
}

/** The names that can be columns: not empty, and different by more than case. */
export function usableNames(names: readonly string[]): { usable: string[]; problems: string[] } {
	const usable: string[] = [];
	const problems: string[] = [];
	const seen = new Set<string>();
	for (const name of names) {
		if (name === '') continue;
		if (seen.has(name.toLowerCase()))
			problems.push(`another column differs from "${name}" by case alone: it is left out`);
		else usable.push(name);
		seen.add(name.toLowerCase());
	}
	if (names.includes('')) problems.push('a column has no name: it is left out');
	return { usable, problems };
}

async function open(
	connection: Connection,
	file: FoundFile,
	size: SampleSize,
	folder: string,
	names: readonly string[] | undefined,
): Promise<TextTable> {
	const head = await firstBytes(file, size.bytes);
	const kind = kindOf(file.name, head);
	const opened: Opened =
		kind === 'csv'
			? await openDelimited(file, head, size, folder)
			: kind === 'json-lines'
				? await openJson(file, head, size, folder, names)
				: {
						sample: kind === 'parquet' ? await parquetSample(connection, file, size, folder) : { file, isWhole: true },
						names:
							kind === 'parquet'
								? (await parquetColumns(connection, file.path, file.name)).map(({ name }) => name)
								: await excelNames(file),
						format: {},
						problems: [],
						encodingWhy: null,
					};
	const { usable, problems } = usableNames(opened.names);
	if (usable.length === 0) {
		throw new SourceError(`${file.name} has no columns`, { hint: 'its first line has to name them' });
	}
	const format = formatOf(kind, opened.format);
	const rules = { format, contract: plainContract(usable.map(textColumn), format), keptQuarantined: 3 };
	const extracted = await extractFile(connection, opened.sample.file, TABLE, rules, folder);
	if (extracted.stage === null) {
		const columns = usable.map((_, index) => `null::varchar as v${index}`);
		await connection.run(`create or replace temp table ${TABLE} as select ${columns.join(', ')} where false`);
	}
	const [broken] = extracted.quarantined;
	return {
		connection,
		table: TABLE,
		names: usable,
		rows: extracted.stage?.rows ?? 0,
		isWhole: opened.sample.isWhole,
		kind,
		format: { ...(isToldByName(file.name, kind) ? {} : { kind }), ...opened.format },
		file: opened.sample.file,
		problems: [
			...opened.problems,
			...problems,
			...(broken === undefined
				? []
				: [
						`${extracted.quarantinedCount} records cannot be read; the first on line ${broken.line}: ${broken.message}`,
					]),
		],
		encodingWhy: opened.encodingWhy,
	};
}

/** The first rows of a file of any kind as a file of its own, or the file itself where it is small enough. */
export async function sampleOf(
	connection: Connection,
	file: FoundFile,
	kind: FileKind,
	size: SampleSize,
	folder: string,
	format: Pick<ProposedFormat, 'quote' | 'encoding'>,
): Promise<FileSample> {
	if (kind === 'excel') return { file, isWhole: true };
	if (kind === 'parquet') return parquetSample(connection, file, size, folder);
	const width = format.encoding?.startsWith('utf-16') === true ? 2 : 1;
	return sampleText(file, size, folder, { quote: kind === 'csv' ? (format.quote ?? '"') : null, width });
}

/**
 * Reads a file of any kind as text and hands the table to `look`; everything that was needed for it is gone afterwards.
 * @param names the names of JSON rows, where they are known
 * @throws SourceError when the file cannot be read
 */
export async function withTextTable<Result>(
	path: string,
	size: SampleSize,
	look: (table: TextTable, folder: string) => Promise<Result>,
	names?: readonly string[],
): Promise<Result> {
	const folder = await mkdtemp(join(tmpdir(), 'kundig-look-'));
	const database = await openMemory({ threads: 2, memoryLimit: '1GB', tempDirectory: join(folder, 'spill') });
	try {
		const connection = await database.connect();
		try {
			return await look(await open(connection, await foundFile(path), size, folder, names), folder);
		} finally {
			connection.closeSync();
		}
	} finally {
		database.close();
		await rm(folder, { recursive: true, force: true });
	}
}

/** Writes rows of text fields as JSON Lines: what any source gives can then be looked at as a file is. */
export async function writeRows(
	path: string,
	names: readonly string[],
	found: readonly (readonly (string | null)[])[],
): Promise<void> {
	const lines = found.map((fields) =>
		JSON.stringify(Object.fromEntries(names.map((name, index) => [name, fields[index] ?? null]))),
	);
	await writeFile(path, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
}
