import type { ActionFailure } from '@sveltejs/kit';
import { listActivities, openTasks } from '#records/people/activity-list.ts';
import { completeActivity, createActivity, deleteActivity, updateActivity } from '#records/people/activities.ts';
import { fieldsWithout } from '#lib/records/fields-without.ts';
import type { FormAnswer } from '#lib/records/form-answer.ts';
import { records } from '../records.ts';
import { saveForm } from './save.ts';
import { currentUserId } from './user.ts';
import type { SentForm } from './save.ts';

type Saved<Result> = Promise<{ batchId: string; result: Result } | ActionFailure<FormAnswer>>;

/** The instant at which a day ends in a zone: what is due on a day may be done until then. */
function endOfDay(day: string, zone: string): string {
	try {
		const next = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone);
		return next.subtract({ seconds: 1 }).toInstant().toString();
	} catch {
		// What is no day is refused as it stands, with its field.
		return day;
	}
}

function activityInput(values: SentForm['values'], zone: string): Record<string, string> {
	const fields = fieldsWithout(values, ['due_on', 'id', 'done']);
	const day = values.due_on ?? '';
	return day === '' ? fields : { ...fields, due_at: endOfDay(day, zone) };
}

/** What can be to do; a note only says what was. */
const TO_DO = ['task', 'call', 'meeting', 'email'] as const;
const SHOWN = 200;
const SHOWN_DONE = 30;

/** Open tasks, what is due first on top, and what was done last; the reader's own, or everybody's. */
export async function listTasks(ofAll: boolean) {
	const db = await records();
	const userId = currentUserId();
	const filters = ofAll ? {} : { ownerIds: [userId] };
	const open = ofAll
		? await listActivities(db, {
				filters: { isDone: false, activityTypes: TO_DO },
				sort: { by: 'due_at' },
				pageSize: SHOWN,
			})
		: await openTasks(db, userId, { pageSize: SHOWN });
	const done = await listActivities(db, {
		filters: { ...filters, isDone: true, activityTypes: TO_DO },
		sort: { by: 'completed_at', isDescending: true },
		pageSize: SHOWN_DONE,
	});
	return { ofAll, open, done, now: new Date().toISOString() };
}

/** Makes a note, a task or another activity from a form; a task's day is due until it ends. */
export function addActivity(form: SentForm, zone: string): Saved<unknown> {
	return saveForm(form, (transaction, author) => createActivity(transaction, author, activityInput(form.values, zone)));
}

/** Changes what a form says of an activity. */
export function changeActivity(form: SentForm, zone: string): Saved<unknown> {
	const seen = { id: form.values.id ?? '', version: form.version };
	return saveForm(form, (transaction, author) =>
		updateActivity(transaction, author, seen, activityInput(form.values, zone)),
	);
}

/** Ticks a task off (`done` is 1), or opens it again. */
export function tickActivity(form: SentForm): Saved<unknown> {
	const seen = { id: form.values.id ?? '', version: form.version };
	return saveForm(form, (transaction, author) => completeActivity(transaction, author, seen, form.values.done === '1'));
}

/** Deletes an activity. */
export function removeActivity(form: SentForm): Saved<unknown> {
	const seen = { id: form.values.id ?? '', version: form.version };
	return saveForm(form, (transaction, author) => deleteActivity(transaction, author, seen));
}
