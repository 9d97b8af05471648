import type { EventDays } from '#warehouse/event-days.ts';
import type { Config } from './config.ts';

/**
 * The analysis date of a run: the day after the last event, today in the company's zone, or the day that the config
 * names. A warehouse without events is seen from today.
 */
export function resolveAsOf(config: Config, events: EventDays, now: Temporal.Instant): string {
	if (config.asOf !== 'data' && config.asOf !== 'now') return config.asOf;
	if (config.asOf === 'data' && events.last !== null) {
		return Temporal.PlainDate.from(events.last).add({ days: 1 }).toString();
	}
	return now.toZonedDateTimeISO(config.company.zone).toPlainDate().toString();
}
