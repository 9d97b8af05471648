import { m } from '#lib/paraglide/messages.js';
import type { FieldIssue, IssueCode } from '#records/input/issues.ts';

const WORDS: Readonly<Record<IssueCode, (limit: string) => string>> = {
	required: () => m.records_issue_required(),
	too_long: (limit) => m.records_issue_too_long({ limit }),
	too_small: (limit) => m.records_issue_too_small({ limit }),
	too_large: (limit) => m.records_issue_too_large({ limit }),
	invalid: () => m.records_issue_invalid(),
	invalid_email: () => m.records_issue_invalid_email({ example: 'name@example.com' }),
	invalid_phone: () => m.records_issue_invalid_phone(),
	invalid_domain: () => m.records_issue_invalid_domain(),
	free_mail_domain: () => m.records_issue_free_mail_domain(),
	invalid_number: () => m.records_issue_invalid_number(),
	invalid_day: () => m.records_issue_invalid_day(),
	invalid_instant: () => m.records_issue_invalid_instant(),
	unknown_currency: () => m.records_issue_unknown_currency(),
	unknown_language: () => m.records_issue_unknown_language(),
	unknown_value: (limit) => m.records_issue_unknown_value({ limit }),
	unknown_field: () => m.records_issue_unknown_field(),
	not_found: () => m.records_issue_not_found(),
	taken: () => m.records_issue_taken(),
	circle: () => m.records_issue_circle(),
	before_start: () => m.records_issue_before_start(),
	in_use: () => m.records_issue_in_use(),
	not_allowed: () => m.records_issue_not_allowed(),
};

/** What is wrong with a field, in a sentence. */
export function issueText({ code, params }: Pick<FieldIssue, 'code' | 'params'>): string {
	return WORDS[code](String(params.limit ?? ''));
}

/** The sentence for each field that something is wrong with, the first of several. */
export function issuesByField(issues: readonly FieldIssue[]): Readonly<Record<string, string>> {
	return Object.fromEntries(issues.toReversed().map((issue) => [issue.field, issueText(issue)]));
}
