import type { DimensionId } from '../dimensions.ts';
import { GRAINS } from '../metric.ts';
import type { Metric, MetricPath } from '../metric.ts';

/** Of a deal, wherever it stands. */
export const DEAL_DIMENSIONS = [
	'owner',
	'manager',
	'team',
	'office',
	'product',
	'sales_pipeline',
	'stage',
	'source',
	'campaign',
	'country',
	'customer_kind',
	'currency',
	'customer',
] as const satisfies readonly DimensionId[];

const CLOSED_DIMENSIONS = [
	...DEAL_DIMENSIONS,
	'outcome',
	'loss_reason',
	'forecast_category',
] as const satisfies readonly DimensionId[];

const WON = "outcome = 'won'";
const LOST = "outcome = 'lost'";
const CLOSED = "outcome in ('won', 'lost')";

function ofClosed(only: string, value: MetricPath['value'], counted?: string): readonly MetricPath[] {
	return [{ relation: 'deals_by_closing', only, value, ...(counted === undefined ? {} : { counted }) }];
}

const CLOSED_SHAPE = { dimensions: CLOSED_DIMENSIONS, grains: GRAINS } as const;

/** Figures of deals that were won or lost, by the day they closed. */
export const SALES_METRICS = {
	won_revenue: {
		...CLOSED_SHAPE,
		name: { en: 'Won revenue', de: 'Gewonnener Umsatz' },
		unit: 'money',
		definition: {
			en: 'Amount of all won deals in base currency, by the day they closed; a won deal without that day counts only where no period is asked for. Never the same as net revenue, which is what was ordered.',
			de: 'Betrag aller gewonnenen Deals in Basiswährung nach dem Tag ihres Abschlusses; ein gewonnener Deal ohne diesen Tag zählt nur ohne Zeitraum. Nie dasselbe wie der Nettoumsatz, der das Bestellte ist.',
		},
		isAdditive: true,
		higherIsBetter: true,
		paths: ofClosed(WON, (only) => `sum(amount_base)${only}`),
	},
	deals_won: {
		...CLOSED_SHAPE,
		name: { en: 'Deals won', de: 'Gewonnene Deals' },
		unit: 'count',
		definition: {
			en: 'Number of won deals, by the day they closed; one without that day counts only where no period is asked for.',
			de: 'Anzahl der gewonnenen Deals nach dem Tag ihres Abschlusses; einer ohne diesen Tag zählt nur ohne Zeitraum.',
		},
		isAdditive: true,
		higherIsBetter: true,
		paths: ofClosed(WON, (only) => `count(*)${only}`),
	},
	deals_lost: {
		...CLOSED_SHAPE,
		name: { en: 'Deals lost', de: 'Verlorene Deals' },
		unit: 'count',
		definition: {
			en: 'Number of lost deals, by the day they closed; one without that day counts only where no period is asked for.',
			de: 'Anzahl der verlorenen Deals nach dem Tag ihres Abschlusses; einer ohne diesen Tag zählt nur ohne Zeitraum.',
		},
		isAdditive: true,
		higherIsBetter: false,
		paths: ofClosed(LOST, (only) => `count(*)${only}`),
	},
	win_rate: {
		...CLOSED_SHAPE,
		name: { en: 'Win rate', de: 'Gewinnquote' },
		unit: 'ratio',
		shareOf: ['deals_won', 'deals_lost'],
		definition: {
			en: 'Won deals divided by won and lost deals, by the day they closed; open deals are left out.',
			de: 'Gewonnene Deals geteilt durch gewonnene und verlorene nach dem Tag ihres Abschlusses; offene zählen nicht.',
		},
		isAdditive: false,
		higherIsBetter: true,
		paths: ofClosed(CLOSED, (only) => `count(*) filter (where ${WON}) / nullif(count(*)${only}, 0)`),
	},
	win_rate_by_amount: {
		...CLOSED_SHAPE,
		name: { en: 'Win rate by amount', de: 'Gewinnquote nach Betrag' },
		unit: 'ratio',
		definition: {
			en: 'Amount of won deals divided by the amount of won and lost deals in base currency, by the day they closed; a deal without an amount adds nothing to either.',
			de: 'Betrag der gewonnenen Deals geteilt durch den der gewonnenen und verlorenen in Basiswährung nach dem Tag ihres Abschlusses; ein Deal ohne Betrag trägt zu keinem von beiden bei.',
		},
		isAdditive: false,
		higherIsBetter: true,
		paths: ofClosed(
			CLOSED,
			(only) => `coalesce(sum(amount_base) filter (where ${WON}), 0) / nullif(sum(amount_base)${only}, 0)`,
			'amount_base is not null',
		),
	},
	average_deal_size: {
		...CLOSED_SHAPE,
		name: { en: 'Average deal size', de: 'Durchschnittliche Dealgröße' },
		unit: 'money',
		decimals: 4,
		definition: {
			en: 'Mean amount of won deals in base currency, by the day they closed; won deals without an amount are left out.',
			de: 'Mittlerer Betrag der gewonnenen Deals in Basiswährung nach dem Tag ihres Abschlusses; gewonnene Deals ohne Betrag zählen nicht.',
		},
		isAdditive: false,
		higherIsBetter: true,
		paths: ofClosed(
			WON,
			(only) => `sum(amount_base)${only} / nullif(count(amount_base)${only}, 0)`,
			'amount_base is not null',
		),
	},
	median_deal_size: {
		...CLOSED_SHAPE,
		name: { en: 'Median deal size', de: 'Mittlere Dealgröße (Median)' },
		unit: 'money',
		decimals: 4,
		definition: {
			en: 'Median amount of won deals in base currency, by the day they closed: half of them brought more, half less. Won deals without an amount are left out.',
			de: 'Median der Beträge gewonnener Deals in Basiswährung nach dem Tag ihres Abschlusses: Die eine Hälfte brachte mehr, die andere weniger. Gewonnene Deals ohne Betrag zählen nicht.',
		},
		isAdditive: false,
		higherIsBetter: true,
		paths: ofClosed(WON, (only) => `median(amount_base)${only}`, 'amount_base is not null'),
	},
	sales_cycle_days: {
		...CLOSED_SHAPE,
		name: { en: 'Sales cycle', de: 'Verkaufszyklus' },
		unit: 'days',
		definition: {
			en: 'Mean days from opening to closing of won deals, by the day they closed; deals without either day, or closed before they were opened, are left out.',
			de: 'Mittlere Tage von der Eröffnung bis zum Abschluss gewonnener Deals nach dem Tag des Abschlusses; Deals, denen einer der Tage fehlt oder die vor ihrer Eröffnung schlossen, zählen nicht.',
		},
		isAdditive: false,
		higherIsBetter: false,
		paths: ofClosed(WON, (only) => `avg(cycle_days)${only}`, 'cycle_days is not null'),
	},
	median_sales_cycle_days: {
		...CLOSED_SHAPE,
		name: { en: 'Median sales cycle', de: 'Verkaufszyklus (Median)' },
		unit: 'days',
		definition: {
			en: 'Median days from opening to closing of won deals, by the day they closed; deals without either day, or closed before they were opened, are left out.',
			de: 'Median der Tage von der Eröffnung bis zum Abschluss gewonnener Deals nach dem Tag des Abschlusses; Deals, denen einer der Tage fehlt oder die vor ihrer Eröffnung schlossen, zählen nicht.',
		},
		isAdditive: false,
		higherIsBetter: false,
		paths: ofClosed(WON, (only) => `median(cycle_days)${only}`, 'cycle_days is not null'),
	},
	days_to_close: {
		...CLOSED_SHAPE,
		name: { en: 'Days to close', de: 'Tage bis zum Abschluss' },
		unit: 'days',
		definition: {
			en: 'Mean days from opening to closing of won and lost deals, which the outcome tells apart, by the day they closed; deals without either day, or closed before they were opened, are left out.',
			de: 'Mittlere Tage von der Eröffnung bis zum Abschluss gewonnener und verlorener Deals, die der Ausgang unterscheidet, nach dem Tag des Abschlusses; Deals, denen einer der Tage fehlt oder die vor ihrer Eröffnung schlossen, zählen nicht.',
		},
		isAdditive: false,
		higherIsBetter: false,
		paths: ofClosed(CLOSED, (only) => `avg(cycle_days)${only}`, 'cycle_days is not null'),
	},
	median_days_to_close: {
		...CLOSED_SHAPE,
		name: { en: 'Median days to close', de: 'Tage bis zum Abschluss (Median)' },
		unit: 'days',
		definition: {
			en: 'Median days from opening to closing of won and lost deals, which the outcome tells apart, by the day they closed; deals without either day, or closed before they were opened, are left out.',
			de: 'Median der Tage von der Eröffnung bis zum Abschluss gewonnener und verlorener Deals, die der Ausgang unterscheidet, nach dem Tag des Abschlusses; Deals, denen einer der Tage fehlt oder die vor ihrer Eröffnung schlossen, zählen nicht.',
		},
		isAdditive: false,
		higherIsBetter: false,
		paths: ofClosed(CLOSED, (only) => `median(cycle_days)${only}`, 'cycle_days is not null'),
	},
} as const satisfies Readonly<Record<string, Metric>>;
