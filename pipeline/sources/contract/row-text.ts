import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Connection } from '#warehouse/database.ts';
import { SourceError } from '../../errors.ts';
import { wantsUndeclared } from './row-contract.ts';
import type { RowContract } from './row-contract.ts';
import { stageRelation, textRelation } from './stage.ts';
import type { ReadableText, StageTable, TextRelation } from './stage.ts';

/** Records are gathered up to so many characters before they are written. */
const GATHERED_CHARACTERS = 1 << 20;
const NEEDS_QUOTES = /[",\n\r]/;

/** Writes records as delimited text, the line they begin on first, for DuckDB to read: how records that are no text get there. */
export class RowTextWriter {
	readonly #path: string;
	readonly #file: FileHandle;
	readonly #fields: number;
	#gathered = '';
	#hasMultilineRecords = false;
	/** Records written. */
	records = 0;

	private constructor(path: string, file: FileHandle, fields: number) {
		this.#path = path;
		this.#file = file;
		this.#fields = fields;
	}

	/** Begins a text at `path` whose records have so many fields. */
	static async create(path: string, fields: number): Promise<RowTextWriter> {
		return new RowTextWriter(path, await open(path, 'w', 0o600), fields);
	}

	/** Adds a record; a field that is null or empty text is read as null. */
	add(line: number, fields: readonly (string | null)[]): void {
		let text = String(line);
		for (const field of fields) {
			if (field === null || field === '') text += ',';
			else if (NEEDS_QUOTES.test(field)) text += `,"${field.replaceAll('"', '""')}"`;
			else text += `,${field}`;
		}
		// One record is one line but where a field of it has line breaks, which the reader has to be told.
		if (!this.#hasMultilineRecords && /[\n\r]/.test(text)) this.#hasMultilineRecords = true;
		this.#gathered += `${text}\n`;
		this.records += 1;
	}

	/** Writes what was gathered, if that is much; to be awaited now and then. */
	async drain(): Promise<void> {
		if (this.#gathered.length >= GATHERED_CHARACTERS) await this.#write();
	}

	/** Ends the text, which can be read then. */
	async finish(): Promise<ReadableText> {
		await this.#write();
		return {
			path: this.#path,
			isCleaned: true,
			hasMultilineRecords: this.#hasMultilineRecords,
			fields: this.#fields,
		};
	}

	/** Closes the file, whatever became of the text. */
	async close(): Promise<void> {
		await this.#file.close();
	}

	async #write(): Promise<void> {
		const text = this.#gathered;
		this.#gathered = '';
		if (text !== '') await this.#file.writeFile(text);
	}
}

/** Between the fields stand the writer's own marks, whatever marks a source has. */
const MARKS = { delimiter: ',', quote: '"' };

/** What was written, as a relation that can be read as often as wanted while its file is there. */
export async function rowTextRelation(writer: RowTextWriter): Promise<TextRelation> {
	return textRelation(await writer.finish(), MARKS);
}

/**
 * Reads what was written into a temporary table; `positions` says where each column of the contract stands in a record.
 * Where the contract asks for fields that no column takes, they are the last of a record.
 * @param origin what the records come from, for an error
 * @throws SourceError when DuckDB finds another number of records than were written
 */
export async function stageRowText(
	{ connection, table, contract, origin }: StagedText,
	writer: RowTextWriter,
	positions: readonly number[],
	undeclaredSql: string | null = wantsUndeclared(contract) ? `c${contract.columns.length}` : null,
): Promise<StageTable> {
	const relation = await rowTextRelation(writer);
	const stage = await stageRelation(connection, table, { relation, positions, undeclaredSql }, contract);
	if (stage.rows !== writer.records) {
		throw new SourceError(`${origin}: ${writer.records} records were handed to DuckDB, it read ${stage.rows}`, {
			hint: 'please report this source: the two ought never to differ',
		});
	}
	return stage;
}

/** Where rows that were written as text go. */
export interface StagedText {
	readonly connection: Connection;
	/** Name of the temporary table. */
	readonly table: string;
	readonly contract: RowContract;
	/** What the records come from, for an error. */
	readonly origin: string;
}
