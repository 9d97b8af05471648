import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Connection } from '#warehouse/database.ts';
import { SOURCE_ENTRIES } from '../sources/contract/source-schema.ts';
import type { QuarantinedRow } from '../sources/contract/quarantined-row.ts';
import { fileFormat } from '../sources/file/file-format.ts';
import { findFiles } from '../sources/file/files.ts';
import type { FoundFile } from '../sources/file/files.ts';
import { fileSourceSchema } from '../sources/file/schema.ts';
import type { FileKind, FileSource } from '../sources/file/schema.ts';
import type { HttpReading } from '../sources/http/client.ts';
import { sampleOf, writeRows } from '../sources/look/text-table.ts';
import type { RowFields, RowReader } from '../sources/row-source.ts';
import type { RowSource, Source } from '../sources/schema.ts';
import { downloadSample } from '../sources/url/download-sample.ts';
import type { UrlSource } from '../sources/url/schema.ts';

/** The first rows of a source in files of their own, and the source that reads them. */
export interface SourceSample {
	readonly source: FileSource;
	readonly names: readonly string[];
	/** Whether it is all there is. */
	readonly isWhole: boolean;
	/** Rows that its reader could not tell in fields. */
	readonly broken: readonly QuarantinedRow[];
}

const FILES = 'files';
const MOST_BYTES = 256 << 20;
const LEAST_FETCHED_BYTES = 8 << 20;

/** More than most rows have, so that as many come as are wanted. */
const BYTES_OF_ROW = 4 << 10;

/** A source whose files are those of a sample. Other sources are not there to be referred to, nor earlier loads of it. */
function sampledSource(source: FileSource, path: string, kind: FileKind): FileSource {
	const columns: FileSource['columns'] = {};
	for (const [name, column] of Object.entries(source.columns)) {
		columns[name] = typeof column === 'string' ? column : { ...column, references: undefined };
	}
	const disposition = source.disposition === 'append' ? 'append' : 'replace';
	return { ...source, columns, disposition, path, format: { ...source.format, kind } };
}

/** A file whose first rows are wanted, and how many of its bytes may be read for them. */
interface WantedFile {
	readonly file: FoundFile;
	readonly bytes: number;
}

/** Puts the first rows of files into a folder, under names of their own: so many of each, and no further file once one was cut. */
async function sampleAll(
	connection: Connection,
	source: FileSource,
	files: readonly WantedFile[],
	rows: number,
	folder: string,
): Promise<SourceSample> {
	const target = join(folder, FILES);
	await mkdir(target);
	const format = fileFormat(source);
	const names: string[] = [];
	let isWhole = true;
	let left = rows;
	for (const [index, { file, bytes }] of files.entries()) {
		if (left <= 0) {
			isWhole = false;
			break;
		}
		const sample = await sampleOf(connection, file, format.kind, { bytes, records: left }, folder, format);
		isWhole &&= sample.isWhole;
		const name = names.includes(sample.file.name) ? `${index + 1}-${sample.file.name}` : sample.file.name;
		await symlink(sample.file.path, join(target, name));
		names.push(name);
		// What a file has is known when it was read; until then the next one may give as many.
		if (!sample.isWhole) left = 0;
	}
	return { source: sampledSource(source, join(folder, FILES, '*'), format.kind), names, isWhole, broken: [] };
}

/** The first rows of a source's files: so many of each, and no further file once one was cut. */
export async function sampleFiles(
	connection: Connection,
	source: FileSource,
	configDir: string,
	rows: number,
	folder: string,
): Promise<SourceSample> {
	const files = await findFiles(source, configDir);
	const wanted = files.map((file) => ({ file, bytes: MOST_BYTES }));
	return sampleAll(connection, source, wanted, rows, folder);
}

/** The first rows of a file behind an address, of which no more is fetched than they may take. */
export async function sampleAddress(
	connection: Connection,
	source: UrlSource,
	reading: HttpReading,
	rows: number,
	folder: string,
): Promise<SourceSample> {
	const wanted = Math.min(MOST_BYTES, Math.max(LEAST_FETCHED_BYTES, rows * BYTES_OF_ROW));
	const { file, isWhole } = await downloadSample(source, join(folder, 'download'), reading, wanted);
	const format = { ...source.format, kind: fileFormat(source).kind };
	const local = v.parse(fileSourceSchema, { ...sharedEntries(source), type: 'file', path: file.path, format });
	// A file that was cut may end within a line: who reads less than all of it leaves that out.
	const bytes = isWhole ? MOST_BYTES : Math.max(1, file.bytes - 1);
	return sampleAll(connection, local, [{ file, bytes }], rows, folder);
}

/** What every source says, of one. */
function sharedEntries(source: Source): Record<string, unknown> {
	return Object.fromEntries(Object.entries(source).filter(([key]) => key in SOURCE_ENTRIES));
}

/** A source of rows as one of JSON Lines with the same contract: values of rows are read in the same way. */
function asFileSource(source: RowSource, path: string): FileSource {
	const format = { ...source.format, kind: 'json-lines' };
	return v.parse(fileSourceSchema, { ...sharedEntries(source), type: 'file', path, format });
}

/** Reads the first rows of a source that gives them page by page into a file, and lets go of its reader. */
export async function sampleRows(
	reader: RowReader,
	source: RowSource,
	rows: number,
	folder: string,
): Promise<SourceSample> {
	const found: RowFields[] = [];
	const broken: QuarantinedRow[] = [];
	const labels: string[] = [];
	let isWhole = true;
	try {
		for await (const page of reader.pages(null)) {
			if (found.length + broken.length >= rows && page.rows.length + page.broken.length > 0) {
				isWhole = false;
				break;
			}
			labels.push(page.label);
			isWhole &&= found.length + page.rows.length <= rows;
			found.push(...page.rows.slice(0, rows - found.length));
			broken.push(...page.broken.map(({ place, ...row }) => ({ ...row, file: page.label, line: place, column: null })));
		}
	} finally {
		await reader.close();
	}
	const target = join(folder, FILES);
	await mkdir(target);
	const path = join(target, 'rows.jsonl');
	await writeRows(path, Object.keys(source.columns), found);
	return { source: sampledSource(asFileSource(source, path), path, 'json-lines'), names: labels, isWhole, broken };
}
