import type { RunRow } from '#lib/server/runs.ts';
import { m } from '#lib/paraglide/messages.js';

type Mark = 'ok' | 'running' | 'waiting' | 'late' | 'failed' | 'unchanged';

const MARKS: Readonly<Record<RunRow['status'], Mark>> = {
	wanted: 'waiting',
	running: 'running',
	ok: 'ok',
	unchanged: 'unchanged',
	failed: 'failed',
	cancelled: 'unchanged',
};

/** The mark of a run's status; a cancelled run has words of its own. */
export function runMark(status: RunRow['status']): { status: Mark; label?: string } {
	return status === 'cancelled' ? { status: MARKS[status], label: m.data_cancelled() } : { status: MARKS[status] };
}

/** What set a run off. */
export function triggerName(trigger: RunRow['trigger']): string {
	return {
		start: m.data_trigger_start,
		schedule: m.data_trigger_schedule,
		page: m.data_trigger_page,
		command: m.data_trigger_command,
	}[trigger]();
}

/** A step in words: which source is loaded, or which part of the building. */
export function stepName(step: { readonly name: string; readonly source: string | null }): string {
	if (step.name === 'load') return m.data_step_load({ source: step.source ?? '' });
	const names: Readonly<Record<string, () => string>> = {
		map: m.data_step_map,
		transform: m.data_step_transform,
		check: m.data_step_check,
		publish: m.data_step_publish,
	};
	return names[step.name]?.() ?? step.name;
}

/** A reason for quarantine in words; one we do not know stands as it is. */
export function reasonName(reason: string): string {
	const names: Readonly<Record<string, () => string>> = {
		unparseable_record: m.data_reason_unparseable_record,
		wrong_column_count: m.data_reason_wrong_column_count,
		missing_required: m.data_reason_missing_required,
		type_mismatch: m.data_reason_type_mismatch,
		out_of_range: m.data_reason_out_of_range,
		invalid_value: m.data_reason_invalid_value,
		duplicate_key: m.data_reason_duplicate_key,
		size_limit: m.data_reason_size_limit,
	};
	return names[reason]?.() ?? reason;
}
