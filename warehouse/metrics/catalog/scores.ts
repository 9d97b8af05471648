import type { DimensionId } from '../dimensions.ts';
import { GRAINS } from '../metric.ts';
import type { Metric, MetricPath } from '../metric.ts';

const SCORE_DIMENSIONS = ['country', 'customer_kind', 'segment', 'customer'] as const satisfies readonly DimensionId[];

function ofScored(value: MetricPath['value']): readonly MetricPath[] {
	return [{ relation: 'customer_scores', only: "status = 'scored'", value }];
}

const SCORE_SHAPE = {
	isAdditive: true,
	isState: true,
	dimensions: SCORE_DIMENSIONS,
	grains: GRAINS,
} as const;

/** Figures of what models expect, as of the snapshot. */
export const SCORE_METRICS = {
	customers_scored: {
		...SCORE_SHAPE,
		name: { en: 'Customers with a score', de: 'Kunden mit Bewertung' },
		unit: 'count',
		higherIsBetter: true,
		definition: {
			en: 'Number of customers that the model says something of as of the snapshot: not those too new, gone for all it knows, or without a sale. A period or grain goes by their last purchase.',
			de: 'Anzahl der Kunden, über die das Modell zum Stand des Snapshots etwas sagt: ohne die zu neuen, die wohl verlorenen und die ohne Verkauf. Ein Zeitraum geht nach ihrem letzten Kauf.',
		},
		paths: ofScored((only) => `count(*)${only}`),
	},
	expected_revenue: {
		...SCORE_SHAPE,
		name: { en: 'Expected revenue of customers', de: 'Erwarteter Umsatz der Kunden' },
		unit: 'money',
		higherIsBetter: true,
		definition: {
			en: 'What today’s customers are expected to buy within the next 365 days, before returns and undiscounted, in base currency: the sum over customers with a score. A period or grain goes by their last purchase.',
			de: 'Was die heutigen Kunden in den nächsten 365 Tagen voraussichtlich kaufen, vor Retouren und nicht abgezinst, in Basiswährung: Summe über Kunden mit Bewertung. Ein Zeitraum geht nach ihrem letzten Kauf.',
		},
		paths: ofScored((only) => `sum(cast(expected_revenue as decimal(18, 4)))${only}`),
	},
	value_at_risk: {
		...SCORE_SHAPE,
		name: { en: 'Value at risk', de: 'Gefährdeter Wert' },
		unit: 'money',
		higherIsBetter: false,
		definition: {
			en: 'What customers with a score would buy within the next 365 days if they were still there for certain, times the chance that they are not, in base currency. A period or grain goes by their last purchase.',
			de: 'Was Kunden mit Bewertung in den nächsten 365 Tagen kaufen würden, wären sie sicher noch da, mal der Wahrscheinlichkeit, dass sie es nicht sind, in Basiswährung. Ein Zeitraum geht nach ihrem letzten Kauf.',
		},
		paths: ofScored((only) => `sum(cast(value_at_risk as decimal(18, 4)))${only}`),
	},
	modelled_pipeline: {
		name: { en: 'Modelled pipeline', de: 'Modellierte Pipeline' },
		unit: 'money',
		definition: {
			en: 'Amount times modelled chance of all deals that are open as of the snapshot, in base currency; where no model is better, the chance is the rate of the deal’s stage. A period or grain goes by expected close, not before the analysis date.',
			de: 'Betrag mal modellierter Wahrscheinlichkeit aller Deals, die zum Stand des Snapshots offen sind, in Basiswährung; wo kein Modell besser ist, gilt die Quote der Phase. Ein Zeitraum geht nach dem erwarteten Abschluss, nicht vor dem Analysetag.',
		},
		isAdditive: true,
		higherIsBetter: true,
		isState: true,
		dimensions: ['owner', 'stage'],
		grains: GRAINS,
		paths: [
			{ relation: 'deal_scores', only: null, value: (only) => `sum(cast(expected_base as decimal(18, 4)))${only}` },
		],
	},
} as const satisfies Readonly<Record<string, Metric>>;
