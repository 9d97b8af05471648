import { createActivity } from '#records/people/activities.ts';
import type { ActivityInput } from '#records/people/activity-input.ts';
import type { Subject } from '#records/people/subjects.ts';
import type { Moment } from './moments.ts';
import type { Plan } from './plan.ts';
import { idOf } from './written.ts';
import type { Written } from './written.ts';

/** What an activity is about. */
export interface SubjectOf {
	readonly type: Subject['type'];
	readonly record: Written;
}

/** Plans an activity that is about something. */
export function planActivity(plan: Plan, moment: Moment, by: Written, about: SubjectOf, input: ActivityInput): void {
	plan.timeline.add(moment, by, (transaction, author) =>
		createActivity(transaction, author, { ...input, subject_type: about.type, subject_id: idOf(about.record) }),
	);
}
