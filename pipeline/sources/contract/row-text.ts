import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { ReadableText } from './text-relation.ts';

/** Records are gathered up to so many characters before they are written. */
const GATHERED_CHARACTERS = 1 << 20;
/** What stands between fields and around them: characters that no text has, or hardly any, so that nearly all of it is written as it is. */
export const MARKS = { delimiter: '\x1f', quote: '\x1e' };
/** Up to so many characters a record is looked at as a whole. */
const WHOLE_CHARACTERS = 1 << 14;
/** What a field may have only between quotes. */
const UNSAFE = `${MARKS.delimiter}${MARKS.quote}\n\r`;
const NEEDS_QUOTES = new RegExp(`[${UNSAFE}]`);

/** What records of so many fields look like in which no field needs quotes. */
function plainRecord(fields: number): RegExp {
	const field = `[^${UNSAFE}]*`;
	return new RegExp(`^${field}(?:${MARKS.delimiter}${field}){${fields - 1}}$`);
}

/** A field as it stands between the marks; null and empty text leave nothing, which is read as null. */
function fieldText(field: string | null): string {
	if (field === null || !NEEDS_QUOTES.test(field)) return field ?? '';
	const { quote } = MARKS;
	return `${quote}${field.replaceAll(quote, quote + quote)}${quote}`;
}

/** Writes records as delimited text, the line they begin on first, for DuckDB to read: how records that are no text get there. */
export class RowTextWriter {
	readonly #path: string;
	readonly #file: FileHandle;
	readonly #fields: number;
	readonly #plain: RegExp;
	#gathered = '';
	#hasMultilineRecords = false;
	/** Records written. */
	records = 0;
	/** Characters written. */
	characters = 0;

	private constructor(path: string, file: FileHandle, fields: number) {
		this.#path = path;
		this.#file = file;
		this.#fields = fields;
		this.#plain = plainRecord(fields);
	}

	/** Begins a text at `path` whose records have so many fields. */
	static async create(path: string, fields: number): Promise<RowTextWriter> {
		return new RowTextWriter(path, await open(path, 'w', 0o600), fields);
	}

	/** Adds a record; a field that is null or empty text is read as null. */
	add(line: number, fields: readonly (string | null)[]): void {
		let text = fields.join(MARKS.delimiter);
		// To look at a record as a whole takes half as long as to look at each of its fields.
		if (text.length > WHOLE_CHARACTERS || !this.#plain.test(text)) {
			text = fields.map(fieldText).join(MARKS.delimiter);
			// One record is one line but where a field of it has line breaks, which the reader has to be told.
			this.#hasMultilineRecords ||= /[\n\r]/.test(text);
		}
		this.#gathered += `${line}${MARKS.delimiter}${text}\n`;
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
			paths: [this.#path],
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
		this.characters += text.length;
		if (text !== '') await this.#file.writeFile(text);
	}
}
