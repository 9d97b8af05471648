import { codeOf } from './failures.ts';
import type { Failure } from './failures.ts';

const NAMES_HINT = 'mend the name under table or in the query; upper and lower case count';
const BUSY = { hint: 'the next run tries again; nothing is lost', isRetryable: true };

/** Whose messages name tables, columns and users, but no values. */
const ABOUT_NAMES = /^(28|3D|3F|42)/;

const FAILURES: Readonly<Record<string, Partial<Failure> & { readonly hint: string }>> = {
	'28P01': { hint: 'look at the user and the password in the environment' },
	'28000': { hint: 'let the user in from this machine (pg_hba.conf), or look at tls' },
	'3D000': { hint: 'mend the name of the database in the address' },
	'3F000': { hint: NAMES_HINT },
	'42P01': { hint: NAMES_HINT },
	'42703': { hint: NAMES_HINT },
	'42501': { hint: 'let the user read it: grant usage on schema … ; grant select on …' },
	'42601': { hint: 'mend the query: it has to be one select' },
	'25006': {
		message: 'the query wants to write, and all is read without writing',
		hint: 'mend the query: it has to be one select',
	},
	'57014': {
		message: 'the server ended the statement',
		hint: 'its statement_timeout or an administrator did',
		isRetryable: true,
	},
	'57P01': { message: 'the server is shutting down', ...BUSY },
	'57P02': { message: 'the server crashed', ...BUSY },
	'57P03': { message: 'the server does not let in yet', ...BUSY },
	'53300': { message: 'the server has no connection left', ...BUSY },
	'40001': { message: 'the server gave way to another transaction', ...BUSY },
	'40P01': { message: 'the server ended a deadlock', ...BUSY },
	'55P03': { message: 'the table is locked', ...BUSY },
	'72000': { message: 'the server does not keep the rows as they were so long', ...BUSY },
};

/** By the class of a code, its first two characters: a lost connection, full resources, a server that is stopped. */
const RETRYABLE_CLASSES = ['08', '40', '53', '57', '58'];

/** What an error of PostgreSQL means; null when it is none. */
export function postgresFailure(error: unknown): Failure | null {
	const code = codeOf(error);
	if (!(error instanceof Error) || !/^[0-9A-Z]{5}$/.test(code) || !('severity' in error)) return null;
	const known = FAILURES[code];
	const said = ABOUT_NAMES.test(code)
		? `the server says: ${error.message}`
		: `the server refused with SQLSTATE ${code}`;
	return {
		message: known?.message ?? said,
		hint: known?.hint ?? 'what the code means stands in the log of the server and in the manual of PostgreSQL',
		isRetryable: known?.isRetryable ?? RETRYABLE_CLASSES.includes(code.slice(0, 2)),
	};
}
