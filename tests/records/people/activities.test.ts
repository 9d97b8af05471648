import { beforeEach, expect, it } from 'vitest';
import type { Records } from '#records/database.ts';
import { completeActivity, createActivity, deleteActivity, updateActivity } from '#records/people/activities.ts';
import type { ActivityInput } from '#records/people/activity-input.ts';
import { activitiesOf, listActivities, openTasks } from '#records/people/activity-list.ts';
import { createContact } from '#records/people/contacts.ts';
import { acting, AT, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

let records: Records;
let doing: Do;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
});

function make(input: ActivityInput) {
	return doing((transaction, author) =>
		createActivity(transaction, author, { activity_type: 'task', subject: 'Call back', ...input }),
	);
}

it('is whoever makes it’s, and done at once where it has happened', async () => {
	expect(await make({})).toMatchObject({ owner_id: 'local', completed_at: null });
	expect(await make({ activity_type: 'note' })).toMatchObject({ completed_at: AT });
	const call = { activity_type: 'call', started_at: '2026-03-01T10:00:00Z', ended_at: '2026-03-01T10:05:00Z' };
	expect(await make(call)).toMatchObject({ completed_at: '2026-03-01T10:05:00.000Z' });
});

it('refuses an end before its start and a subject that is not there, but not a customer of a source', async () => {
	await expect(make({ started_at: '2026-03-01T10:00:00Z', ended_at: '2026-03-01T09:00:00Z' })).rejects.toMatchObject({
		issues: [{ field: 'ended_at', code: 'before_start' }],
	});
	await expect(make({ subject_type: 'contact' })).rejects.toMatchObject({
		issues: [{ field: 'subject_id', code: 'required' }],
	});
	await expect(make({ subject_type: 'contact', subject_id: 'x' })).rejects.toMatchObject({
		issues: [{ field: 'subject_id', code: 'not_found' }],
	});
	expect(await make({ subject_type: 'customer', subject_id: 'KD-1' })).toMatchObject({ subject_id: 'KD-1' });
});

it('ticks off, takes the tick away, and ticking twice is ticking once', async () => {
	const task = await make({});
	const tick = (version: number | 'current', isDone: boolean, at: string) =>
		doing(
			(transaction, author) => completeActivity(transaction, author, { id: task.activity_id, version }, isDone),
			at,
		);
	expect(await tick(1, true, '2026-03-03T10:00:00.000Z')).toMatchObject({
		completed_at: '2026-03-03T10:00:00.000Z',
		version: 2,
	});
	expect(await tick(2, true, '2026-03-04T10:00:00.000Z')).toMatchObject({
		completed_at: '2026-03-03T10:00:00.000Z',
		version: 2,
	});
	expect(await tick(2, false, '2026-03-05T10:00:00.000Z')).toMatchObject({ completed_at: null, version: 3 });
});

it('lists what is still to do by its date, without date last, with what it is about', async () => {
	const contact = await doing((transaction, author) => createContact(transaction, author, { last_name: 'Ada' }));
	const about = { subject_type: 'contact', subject_id: contact.contact_id };
	await make({ subject: 'no date' });
	await make({ subject: 'late', due_at: '2026-03-09T10:00:00Z' });
	const soon = await make({ subject: 'soon', due_at: '2026-03-03T10:00:00Z', ...about });
	await make({ subject: 'written', activity_type: 'note', ...about });
	await make({ subject: 'done', completed_at: AT });
	const tasks = await openTasks(records, 'local');
	expect(tasks.total).toBe(3);
	expect(tasks.rows.map(({ subject, subject_name }) => [subject, subject_name])).toEqual([
		['soon', 'Ada'],
		['late', null],
		['no date', null],
	]);
	const ofAda = await activitiesOf(records, { type: 'contact', id: contact.contact_id });
	expect(ofAda.map(({ subject, owner_name }) => [subject, owner_name])).toEqual([
		['written', 'Local user'],
		['soon', 'Local user'],
	]);

	const seen = { id: soon.activity_id, version: 1 };
	await doing((transaction, author) => updateActivity(transaction, author, seen, { due_at: '2026-03-10T10:00:00Z' }));
	expect((await openTasks(records, 'local')).rows[0]?.subject).toBe('late');
	await doing((transaction, author) => deleteActivity(transaction, author, { ...seen, version: 2 }));
	expect((await openTasks(records, 'local')).total).toBe(2);
	const done = await listActivities(records, { filters: { isDone: true, activityTypes: ['task'] } });
	expect(done.rows.map(({ subject }) => subject)).toEqual(['done']);
});
