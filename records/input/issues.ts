import * as v from 'valibot';

/** What can be wrong with something that was typed in; the words for it are the page's. */
export type IssueCode =
	| 'required'
	| 'too_long'
	| 'too_small'
	| 'too_large'
	| 'invalid'
	| 'invalid_email'
	| 'invalid_phone'
	| 'invalid_domain'
	| 'free_mail_domain'
	| 'invalid_number'
	| 'invalid_day'
	| 'invalid_instant'
	| 'unknown_currency'
	| 'unknown_language'
	| 'unknown_value'
	| 'unknown_field'
	| 'not_found'
	| 'taken'
	| 'circle'
	| 'before_start'
	| 'in_use'
	| 'not_allowed';

/** One thing that is wrong with one field; `params` are what its sentence is filled with. */
export interface FieldIssue {
	/** The column it would be stored in; parts of a list as `emails.0.value`. */
	readonly field: string;
	readonly code: IssueCode;
	readonly params: Readonly<Record<string, string | number>>;
}

/** What came does not fit the record: everything that is wrong with it, field by field. */
export class InputError extends Error {
	readonly issues: readonly FieldIssue[];

	constructor(issues: readonly FieldIssue[]) {
		super(`invalid input: ${issues.map(({ field, code }) => `${field} (${code})`).join(', ')}`);
		this.name = 'InputError';
		this.issues = issues;
	}
}

/** An issue of one field. */
export function issue(field: string, code: IssueCode, params: FieldIssue['params'] = {}): FieldIssue {
	return { field, code, params };
}

function toFieldIssue(found: v.BaseIssue<unknown>): FieldIssue {
	const field = (found.path ?? []).map(({ key }) => String(key)).join('.');
	if (found.type === 'strict_object' && found.expected === 'never') return issue(field, 'unknown_field');
	if (found.kind === 'schema') return issue(field, found.received === 'undefined' ? 'required' : 'invalid');
	const limit = found.expected === null ? {} : { limit: found.expected };
	return issue(field, found.message as IssueCode, limit);
}

/**
 * What was typed, as it is stored: trimmed, normalised, an empty field as null. Keys that are not there stay away.
 * @throws InputError with everything that is wrong
 */
export function parseInput<Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> {
	const result = v.safeParse(schema, input);
	if (result.success) return result.output;
	throw new InputError(result.issues.map(toFieldIssue));
}

/**
 * Asks for fields that a new record cannot do without.
 * @throws InputError for those that are missing
 */
export function requireFields(input: Readonly<Record<string, unknown>>, fields: readonly string[]): void {
	const missing = fields.filter((field) => input[field] === undefined || input[field] === null);
	if (missing.length > 0) throw new InputError(missing.map((field) => issue(field, 'required')));
}
