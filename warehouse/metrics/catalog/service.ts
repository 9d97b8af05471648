import type { DimensionId } from '../dimensions.ts';
import { GRAINS } from '../metric.ts';
import type { Metric } from '../metric.ts';

/** Of a ticket. */
export const TICKET_DIMENSIONS = [
	'status',
	'priority',
	'ticket_type',
	'channel',
	'product',
	'owner',
	'manager',
	'team',
	'office',
	'country',
	'customer_kind',
	'customer',
] as const satisfies readonly DimensionId[];

const RATED = 'satisfaction is not null';
const TICKET_SHAPE = { dimensions: TICKET_DIMENSIONS, grains: GRAINS } as const;

/** Figures of service: how much is asked, how fast it is answered, how content people are. */
export const SERVICE_METRICS = {
	tickets_opened: {
		...TICKET_SHAPE,
		name: { en: 'Tickets opened', de: 'Neue Tickets' },
		unit: 'count',
		definition: {
			en: 'Number of tickets, by the day they were opened; a ticket whose opening is not known counts only where no period is asked for.',
			de: 'Anzahl der Tickets nach dem Tag ihres Eingangs; ein Ticket, dessen Eingang unbekannt ist, zählt nur ohne Zeitraum.',
		},
		isAdditive: true,
		higherIsBetter: false,
		paths: [{ relation: 'tickets_by_opening', only: null, value: (only) => `count(*)${only}` }],
	},
	tickets_open: {
		...TICKET_SHAPE,
		name: { en: 'Open tickets', de: 'Offene Tickets' },
		unit: 'count',
		definition: {
			en: 'Number of tickets that are new, open or pending as of the snapshot; a period or grain goes by the day they were opened, and a ticket without it counts only where no period is asked for.',
			de: 'Anzahl der Tickets, die zum Stand des Snapshots neu, offen oder wartend sind; ein Zeitraum geht nach dem Tag ihres Eingangs, und ein Ticket ohne diesen zählt nur ohne Zeitraum.',
		},
		isAdditive: true,
		higherIsBetter: false,
		isState: true,
		paths: [{ relation: 'tickets_by_opening', only: 'is_open', value: (only) => `count(*)${only}` }],
	},
	tickets_resolved: {
		...TICKET_SHAPE,
		name: { en: 'Tickets resolved', de: 'Gelöste Tickets' },
		unit: 'count',
		definition: {
			en: 'Number of tickets with a resolution, each once, by the day of their last one; reopened tickets count again only once they are resolved.',
			de: 'Anzahl der Tickets mit einer Lösung, jedes einmal, nach dem Tag der letzten; wieder geöffnete zählen erst, wenn sie wieder gelöst sind.',
		},
		isAdditive: true,
		higherIsBetter: true,
		paths: [{ relation: 'tickets_by_resolution', only: 'resolved_at is not null', value: (only) => `count(*)${only}` }],
	},
	tickets_resolved_before_response: {
		...TICKET_SHAPE,
		name: { en: 'Tickets resolved before a response', de: 'Vor der Antwort gelöste Tickets' },
		unit: 'count',
		definition: {
			en: 'Number of tickets whose resolution lies before their first response, by the day of the resolution; one of the two times must be wrong, so they have no resolution time.',
			de: 'Anzahl der Tickets, deren Lösung vor ihrer ersten Antwort liegt, nach dem Tag der Lösung; eine der beiden Zeiten muss falsch sein, darum haben sie keine Lösungszeit.',
		},
		isAdditive: true,
		higherIsBetter: false,
		paths: [
			{
				relation: 'tickets_by_resolution',
				only: 'is_resolved_before_response',
				value: (only) => `count(*)${only}`,
			},
		],
	},
	first_response_minutes: {
		...TICKET_SHAPE,
		name: { en: 'First response time', de: 'Erste Antwortzeit' },
		unit: 'minutes',
		definition: {
			en: 'Median business minutes from opening to the first response, by the day of the response; tickets that wait for one, or whose opening is not known, are left out.',
			de: 'Median der Geschäftsminuten vom Eingang bis zur ersten Antwort nach dem Tag der Antwort; Tickets, die noch warten oder deren Eingang unbekannt ist, zählen nicht.',
		},
		isAdditive: false,
		higherIsBetter: false,
		paths: [
			{
				relation: 'tickets_by_first_response',
				only: 'first_response_minutes is not null',
				value: (only) => `median(first_response_minutes)${only}`,
			},
		],
	},
	resolution_minutes: {
		...TICKET_SHAPE,
		name: { en: 'Resolution time', de: 'Lösungszeit' },
		unit: 'minutes',
		definition: {
			en: 'Median business minutes from opening to the last resolution, by its day; tickets without one, whose opening is not known, or resolved before their first response are left out.',
			de: 'Median der Geschäftsminuten vom Eingang bis zur letzten Lösung nach deren Tag; Tickets ohne Lösung, mit unbekanntem Eingang oder einer Lösung vor der ersten Antwort zählen nicht.',
		},
		isAdditive: false,
		higherIsBetter: false,
		paths: [
			{
				relation: 'tickets_by_resolution',
				only: 'resolution_minutes is not null',
				value: (only) => `median(resolution_minutes)${only}`,
			},
		],
	},
	ratings: {
		...TICKET_SHAPE,
		name: { en: 'Ratings', de: 'Bewertungen' },
		unit: 'count',
		definition: {
			en: 'Number of tickets that the customer rated, by the day of the rating; a rating without a day counts only where no period is asked for.',
			de: 'Anzahl der Tickets, die der Kunde bewertet hat, nach dem Tag der Bewertung; eine Bewertung ohne Tag zählt nur ohne Zeitraum.',
		},
		isAdditive: true,
		higherIsBetter: true,
		paths: [{ relation: 'tickets_by_rating', only: RATED, value: (only) => `count(*)${only}` }],
	},
	csat: {
		...TICKET_SHAPE,
		name: { en: 'Satisfaction (CSAT)', de: 'Zufriedenheit (CSAT)' },
		unit: 'ratio',
		shareOf: ['ratings'],
		definition: {
			en: 'Ratings of 4 or 5 divided by all ratings, by the day of the rating; a rating without a day counts only where no period is asked for.',
			de: 'Bewertungen mit 4 oder 5 geteilt durch alle Bewertungen nach dem Tag der Bewertung; eine Bewertung ohne Tag zählt nur ohne Zeitraum.',
		},
		isAdditive: false,
		higherIsBetter: true,
		paths: [
			{
				relation: 'tickets_by_rating',
				only: RATED,
				value: (only) => `count(*) filter (where satisfaction >= 4) / nullif(count(*)${only}, 0)`,
			},
		],
	},
	satisfaction_mean: {
		...TICKET_SHAPE,
		name: { en: 'Mean rating', de: 'Mittlere Bewertung' },
		unit: 'rating',
		definition: {
			en: 'Mean of all ratings from 1 (bad) to 5 (good), by the day of the rating; a rating without a day counts only where no period is asked for.',
			de: 'Mittelwert aller Bewertungen von 1 (schlecht) bis 5 (gut) nach dem Tag der Bewertung; eine Bewertung ohne Tag zählt nur ohne Zeitraum.',
		},
		isAdditive: false,
		higherIsBetter: true,
		paths: [{ relation: 'tickets_by_rating', only: RATED, value: (only) => `avg(satisfaction)${only}` }],
	},
} as const satisfies Readonly<Record<string, Metric>>;
