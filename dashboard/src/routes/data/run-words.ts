import { formatBytes } from '#lib/format/bytes.ts';
import { formatCount } from '#lib/format/count.ts';
import { formatDay } from '#lib/format/date.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { addDays } from '#lib/filters/period.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { RunProgress, RunRow } from '#lib/server/runs.ts';

type Mark = 'ok' | 'running' | 'waiting' | 'late' | 'failed' | 'unchanged';
type Step = RunProgress['steps'][number];

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
		edit: m.data_trigger_edit,
	}[trigger]();
}

/** The last day that figures with this analysis date hold. */
export function lastDay(asOf: string | null): string {
	return formatDay(asOf === null ? null : addDays(asOf, -1), getLocale());
}

/** What came of a run, in a few words. */
export function outcomeOf(run: Pick<RunRow, 'status' | 'asOf' | 'error'>): string {
	switch (run.status) {
		case 'ok':
			return m.data_outcome_ok({ day: lastDay(run.asOf) });
		case 'unchanged':
			return m.data_outcome_unchanged();
		case 'failed':
			return run.error === null ? m.data_outcome_failed() : asSentence(failureName(run.error.kind));
		case 'cancelled':
			return m.data_outcome_cancelled();
		case 'wanted':
		case 'running':
			return '';
	}
}

/** Words that stand alone: begun with a capital. */
export function asSentence(words: string): string {
	return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** How a run ended, to be said when it does; nothing of one that is open. */
export function endingName(status: RunRow['status']): string {
	const words: Readonly<Partial<Record<RunRow['status'], () => string>>> = {
		ok: m.data_ended_ok,
		unchanged: m.data_ended_unchanged,
		failed: m.data_ended_failed,
		cancelled: m.data_ended_cancelled,
	};
	return words[status]?.() ?? '';
}

/** What sort of failure ended a run. */
export function failureName(kind: string): string {
	const names: Readonly<Record<string, () => string>> = {
		source: m.data_failure_source,
		config: m.data_failure_config,
		storage: m.data_failure_storage,
		check: m.data_failure_check,
		interrupted: m.data_failure_interrupted,
		fenced: m.data_failure_fenced,
		held: m.data_failure_fenced,
	};
	return names[kind]?.() ?? m.data_failure_internal();
}

/** What to do after a failure of that sort, where the pipeline's own words are in another language. */
export function advice(kind: string): string {
	const words: Readonly<Record<string, () => string>> = {
		source: m.data_advice_source,
		config: m.data_advice_config,
		storage: m.data_advice_storage,
		check: m.data_advice_check,
		interrupted: m.data_advice_interrupted,
		fenced: m.data_advice_fenced,
		held: m.data_advice_fenced,
	};
	return words[kind]?.() ?? m.data_advice_internal();
}

/** A step in words: which source is loaded, or which part of the building. */
export function stepName(step: Pick<Step, 'name' | 'source'>): string {
	if (step.name === 'load') return m.data_step_load({ source: step.source ?? '' });
	const names: Readonly<Record<string, () => string>> = {
		map: m.data_step_map,
		transform: m.data_step_transform,
		score: m.data_step_score,
		check: m.data_step_check,
		publish: m.data_step_publish,
	};
	return names[step.name]?.() ?? step.name;
}

/** How far a step is, from 0 to 1; null while nobody knows. */
export function stepShare(step: Pick<Step, 'status' | 'done' | 'total'>): number | null {
	if (step.status === 'ok' || step.status === 'skipped') return 1;
	if (step.status === 'waiting') return 0;
	return step.total === null || step.total === 0 ? null : step.done / step.total;
}

/** How far a step is in words, or how long it took. */
export function stepText(step: Step): string {
	const locale = getLocale();
	if (step.status === 'skipped') return m.data_skipped();
	if (step.status !== 'running') return step.seconds === null ? '' : formatDuration(step.seconds * 1000, locale);
	if (step.total === null) return '';
	const amount = (value: number): string =>
		step.unit === 'bytes' ? formatBytes(value, locale) : formatCount(value, locale);
	return m.data_done_of({ done: amount(step.done), total: amount(step.total) });
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
		unknown_reference: m.data_reason_unknown_reference,
		size_limit: m.data_reason_size_limit,
		schema_violation: m.data_reason_schema_violation,
		suppressed: m.data_reason_suppressed,
		source_error: m.data_reason_source_error,
	};
	return names[reason]?.() ?? reason;
}
