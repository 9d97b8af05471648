import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { ModelError } from '#models/model-error.ts';
import { openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { rows, sql } from '#warehouse/query.ts';
import { SourceError } from '../errors.ts';
import { plainContract } from '../sources/contract/row-contract.ts';
import { textColumn } from '../sources/contract/source-columns.ts';
import { extractFile } from '../sources/file/extract.ts';
import type { FileFormat } from '../sources/file/file-format.ts';
import type { FoundFile } from '../sources/file/files.ts';
import { readHeader } from '../sources/file/header.ts';
import { openText } from '../sources/file/text.ts';
import type { InputTable } from './input-table.ts';

/** The file that a person named, as text in columns. */
interface Cells {
	readonly columnNames: readonly string[];
	readonly columns: readonly (readonly unknown[])[];
}

/**
 * Reads a CSV file (also .gz; delimited by comma, semicolon, tab or bar) or a Parquet file. A record that cannot be read
 * ends the reading: a model on some of the rows would look like one on all.
 * @param isWanted which columns to read; the others are only named
 * @throws SourceError when the file is missing, damaged or not well-formed; ModelError when it has no rows
 */
export async function readInput(path: string, isWanted: (column: string) => boolean): Promise<InputTable> {
	const file = await findFile(path);
	const database = await openMemory({ threads: 1, memoryLimit: '4GB' });
	const folder = await mkdtemp(join(tmpdir(), 'kundig-model-'));
	try {
		const connection = await database.connect();
		const isParquet = await startsAsParquet(file.path);
		const cells = await (isParquet
			? readParquet(connection, file, isWanted)
			: readCsv(connection, file, folder, isWanted));
		const [first] = cells.columns;
		if (first?.length === 0) throw new ModelError('input', `${file.name} has no rows (expected some below its header)`);
		const wanted = cells.columnNames.filter(isWanted);
		return {
			name: file.name,
			rows: first?.length ?? 0,
			columnNames: cells.columnNames,
			columns: new Map(wanted.map((name, index) => [name, (cells.columns[index] ?? []).map(cellOf)])),
		};
	} finally {
		database.close();
		await rm(folder, { recursive: true, force: true });
	}
}

async function findFile(path: string): Promise<FoundFile> {
	const found = await stat(path).catch((cause: unknown) => {
		throw new SourceError(`${path} cannot be read: ${(cause as Error).message}`, { hint: 'name a file', cause });
	});
	if (!found.isFile()) throw new SourceError(`${path} is no file (expected CSV or Parquet)`, { hint: 'name a file' });
	return { path: resolve(path), name: basename(path), bytes: found.size, stamp: '' };
}

function cellOf(value: unknown): string | null {
	return typeof value === 'string' && value.trim() !== '' ? value : null;
}

const PARQUET_MAGIC = 'PAR1';

async function startsAsParquet(path: string): Promise<boolean> {
	const file = await open(path, 'r');
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(PARQUET_MAGIC.length), 0, PARQUET_MAGIC.length, 0);
		return buffer.toString('latin1', 0, bytesRead) === PARQUET_MAGIC;
	} finally {
		await file.close();
	}
}

async function readParquet(
	connection: Connection,
	file: FoundFile,
	isWanted: (column: string) => boolean,
): Promise<Cells> {
	// Taken for a pattern, a path with brackets in its name would name other files.
	const path = file.path.replaceAll(/[*?[]/g, '[$&]');
	try {
		const described = await rows<{ readonly column_name: string }>(
			connection,
			sql`describe select * from read_parquet(${path})`,
		);
		const columnNames = described.map(({ column_name: name }) => name);
		const wanted = columnNames.filter(isWanted).map((name) => `"${name.replaceAll('"', '""')}"::varchar`);
		return {
			columnNames,
			columns: await columnsOf(connection, wanted, `read_parquet('${path.replaceAll("'", "''")}')`),
		};
	} catch (cause) {
		throw new SourceError(`${file.name} is damaged: ${(cause as Error).message}`, { hint: 'export it again', cause });
	}
}

async function readCsv(
	connection: Connection,
	file: FoundFile,
	folder: string,
	isWanted: (column: string) => boolean,
): Promise<Cells> {
	const path = await openText(file, 'utf-8', join(folder, 'unpacked'));
	const format = csvFormat(await delimiterOf(path));
	const header = await readHeader(path, format, file.name);
	if (header === null) throw new ModelError('input', `${file.name} is empty (expected a header and rows)`);
	const wanted = header.names.filter(isWanted);
	const columns = wanted.map(textColumn);
	const unpacked = { ...file, path, name: file.name.replace(/\.gz$/, '') };
	const rules = { format, contract: plainContract(columns, format), keptQuarantined: 1 };
	const { stage, quarantined } = await extractFile(connection, unpacked, 'input', rules, folder);
	const [broken] = quarantined;
	if (broken !== undefined) {
		throw new SourceError(`${file.name}, line ${broken.line}: ${broken.message}`, {
			hint: 'mend the line or export again',
		});
	}
	const names = wanted.map((_, index) => `v${index}`);
	return {
		columnNames: header.names,
		columns: stage === null ? wanted.map(() => []) : await columnsOf(connection, names, `${stage.name} order by rowid`),
	};
}

/** Values of select items of our own making, column by column. */
async function columnsOf(connection: Connection, items: readonly string[], from: string): Promise<unknown[][]> {
	if (items.length === 0) return [];
	const reader = await connection.runAndReadAll(`select ${items.join(', ')} from ${from}`);
	// Without rows there are no chunks, and without chunks no columns.
	return reader.currentRowCount === 0 ? items.map(() => []) : reader.getColumns();
}

const DELIMITERS = [',', ';', '\t', '|'];
const HEADER_BYTES = 65_536;

/** The delimiter that the first line has most of, outside of quotes; a comma where it has none. */
async function delimiterOf(path: string): Promise<string> {
	const file = await open(path, 'r');
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
		const [line = ''] = buffer
			.toString('utf8', 0, bytesRead)
			.trimStart()
			.split(/[\r\n]/, 1);
		const unquoted = line.replaceAll(/"[^"]*"/g, '');
		const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
		return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
	} finally {
		await file.close();
	}
}

function csvFormat(delimiter: string): FileFormat {
	return {
		kind: 'csv',
		sheet: 1,
		delimiter,
		quote: '"',
		decimal: '.',
		thousands: null,
		encoding: 'utf-8',
		dateFormats: [],
		timestampFormats: [],
	};
}
