import { m } from '#lib/paraglide/messages.js';
import { ACTIVITY_TYPES } from '#records/schema/people.ts';
import type { ActivityType } from '#records/schema/people.ts';

const NAMES: Readonly<Record<ActivityType, () => string>> = {
	call: m.records_activity_call,
	email: m.records_activity_email,
	meeting: m.records_activity_meeting,
	task: m.records_activity_task,
	note: m.records_activity_note,
};

/** What kind of activity it is, in the reader's language. */
export function activityTypeName(type: string): string {
	return NAMES[type as ActivityType]();
}

/** The kinds to choose from, a note first. */
export function activityTypeOptions(): { value: string; label: string }[] {
	return ACTIVITY_TYPES.toReversed().map((value) => ({ value, label: NAMES[value]() }));
}
