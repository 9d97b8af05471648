import { formatInstant } from '#lib/format/date.ts';
import { formatCount } from '#lib/format/count.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { RunRow } from '#lib/server/runs.ts';

interface Fact {
	readonly name: string;
	readonly value: string;
	readonly href?: string;
}

interface Attempt {
	readonly run: Pick<RunRow, 'attempt' | 'previousRunId' | 'retryAt'>;
	readonly slots: readonly { readonly slotAt: string }[];
	readonly nextRunId: string | null;
	readonly zone: string;
}

const runHref = (id: string): string => `/data/runs/${id}`;

/** Which attempt a run is and of what, and when it is tried again; what does not apply is left out. */
export function attemptFacts({ run, slots, nextRunId, zone }: Attempt): Fact[] {
	const locale = getLocale();
	const facts: Fact[] = [];
	const [first] = slots;
	if (first !== undefined) {
		const when = formatInstant(first.slotAt, zone, locale);
		const more = formatCount(slots.length - 1, locale);
		const value = slots.length === 1 ? when : m.schedule_for_slots({ first: when, more });
		facts.push({ name: m.schedule_for_slot(), value, href: '/data#schedule' });
	}
	if (run.previousRunId !== null) {
		const value = m.schedule_attempt_of({ attempt: formatCount(run.attempt, locale) });
		facts.push({ name: m.schedule_attempt(), value, href: runHref(run.previousRunId) });
	}
	if (nextRunId !== null) {
		facts.push({ name: m.schedule_tried_again(), value: m.schedule_tried_again_by(), href: runHref(nextRunId) });
	} else if (run.retryAt !== null) {
		facts.push({ name: m.schedule_tried_again(), value: formatInstant(run.retryAt, zone, locale) });
	}
	return facts;
}
