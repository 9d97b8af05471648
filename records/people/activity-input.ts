import * as v from 'valibot';
import { optional, required } from '../input/fields.ts';
import { instant, oneOf, text } from '../input/readers.ts';
import type { SubjectType } from '../schema/changes.ts';
import { ACTIVITY_TYPES } from '../schema/people.ts';

const SUBJECT_TYPES = [
	'company',
	'contact',
	'lead',
	'deal',
	'ticket',
	'campaign',
	'customer',
] as const satisfies SubjectType[];

/** A call, an e-mail, a meeting, a task or a note. A new one needs its type and what it is about in words (`subject`). */
export const activityInput = v.partial(
	v.strictObject({
		activity_type: required(oneOf(ACTIVITY_TYPES)),
		subject: required(text(200)),
		body: optional(text(10_000)),
		subject_type: optional(oneOf(SUBJECT_TYPES)),
		subject_id: optional(text(200)),
		direction: optional(oneOf(['in', 'out'])),
		due_at: optional(instant),
		started_at: optional(instant),
		ended_at: optional(instant),
		completed_at: optional(instant),
		owner_id: optional(text(64)),
	}),
);

export type ActivityInput = v.InferInput<typeof activityInput>;
export type ActivityValues = v.InferOutput<typeof activityInput>;
