import { instantOfAct } from '../changes/act.ts';
import type { Author } from '../changes/act.ts';
import { merge } from '../changes/merge.ts';
import { RecordNotFoundError } from '../changes/stale.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, rowOf, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { RecordsTransaction } from '../database.ts';
import { InputError, issue, parseInput, requireFields } from '../input/issues.ts';
import { requireReferences } from '../input/references.ts';
import { activityInput } from './activity-input.ts';
import type { ActivityInput, ActivityValues } from './activity-input.ts';
import { requireSubject } from './subjects.ts';

export type Activity = RecordRow<'activities'>;

async function requireFit(
	transaction: RecordsTransaction,
	values: ActivityValues,
	activity: Pick<Activity, 'subject_type' | 'subject_id' | 'started_at' | 'ended_at'>,
): Promise<void> {
	const { subject_type, subject_id, started_at, ended_at } = activity;
	if ((subject_type === null) !== (subject_id === null)) throw new InputError([issue('subject_id', 'required')]);
	if (started_at !== null && ended_at !== null && ended_at < started_at) {
		throw new InputError([issue('ended_at', 'before_start')]);
	}
	await requireReferences(transaction, [['owner_id', 'users', values.owner_id]]);
	if (subject_type === null || subject_id === null || values.subject_id === undefined) return;
	await requireSubject(transaction, { type: subject_type, id: subject_id });
}

/**
 * Makes an activity; its owner is whoever makes it, unless told. What already happened (a note, a call that has ended) is
 * completed at once.
 * @throws InputError with everything that is wrong
 */
export async function createActivity(
	transaction: RecordsTransaction,
	author: Author,
	input: ActivityInput,
): Promise<Activity> {
	const values = parseInput(activityInput, input);
	requireFields(values, ['activity_type', 'subject']);
	const nothing = { subject_type: null, subject_id: null, started_at: null, ended_at: null };
	await requireFit(transaction, values, merge(nothing, values));
	const isPast = values.activity_type === 'note' || typeof values.ended_at === 'string';
	return createRecord(transaction, author, 'activities', {
		...values,
		activity_type: values.activity_type ?? 'note',
		subject: values.subject ?? '',
		owner_id: values.owner_id ?? author.userId,
		completed_at: values.completed_at ?? (isPast ? (values.ended_at ?? instantOfAct(author)) : null),
	});
}

/**
 * Changes what is given of an activity.
 * @throws InputError with everything that is wrong
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function updateActivity(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	input: ActivityInput,
): Promise<Activity> {
	const values = parseInput(activityInput, input);
	const row = await rowOf(transaction, 'activities', seen.id);
	if (row === null) throw new RecordNotFoundError('activities', seen.id);
	await requireFit(transaction, values, merge(row, values));
	return updateRecord(transaction, author, 'activities', seen, values);
}

/**
 * Ticks a task off, or takes the tick away.
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function completeActivity(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	isDone: boolean,
): Promise<Activity> {
	const row = await rowOf(transaction, 'activities', seen.id);
	const isAlready = row !== null && (row.completed_at !== null) === isDone;
	const completed_at = isAlready ? undefined : isDone ? instantOfAct(author) : null;
	return updateRecord(transaction, author, 'activities', seen, { completed_at });
}

/** Deletes an activity. */
export async function deleteActivity(transaction: RecordsTransaction, author: Author, seen: SeenRecord): Promise<void> {
	await deleteRecord(transaction, author, 'activities', seen);
}
