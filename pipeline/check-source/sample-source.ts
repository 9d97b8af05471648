import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Connection } from '#warehouse/database.ts';
import { SOURCE_ENTRIES } from '../sources/contract/source-schema.ts';
import type { QuarantinedRow } from '../sources/contract/quarantined-row.ts';
import { fileFormat } from '../sources/file/file-format.ts';
import { findFiles } from '../sources/file/files.ts';
import { fileSourceSchema } from '../sources/file/schema.ts';
import type { FileKind, FileSource } from '../sources/file/schema.ts';
import { sampleOf, writeRows } from '../sources/look/text-table.ts';
import type { RowFields, RowReader } from '../sources/row-source.ts';
import type { RowSource } from '../sources/schema.ts';

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

/** A source whose files are those of a sample. Other sources are not there to be referred to, nor earlier loads of it. */
function sampledSource(source: FileSource, path: string, kind: FileKind): FileSource {
	const columns: FileSource['columns'] = {};
	for (const [name, column] of Object.entries(source.columns)) {
		columns[name] = typeof column === 'string' ? column : { ...column, references: undefined };
	}
	const disposition = source.disposition === 'append' ? 'append' : 'replace';
	return { ...source, columns, disposition, path, format: { ...source.format, kind } };
}

/**
 * Puts the first rows of a source's files into a folder, under names of their own: so many of each, and no further file once
 * one was cut.
 */
export async function sampleFiles(
	connection: Connection,
	source: FileSource,
	configDir: string,
	rows: number,
	folder: string,
): Promise<SourceSample> {
	const target = join(folder, FILES);
	await mkdir(target);
	const format = fileFormat(source);
	const names: string[] = [];
	let isWhole = true;
	let left = rows;
	for (const [index, file] of (await findFiles(source, configDir)).entries()) {
		if (left <= 0) {
			isWhole = false;
			break;
		}
		const sample = await sampleOf(connection, file, format.kind, { bytes: MOST_BYTES, records: left }, folder, format);
		isWhole &&= sample.isWhole;
		const name = names.includes(sample.file.name) ? `${index + 1}-${sample.file.name}` : sample.file.name;
		await symlink(sample.file.path, join(target, name));
		names.push(name);
		// What a file has is known when it was read; until then the next one may give as many.
		if (!sample.isWhole) left = 0;
	}
	return { source: sampledSource(source, join(folder, FILES, '*'), format.kind), names, isWhole, broken: [] };
}

/** A source of rows as one of JSON Lines with the same contract: values of rows are read in the same way. */
function asFileSource(source: RowSource, path: string): FileSource {
	const shared = Object.fromEntries(Object.entries(source).filter(([key]) => key in SOURCE_ENTRIES));
	return v.parse(fileSourceSchema, { ...shared, type: 'file', path, format: { ...source.format, kind: 'json-lines' } });
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
