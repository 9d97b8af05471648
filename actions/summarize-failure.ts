import type { RunError } from '#records/runs.ts';

/** Kinds whose words are ours alone; the others may quote a value that a row holds. */
const OWN_WORDS = new Set(['source', 'config', 'check', 'interrupted', 'fenced', 'held', 'cancelled']);
const FIRST_ROW = /; the first: .*$/s;

/**
 * A failure as it may leave the page of its run, for a log or a message: without the row that a contract was broken by, and
 * without words of a database, which quote values.
 */
export function summarizeFailure(error: RunError): RunError {
	const message = OWN_WORDS.has(error.kind) ? error.message.replace(FIRST_ROW, '') : '';
	return { kind: error.kind, message, hint: error.hint };
}
