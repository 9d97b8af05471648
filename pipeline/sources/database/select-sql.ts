import type { CursorRange } from '../row-source.ts';
import { cursorParts } from './cursor-parts.ts';
import type { CursorPart } from './cursor-parts.ts';
import type { Cursor } from './cursor.ts';
import { withoutEnd } from './own-query.ts';
import type { DatabaseSource } from './schema.ts';
import type { Selection } from './selection.ts';
import { tableNameParts } from './table-name.ts';

/** What rows are selected of: everything that a select is made of. */
export interface Selected {
	readonly source: DatabaseSource;
	readonly selection: Selection;
	readonly cursor: Cursor | null;
	/** A name as the dialect quotes it. */
	readonly quote: (name: string) => string;
	/** The text of a parameter by its number, counted from 1. */
	readonly place: (number: number) => string;
}

/** The table of a source, or its query in brackets, under the name `source_rows`. */
export function relationSql({ type, table, query }: DatabaseSource, quote: Selected['quote']): string {
	// The line's end closes a comment that has no end of its own.
	if (query !== undefined) return `(\n${withoutEnd(query, type)}\n) as source_rows`;
	return `${(tableNameParts(table ?? '') ?? []).map(quote).join('.')} as source_rows`;
}

/** The parts that a range is read in; one of all rows where there is no cursor. */
export function partsOf({ cursor, place }: Selected, range: CursorRange | null): CursorPart[] {
	if (cursor === null) return [{ where: '', parameters: [], isOrdered: false }];
	return cursorParts(range, cursor.sql, cursor.isMissingWanted, place);
}

/** The select of a part: by the cursor and then the key, so that two readings give one order. */
export function selectSql({ source, selection, cursor, quote }: Selected, { where, isOrdered }: CursorPart): string {
	const columns = [...selection.declared, ...selection.undeclared].map(({ sql }) => sql);
	const keys = source.key.filter((name) => name !== source.cursor?.column);
	const order =
		isOrdered && cursor !== null ? [cursor.sql.value, ...keys.map((name) => `source_rows.${quote(name)}`)] : [];
	return [
		`select ${columns.join(', ')} from ${relationSql(source, quote)}`,
		...(where === '' ? [] : [`where ${where}`]),
		...(order.length === 0 ? [] : [`order by ${order.join(', ')}`]),
	].join(' ');
}

/** The select that counts the rows of a part. */
export function countSql({ source, quote }: Selected, { where }: CursorPart): string {
	return `select count(*) from ${relationSql(source, quote)}${where === '' ? '' : ` where ${where}`}`;
}
