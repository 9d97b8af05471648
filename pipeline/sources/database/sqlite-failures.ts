import type { Failure } from './failures.ts';

const FAILURES: Readonly<Record<number, Failure>> = {
	5: { message: 'the file is locked by another program', hint: 'run again when that has finished', isRetryable: true },
	6: { message: 'a table is locked by another program', hint: 'run again when that has finished', isRetryable: true },
	8: {
		message: 'the query wants to write, and all is read without writing',
		hint: 'mend the query: it has to be one select',
		isRetryable: false,
	},
	10: { message: 'the disk does not give the file', hint: 'look at the disk, then run again', isRetryable: true },
	11: {
		message: 'the file is damaged',
		hint: 'restore it from a backup, or copy it with .recover',
		isRetryable: false,
	},
	14: {
		message: 'the file cannot be opened',
		hint: 'look at path, which is relative to the config, and at who may read it and its folder',
		isRetryable: false,
	},
	26: {
		message: 'the file is no SQLite database',
		hint: 'look at path: an encrypted file cannot be read',
		isRetryable: false,
	},
};

/** Codes beyond the first byte say more than the reader needs. */
const PRIMARY = 0xff;

/** What an error of SQLite means; null when it is none. */
export function sqliteFailure(error: unknown): Failure | null {
	if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
	const code = error.errcode & PRIMARY;
	if (code === 1) {
		return {
			message: `SQLite says: ${error.message}`,
			hint: 'mend the name under table or the query; upper and lower case do not count',
			isRetryable: false,
		};
	}
	return (
		FAILURES[code] ?? {
			message: `SQLite refused with code ${code}`,
			hint: 'what the code means stands at sqlite.org/rescode.html',
			isRetryable: false,
		}
	);
}
