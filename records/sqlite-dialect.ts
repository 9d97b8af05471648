import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteDialect } from 'kysely';

const KEPT_STATEMENTS = 200;

/** Kysely's SQLite dialect over Node's own SQLite, with the last 200 prepared statements kept. */
export function nodeSqliteDialect(database: DatabaseSync): SqliteDialect {
	const statements = new Map<string, StatementSync>();

	function prepared(text: string): StatementSync {
		const known = statements.get(text);
		if (known) return known;
		if (statements.size >= KEPT_STATEMENTS) {
			const [oldest] = statements.keys();
			if (oldest !== undefined) statements.delete(oldest);
		}
		const statement = database.prepare(text);
		statements.set(text, statement);
		return statement;
	}

	return new SqliteDialect({
		database: {
			close: () => database.close(),
			prepare(text) {
				const statement = prepared(text);
				return {
					reader: statement.columns().length > 0,
					all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
					run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
					iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
				};
			},
		},
	});
}
