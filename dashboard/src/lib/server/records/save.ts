import { error, fail } from '@sveltejs/kit';
import type { ActionFailure } from '@sveltejs/kit';
import { act } from '#records/changes/act.ts';
import type { Author } from '#records/changes/act.ts';
import { RecordNotFoundError, StaleRecordError } from '#records/changes/stale.ts';
import type { RecordsTransaction } from '#records/database.ts';
import { InputError } from '#records/input/issues.ts';
import { fieldText } from '#lib/records/field.ts';
import type { FormValues } from '#lib/records/field.ts';
import type { Conflict, FormAnswer } from '#lib/records/form-answer.ts';
import { records } from '../records.ts';
import { currentUserId } from './user.ts';

/** What a form sent: its fields as text, and the version of the record that it was filled from. */
export interface SentForm {
	readonly values: FormValues;
	/** 0 for a form of a new record. */
	readonly version: number;
	/** All values of a field that is there several times, such as ticked rows. */
	readonly all: (name: string) => string[];
}

/** Reads a form; what is not text (a file) is left out. */
export async function readForm(request: Request): Promise<SentForm> {
	const data = await request.formData();
	const texts = [...data].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
	const values = Object.fromEntries(texts.filter(([name]) => name !== 'version'));
	return {
		values,
		version: Number(data.get('version') ?? 0),
		all: (name) => data.getAll(name).filter((value) => typeof value === 'string'),
	};
}

/** What somebody else saved in the meantime, beside what this form says. */
function conflictOf(stale: StaleRecordError, values: FormValues): Conflict {
	const last = stale.changes.at(-1);
	return {
		version: Number(stale.current.version),
		by: last?.userName ?? '',
		at: last?.changedAt ?? '',
		isDeleted: stale.current.deleted_at !== null,
		fields: Object.entries(values)
			.filter(([field]) => field in stale.current)
			.map(([field, mine]) => ({ field, mine, theirs: fieldText(stale.current[field]) }))
			.filter(({ mine, theirs }) => mine !== theirs)
			.map(({ field, theirs }) => ({ field, theirs })),
	};
}

/**
 * Does what a form asks for as one act of its user. Wrong input comes back as 400 with the sentence's codes by field, a
 * record that somebody else saved meanwhile as 409 with both versions, one that is gone as 404.
 */
export async function saveForm<Result>(
	form: SentForm,
	work: (transaction: RecordsTransaction, author: Author) => Promise<Result>,
	name?: string,
): Promise<{ batchId: string; result: Result } | ActionFailure<FormAnswer>> {
	const answer = { values: form.values, ...(name === undefined ? {} : { form: name }) };
	try {
		return await act(await records(), currentUserId(), work);
	} catch (cause) {
		if (cause instanceof InputError) return fail(400, { ...answer, issues: cause.issues });
		if (cause instanceof StaleRecordError) {
			return fail(409, { ...answer, conflict: conflictOf(cause, form.values) });
		}
		if (cause instanceof RecordNotFoundError) error(404, 'not found');
		throw cause;
	}
}

/** Whether a save failed: then its answer is the action's. */
export function isFailure(saved: object): saved is ActionFailure<FormAnswer> {
	return 'status' in saved;
}
