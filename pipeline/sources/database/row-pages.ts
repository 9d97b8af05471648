import type { DeclaredContract } from '../contract/row-contract.ts';
import { MAX_ORIGINAL_CHARACTERS, MAX_RECORD_BYTES } from '../file/limits.ts';
import type { BrokenRow, RowFields, RowPage } from '../row-source.ts';
import type { Selection } from './selection.ts';

/** Rows of a page at most. */
export const PAGE_ROWS = 10_000;

/** Characters of a page, which ends with the row that goes beyond. */
export const PAGE_CHARACTERS = 8 << 20;

/** A character takes at most so many bytes. */
const BYTES_OF_CHARACTER = 3;

type Raw = readonly (string | null)[];

/** Makes pages of fetched rows, in which each value is text or null. */
export class RowPages {
	readonly #contract: DeclaredContract;
	readonly #selection: Selection;
	readonly #isPlain: boolean;
	#rows: RowFields[] = [];
	#broken: BrokenRow[] = [];
	#count = 0;
	#pages = 0;
	/** Characters of the rows of the page so far. */
	characters = 0;

	constructor(contract: DeclaredContract, selection: Selection) {
		this.#contract = contract;
		this.#selection = selection;
		const isAsItIs = selection.declared.every(({ toText }) => toText === null);
		this.#isPlain = isAsItIs && !selection.hasUndeclaredField && contract.format.decimal === '.';
	}

	/** Adds a row: the declared columns in their order, then the undeclared ones. */
	add(raw: Raw): void {
		this.#count += 1;
		const fields = this.#isPlain ? raw : this.#fieldsOf(raw);
		let characters = 0;
		let hasNul = false;
		for (const field of fields) {
			if (field === null) continue;
			characters += field.length;
			hasNul ||= field.includes('\0');
		}
		this.characters += characters;
		if (hasNul) this.#setAside(fields, 'unparseable_record', 'it has a NUL character');
		else if (isTooLong(fields, characters)) this.#setAside(fields, 'size_limit', 'longer than 1 MiB');
		else this.#rows.push(fields);
	}

	/** Whether the page has enough rows. */
	get isFull(): boolean {
		return this.#count >= PAGE_ROWS || this.characters >= PAGE_CHARACTERS;
	}

	/** The page so far, with which the next one begins; null when it has no row. */
	take(): RowPage | null {
		if (this.#count === 0) return null;
		this.#pages += 1;
		const page = { label: `page ${this.#pages}`, rows: this.#rows, broken: this.#broken };
		this.#rows = [];
		this.#broken = [];
		this.#count = 0;
		this.characters = 0;
		return page;
	}

	#fieldsOf(raw: Raw): (string | null)[] {
		const { declared, undeclared, hasUndeclaredField } = this.#selection;
		const hasComma = this.#contract.format.decimal === ',';
		const fields = declared.map(({ toText, kind }, index) => {
			const value = raw[index] ?? null;
			if (value === null) return null;
			const text = toText === null ? value : toText(value);
			// Numbers of a server have a point, whatever mark the texts of the source have.
			return hasComma && kind === 'number' ? text.replace('.', ',') : text;
		});
		if (!hasUndeclaredField) return fields;
		const others = undeclared.flatMap(({ name, toText }, index): [string, string][] => {
			const value = raw[declared.length + index] ?? null;
			return value === null ? [] : [[name, toText === null ? value : toText(value)]];
		});
		fields.push(others.length === 0 ? null : JSON.stringify(Object.fromEntries(others)));
		return fields;
	}

	#setAside(fields: RowFields, reason: BrokenRow['reason'], message: string): void {
		// What is to be a pseudonym is not kept as it is.
		const shown = this.#contract.columns.flatMap(({ name, isPseudonym }, index) => {
			return isPseudonym ? [] : [[name, (fields[index] ?? null)?.slice(0, MAX_ORIGINAL_CHARACTERS) ?? null]];
		});
		const text = JSON.stringify(Object.fromEntries(shown));
		const original = text.length > MAX_ORIGINAL_CHARACTERS ? `${text.slice(0, MAX_ORIGINAL_CHARACTERS)}…` : text;
		this.#broken.push({ place: this.#count, reason, message, original });
	}
}

function isTooLong(fields: RowFields, characters: number): boolean {
	if (characters * BYTES_OF_CHARACTER <= MAX_RECORD_BYTES) return false;
	const bytes = fields.reduce((sum, field) => sum + (field === null ? 0 : Buffer.byteLength(field)), 0);
	return bytes > MAX_RECORD_BYTES;
}
