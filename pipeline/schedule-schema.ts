import * as v from 'valibot';
import { scheduleId } from '#records/schedules.ts';
import { validateSchedule } from './schedule.ts';
import { zoneSchema } from './zone-schema.ts';

function cronProblem(schedule: { readonly cron: string; readonly zone: string }): string | null {
	try {
		validateSchedule(schedule);
		return null;
	} catch (cause) {
		return cause instanceof Error ? cause.message : String(cause);
	}
}

/** When runs are due, of what, and what becomes of slots that came while nothing looked. */
export const scheduleSchema = v.pipe(
	v.strictObject({
		/** Minute, hour, day of month, month, day of week. */
		cron: v.string(),
		zone: zoneSchema,
		/** Only these sources; all unless given. */
		sources: v.optional(v.pipe(v.array(v.string()), v.nonEmpty('name at least one source, or leave the key out'))),
		/** After a time without a look at it: the newest slot runs, each does, or none. */
		catchUp: v.optional(v.picklist(['latest', 'all', 'skip']), 'latest'),
	}),
	v.check(
		(schedule) => cronProblem(schedule) === null,
		(issue) => cronProblem(issue.input) ?? '',
	),
);

/** What is wrong with the schedules of a config beside each other and its sources, in words, or null. */
export function scheduleProblem(
	schedules: readonly v.InferOutput<typeof scheduleSchema>[],
	sources: readonly string[],
): string | null {
	const seen = new Map<string, number>();
	for (const [index, { cron, zone, catchUp, sources: only = null }] of schedules.entries()) {
		const stranger = only?.find((name) => !sources.includes(name));
		if (stranger !== undefined) {
			return `schedule[${index}].sources: no such source: "${stranger}" (expected ${sources.join(', ')})`;
		}
		const id = scheduleId({ cron, zone, catchUp, onlySources: only });
		const first = seen.get(id);
		if (first !== undefined) return `schedule[${index}] is the same as schedule[${first}] (leave one of them out)`;
		seen.set(id, index);
	}
	return null;
}
