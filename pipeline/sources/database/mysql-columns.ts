import type { ColumnType } from '../contract/source-schema.ts';
import type { CursorSql } from './cursor-parts.ts';
import type { ServerColumn, ServerKind } from './server-column.ts';

/** What MySQL says of a column of a result. */
export interface MysqlField {
	readonly name: string;
	/** The number of its type in the protocol. */
	readonly columnType: number;
	/** The number of its character set; 63 is none: bytes. */
	readonly characterSet: number;
	readonly flags: number;
}

/** Types by their numbers in the protocol. */
const NAMES: Readonly<Record<number, string>> = {
	0: 'decimal',
	1: 'tinyint',
	2: 'smallint',
	3: 'int',
	4: 'float',
	5: 'double',
	7: 'timestamp',
	8: 'bigint',
	9: 'mediumint',
	10: 'date',
	11: 'time',
	12: 'datetime',
	13: 'year',
	15: 'varchar',
	16: 'bit',
	242: 'vector',
	245: 'json',
	246: 'decimal',
	247: 'enum',
	248: 'set',
	249: 'tinyblob',
	250: 'mediumblob',
	251: 'longblob',
	252: 'blob',
	253: 'varchar',
	254: 'char',
	255: 'geometry',
};

const NUMBERS = ['decimal', 'tinyint', 'smallint', 'int', 'float', 'double', 'bigint', 'mediumint', 'year', 'bit'];
const TEXTS = ['varchar', 'char', 'tinyblob', 'mediumblob', 'longblob', 'blob'];
const BYTES = 63;
const NOT_NULL = 1;

function kindOf(type: string, isBytes: boolean): ServerKind {
	if (NUMBERS.includes(type)) return 'number';
	if (type === 'date') return 'day';
	if (type === 'datetime') return 'time';
	if (type === 'timestamp') return 'instant';
	return TEXTS.includes(type) && !isBytes ? 'text' : 'other';
}

export function quoteMysql(name: string): string {
	return `\`${name.replaceAll('`', '``')}\``;
}

/** `2026-01-31 12:00:00` as `2026-01-31T12:00:00Z`; a time of zeros is none and stays as it is. */
function instantText(text: string): string {
	return text.startsWith('0000') ? text : `${text.replace(' ', 'T')}Z`;
}

function sqlOf(column: string, type: string, isBytes: boolean): string {
	if (type === 'bit') return `${column} + 0`;
	// Alone it is written with six digits of the eight or so that it has.
	if (type === 'float') return `cast(${column} as double)`;
	if (type === 'geometry' || type === 'vector' || (isBytes && TEXTS.includes(type))) return `lower(hex(${column}))`;
	return column;
}

/** A column of a table or a query, which has the alias `source_rows`. */
export function mysqlColumn({ name, columnType, characterSet, flags }: MysqlField, isTable: boolean): ServerColumn {
	const type = NAMES[columnType] ?? `type ${columnType}`;
	const isBytes = characterSet === BYTES;
	return {
		name,
		type: isBytes && TEXTS.includes(type) ? 'bytes' : type,
		kind: kindOf(type, isBytes),
		isNullable: !isTable || (flags & NOT_NULL) === 0,
		sql: sqlOf(`source_rows.${quoteMysql(name)}`, type, isBytes),
		toText: type === 'timestamp' ? instantText : null,
	};
}

/** A text that is in a statement whatever is in it, and whatever the server takes for an escape. */
export function hexLiteral(text: string): string {
	return `x'${Buffer.from(text).toString('hex')}'`;
}

function numberLiteral(text: string): string {
	if (!/^-?\d+(\.\d*)?(e[+-]?\d+)?$/i.test(text)) throw new RangeError(`no number: ${text}`);
	return text;
}

function timeLiteral(text: string): string {
	if (!/^\d{4,}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d+)?)?$/.test(text)) throw new RangeError(`no time: ${text}`);
	return `'${text}'`;
}

/**
 * How a cursor's column is compared, in its own type so that an index serves; null when its values do not compare as those
 * of the declared type. Bounds stand in the statement: as parameters of text they would be compared as rounded numbers.
 */
export function mysqlCursor(column: ServerColumn, declared: ColumnType): CursorSql | null {
	const name = `source_rows.${quoteMysql(column.name)}`;
	const plain = (literal: (text: string) => string): CursorSql => ({
		value: name,
		missing: `${name} is null`,
		odd: null,
		bound: literal,
	});
	switch (declared) {
		case 'integer':
		case 'decimal':
		case 'float':
			return column.kind === 'number' ? plain(numberLiteral) : null;
		case 'date':
			return column.kind === 'day' ? plain((text) => `cast(${timeLiteral(text)} as date)`) : null;
		case 'timestamp':
			if (column.kind !== 'time' && column.kind !== 'instant') return null;
			return plain((text) => `cast(${timeLiteral(text)} as datetime(6))`);
		case 'text': {
			if (column.kind !== 'text' && column.kind !== 'other') return null;
			// By characters, as what is read is compared: the order of a language would leave rows out.
			const value = `cast(convert(${column.sql} using utf8mb4) as binary)`;
			return {
				value,
				missing: `coalesce(${value}, x'') = x''`,
				odd: null,
				bound: (text) => hexLiteral(text),
			};
		}
		case 'boolean':
			return null;
	}
}
