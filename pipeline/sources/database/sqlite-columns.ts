import type { ColumnType } from '../contract/source-schema.ts';
import type { CursorSql } from './cursor-parts.ts';
import type { ServerColumn } from './server-column.ts';

export type SqliteValue = null | bigint | number | string | Uint8Array;

export function quoteSqlite(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}

/** Whether values that look like numbers stay the text that they are, by the rules of SQLite for a type's name. */
function isTextType(type: string): boolean {
	return !/INT/i.test(type) && /CHAR|CLOB|TEXT/i.test(type);
}

/** A column of a table or a query; what its values are is known of each value alone. */
export function sqliteColumn(name: string, type: string | null): ServerColumn {
	return {
		name,
		type: type ?? 'of any type',
		kind: isTextType(type ?? '') ? 'text' : 'other',
		isNullable: true,
		sql: `source_rows.${quoteSqlite(name)}`,
		toText: null,
	};
}

/** A value as text: numbers with the source's decimal mark and every digit, bytes as hex. */
export function sqliteText(value: SqliteValue, decimal: string): string | null {
	if (value === null || typeof value === 'string') return value;
	if (typeof value === 'object') return Buffer.from(value).toString('hex');
	const text = String(value);
	return decimal === '.' ? text : text.replace('.', decimal);
}

/**
 * How a cursor's column is compared; null when its values do not compare as those of the declared type. Times are text with
 * or without a distance from UTC, so the range of them is taken wider by days: whoever asked leaves out what is outside.
 */
export function sqliteCursor(column: ServerColumn, declared: ColumnType, isIso: boolean): CursorSql | null {
	const name = `source_rows.${quoteSqlite(column.name)}`;
	const isBlank = `${name} is null or ${name} = ''`;
	switch (declared) {
		case 'integer':
		case 'decimal':
		case 'float':
			if (column.kind === 'text') return null;
			return {
				value: name,
				missing: `${name} is null`,
				odd: `typeof(${name}) in ('text', 'blob')`,
				bound: (text, _side, bind) => `cast(${bind(text)} as numeric)`,
			};
		case 'text':
			return {
				value: `${column.kind === 'text' ? name : `cast(${name} as text)`} collate binary`,
				missing: isBlank,
				odd: `typeof(${name}) = 'blob'`,
				bound: (text, _side, bind) => bind(text),
			};
		case 'date':
		case 'timestamp': {
			if (!isIso) return null;
			const days = { from: '-1 day', to: '+2 days' };
			return {
				value: `${name} collate binary`,
				missing: isBlank,
				odd: `typeof(${name}) not in ('text', 'null')`,
				bound: (text, side, bind) => (declared === 'date' ? bind(text) : `date(${bind(text)}, '${days[side]}')`),
			};
		}
		case 'boolean':
			return null;
	}
}
