import { foldText } from '../values/search-text.ts';
import { readDay, readNumber } from './cell.ts';
import type { CellKind } from './cell.ts';
import type { Dialect } from './dialect.ts';

/** A field that a column of a file can fill. */
export interface ImportField {
	readonly name: string;
	readonly kind: CellKind;
	/** What columns for it are called, in English and German and by other systems; the surest first. */
	readonly headers: readonly string[];
	/** Of a choice: what its values are called. */
	readonly choices?: Readonly<Record<string, readonly string[]>>;
	/** Of a choice: what stands for a value that nobody knows; such a value is refused where there is none. */
	readonly otherwise?: string;
}

/** A name as headers and values are compared: letters and digits alone. */
export function bareName(text: string): string {
	return foldText(text).replace(/[^\p{L}\p{N}]/gu, '');
}

function readChoice(field: ImportField, cell: string): string {
	const name = bareName(cell);
	const known = Object.entries(field.choices ?? {}).find(
		([value, names]) => bareName(value) === name || names.some((other) => bareName(other) === name),
	);
	return known?.[0] ?? field.otherwise ?? cell;
}

/** A cell as its field's form would have it; what cannot be read stays, for the record's own rules to refuse. */
export function readCell(field: ImportField, cell: string, dialect: Dialect): string {
	const text = cell.trim();
	if (text === '') return '';
	switch (field.kind) {
		case 'number':
			return readNumber(text, dialect.decimal);
		case 'day':
			return readDay(text, dialect.dateOrder);
		case 'choice':
			return readChoice(field, text);
		case 'text':
			return text;
	}
}
