import { SourceError } from '../../errors.ts';
import type { DeclaredContract } from '../contract/row-contract.ts';
import type { ColumnType } from '../contract/source-schema.ts';
import type { CursorSql } from './cursor-parts.ts';
import type { DatabaseSource } from './schema.ts';
import type { Selection } from './selection.ts';
import type { ServerColumn } from './server-column.ts';

/** By what a source is read on. */
export interface Cursor {
	readonly sql: CursorSql;
	/** Whether rows without a value are read. */
	readonly isMissingWanted: boolean;
}

const EXPECTED: Readonly<Record<ServerColumn['kind'], string>> = {
	number: 'integer, decimal or float',
	day: 'date',
	time: 'timestamp',
	instant: 'timestamp',
	text: 'text',
	other: 'text',
};

/**
 * The cursor of a source; null when it has none.
 * @throws SourceError when its column is not declared, or compares at the server in another way than as declared
 */
export function cursorOf(
	source: DatabaseSource,
	{ columns }: DeclaredContract,
	{ declared }: Selection,
	compare: (column: ServerColumn, declared: ColumnType) => CursorSql | null,
): Cursor | null {
	if (source.cursor === undefined) return null;
	const { column: name, missing } = source.cursor;
	const index = columns.findIndex((column) => column.name === name);
	const [asked, column] = [columns[index], declared[index]];
	if (asked === undefined || column === undefined) {
		throw new SourceError(`source ${source.name}: cursor.column: "${name}" is not among its columns`, {
			hint: 'declare it under columns',
		});
	}
	const sql = compare(column, asked.type);
	if (sql === null) {
		throw new SourceError(
			`source ${source.name}: the cursor ${name} is ${column.type} at the server and declared as ${asked.type} (expected ${EXPECTED[column.kind]})`,
			{ hint: 'declare it as what it is, or convert it in a query of your own' },
		);
	}
	return { sql, isMissingWanted: missing !== 'exclude' && column.isNullable };
}
