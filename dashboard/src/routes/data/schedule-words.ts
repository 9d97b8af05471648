import { formatInstant } from '#lib/format/date.ts';
import { regions } from '#lib/format/locale.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { AlertsPage } from '#lib/server/alerts.ts';
import type { SchedulePage } from '#lib/server/schedule.ts';

type Slot = SchedulePage['slots'][number];
type Alert = AlertsPage['alerts'][number];
type Mark = 'ok' | 'running' | 'waiting' | 'late' | 'failed' | 'unchanged';

/** A Sunday; cron counts days of the week from there. */
const SUNDAY = Date.UTC(2026, 0, 4);
const DAY_MS = 86_400_000;

function dayName(day: number): string {
	const format = new Intl.DateTimeFormat(regions[getLocale()], { weekday: 'long', timeZone: 'UTC' });
	return format.format(SUNDAY + (day % 7) * DAY_MS);
}

/** When a cron expression is due, in words; one that needs many stands as it is. */
export function cronWords(cron: string): string {
	const [minute = '', hour = '', ...days] = cron.trim().split(/\s+/);
	const rest = days.join(' ');
	const step = /^\*\/(\d+)$/.exec(minute)?.[1];
	if (step !== undefined && hour === '*' && rest === '* * *') return m.schedule_every_minutes({ minutes: step });
	if (!/^\d+$/.test(minute)) return cron;
	if (hour === '*' && rest === '* * *') return m.schedule_hourly({ minute });
	if (!/^\d+$/.test(hour)) return cron;
	const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
	if (rest === '* * *') return m.schedule_daily({ time });
	if (rest === '* * 1-5') return m.schedule_weekdays({ time });
	const weekday = /^\* \* (\d)$/.exec(rest)?.[1];
	return weekday === undefined ? cron : m.schedule_weekly({ day: dayName(Number(weekday)), time });
}

/** What becomes of slots that came while nothing looked. */
export function catchUpName(catchUp: SchedulePage['schedules'][number]['catchUp']): string {
	return { latest: m.schedule_latest, all: m.schedule_all, skip: m.schedule_skip }[catchUp]();
}

/** The mark of what became of a slot. */
export function slotMark({ state, retryAt }: Slot): { status: Mark; label: string } {
	if (state === 'filed' && retryAt !== null) return { status: 'late', label: m.schedule_retrying() };
	return {
		filed: { status: 'running' as const, label: m.schedule_filed() },
		succeeded: { status: 'ok' as const, label: m.schedule_succeeded() },
		failed: { status: 'failed' as const, label: m.schedule_failed() },
		missed: { status: 'unchanged' as const, label: m.schedule_missed() },
		overlapped: { status: 'unchanged' as const, label: m.schedule_overlapped() },
		skipped: { status: 'unchanged' as const, label: m.schedule_skipped() },
	}[state];
}

/** What became of a slot and why. */
export function slotReason({ state, runId, attempt, retryAt, isLate }: Slot, zone: string): string {
	const tries = attempt ?? 1;
	switch (state) {
		case 'filed':
			if (retryAt !== null) {
				return m.schedule_why_retry({ attempt: tries, when: formatInstant(retryAt, zone, getLocale()) });
			}
			return runId === null ? m.schedule_why_waiting() : m.schedule_why_running();
		case 'succeeded':
			if (tries > 1) return m.schedule_why_attempt({ attempt: tries });
			return isLate ? m.schedule_why_late() : m.schedule_why_succeeded();
		case 'failed':
			return tries > 1 ? m.schedule_why_failed_after({ attempt: tries }) : m.schedule_why_failed();
		case 'missed':
			return m.schedule_why_missed();
		case 'overlapped':
			return m.schedule_why_overlapped();
		case 'skipped':
			return runId === null ? m.schedule_why_skipped() : m.schedule_why_cancelled();
	}
}

/** How a channel is called. */
export function channelName(channel: Alert['channel']): string {
	return { email: m.schedule_email, webhook: m.schedule_webhook }[channel]();
}

/** What a message tells. */
export function eventName(event: Alert['event']): string {
	return { opened: m.schedule_event_opened, closed: m.schedule_event_closed, test: m.schedule_event_test }[event]();
}

/** The mark of how far a message is. */
export function alertMark({ state, attempts, nextAt }: Alert, zone: string): { status: Mark; label: string } {
	if (state === 'sent') return { status: 'ok', label: m.schedule_sent() };
	if (state === 'failed') return { status: 'failed', label: m.schedule_not_sent() };
	if (attempts === 0) return { status: 'waiting', label: m.schedule_sending() };
	return { status: 'late', label: m.schedule_sending_again({ when: formatInstant(nextAt, zone, getLocale()) }) };
}
