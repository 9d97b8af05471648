import { codeOf } from './failures.ts';
import type { Failure } from './failures.ts';

const NAMES_HINT = 'mend the name under table or in the query; upper and lower case may count';
const BUSY = { hint: 'the next run tries again; nothing is lost', isRetryable: true };

interface Known {
	/** Left out where the server's own words name tables, columns and users, but no values. */
	readonly message?: string;
	readonly hint: string;
	readonly isRetryable?: boolean;
}

const FAILURES: Readonly<Record<string, Known>> = {
	ER_ACCESS_DENIED_ERROR: { hint: 'look at the user and the password in the environment' },
	ER_ACCESS_DENIED_NO_PASSWORD_ERROR: { hint: 'look at the user and the password in the environment' },
	ER_HOST_NOT_PRIVILEGED: { hint: 'let the user in from this machine' },
	ER_HOST_IS_BLOCKED: { hint: 'run flush hosts at the server' },
	ER_DBACCESS_DENIED_ERROR: { hint: 'let the user read it: grant select on … to …' },
	ER_TABLEACCESS_DENIED_ERROR: { hint: 'let the user read it: grant select on … to …' },
	ER_COLUMNACCESS_DENIED_ERROR: { hint: 'let the user read it: grant select on … to …' },
	ER_BAD_DB_ERROR: { hint: 'mend the name of the database in the address' },
	ER_NO_SUCH_TABLE: { hint: NAMES_HINT },
	ER_BAD_TABLE_ERROR: { hint: NAMES_HINT },
	ER_BAD_FIELD_ERROR: { hint: NAMES_HINT },
	ER_VIEW_INVALID: { hint: NAMES_HINT },
	ER_DUP_FIELDNAME: { hint: 'give each column of the query a name of its own: select customers.id as customer_id' },
	ER_PARSE_ERROR: {
		message: 'the server does not understand the query',
		hint: 'mend the query: it has to be one select',
	},
	ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION: {
		message: 'the query wants to write, and all is read without writing',
		hint: 'mend the query: it has to be one select',
	},
	ER_LOCK_DEADLOCK: { message: 'the server ended a deadlock', ...BUSY },
	ER_LOCK_WAIT_TIMEOUT: { message: 'the table is locked', ...BUSY },
	ER_CON_COUNT_ERROR: { message: 'the server has no connection left', ...BUSY },
	ER_USER_LIMIT_REACHED: { message: 'the user has no connection left', ...BUSY },
	ER_TOO_MANY_USER_CONNECTIONS: { message: 'the user has no connection left', ...BUSY },
	ER_SERVER_SHUTDOWN: { message: 'the server is shutting down', ...BUSY },
	ER_QUERY_INTERRUPTED: { message: 'the server ended the statement', ...BUSY },
	ER_QUERY_TIMEOUT: { message: 'the server ended the statement', ...BUSY },
	// MariaDB's own, for which the driver has no name.
	1969: { message: 'the server ended the statement', ...BUSY },
	ER_CONNECTION_KILLED: { message: 'the server ended the connection', ...BUSY },
	ER_TABLE_DEF_CHANGED: { message: 'the table was changed while it was read', ...BUSY },
	ER_CHECKREAD: { message: 'the table was changed while it was read', ...BUSY },
};

/** What an error of MySQL or MariaDB means; null when it is none. */
export function mysqlFailure(error: unknown): Failure | null {
	if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number' || error.errno < 1000)
		return null;
	const code = codeOf(error) || String(error.errno);
	const known = FAILURES[code];
	if (known === undefined) {
		return {
			message: `the server refused with error ${error.errno} (${code})`,
			hint: 'what the number means stands in the manual of the server',
			isRetryable: false,
		};
	}
	return {
		message: known.message ?? `the server says: ${error.message}`,
		hint: known.hint,
		isRetryable: known.isRetryable ?? false,
	};
}
