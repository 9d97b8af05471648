import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { SqliteAdapter, SqliteDialect } from 'kysely';

const KEPT_STATEMENTS = 400;

/** A statement that was prepared, and whether it gives rows: asking that each time costs as much as running it. */
interface Prepared {
	readonly statement: StatementSync;
	readonly reader: boolean;
}

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
 * Kysely's SQLite dialect over Node's own SQLite, with the 400 prepared statements kept that were used last. Transactions
 * take the write lock when they begin: one that reads first and writes then would fail at once, without waiting, when
 * another process has written in between.
 */
export function nodeSqliteDialect(database: DatabaseSync): SqliteDialect {
	const statements = new Map<string, Prepared>();

	function prepared(text: string): Prepared {
		const known = statements.get(text);
		if (known) {
			// The ones that are used stay: a map keeps the order in which its entries were put in.
			statements.delete(text);
			statements.set(text, known);
			return known;
		}
		if (statements.size >= KEPT_STATEMENTS) {
			const [oldest] = statements.keys();
			if (oldest !== undefined) statements.delete(oldest);
		}
		const statement = database.prepare(text);
		const fresh = { statement, reader: statement.columns().length > 0 };
		statements.set(text, fresh);
		return fresh;
	}

	return new NodeSqliteDialect({
		database: {
			close: () => database.close(),
			prepare(text) {
				const { statement, reader } = prepared(text === 'begin' ? 'begin immediate' : text);
				return {
					reader,
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
