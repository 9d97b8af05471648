import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteAdapter, SqliteDialect } from 'kysely';

const KEPT_STATEMENTS = 200;

/** Changes to the schema are rolled back like any other: a migration is done whole or not at all. */
class TransactionalAdapter extends SqliteAdapter {
	override get supportsTransactionalDdl(): boolean {
		return true;
	}
}

class NodeSqliteDialect extends SqliteDialect {
	override createAdapter(): SqliteAdapter {
		return new TransactionalAdapter();
	}
}

/**
 * Kysely's SQLite dialect over Node's own SQLite, with the last 200 prepared statements kept. Transactions take the write
 * lock when they begin: one that reads first and writes then would fail at once, without waiting, when another process
 * has written in between.
 */
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

	return new NodeSqliteDialect({
		database: {
			close: () => database.close(),
			prepare(text) {
				const statement = prepared(text === 'begin' ? 'begin immediate' : text);
				return {
					reader: statement.columns().length > 0,
					all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
					run(parameters) {
						// SQLite has rolled back by itself when the disk is full; a second time would hide why.
						if (text === 'rollback' && !database.isTransaction) return { changes: 0, lastInsertRowid: 0 };
						return statement.run(...(parameters as SQLInputValue[]));
					},
					iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
				};
			},
		},
	});
}
