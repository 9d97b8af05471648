import type { DimensionId } from '../dimensions.ts';
import { GRAINS } from '../metric.ts';
import type { Metric, MetricPath } from '../metric.ts';
import { DEAL_DIMENSIONS } from './sales.ts';

const OPEN_DIMENSIONS = [
	...DEAL_DIMENSIONS,
	'forecast_category',
	'is_overdue',
] as const satisfies readonly DimensionId[];

const LEAD_DIMENSIONS = [
	'owner',
	'manager',
	'team',
	'office',
	'status',
	'source',
	'campaign',
	'country',
	'customer',
] as const satisfies readonly DimensionId[];

function ofOpen(value: MetricPath['value']): readonly MetricPath[] {
	return [{ relation: 'deals_by_expected_close', only: "outcome = 'open'", value }];
}

const OPEN_SHAPE = {
	isAdditive: true,
	higherIsBetter: true,
	isState: true,
	dimensions: OPEN_DIMENSIONS,
	grains: GRAINS,
} as const;

/** Figures of what may still be won: leads, open deals, and how deals go through their stages. */
export const PIPELINE_METRICS = {
	open_pipeline: {
		...OPEN_SHAPE,
		name: { en: 'Open pipeline', de: 'Offene Pipeline' },
		unit: 'money',
		definition: {
			en: 'Amount of all deals that are open as of the snapshot, in base currency; a period or grain goes by expected close, and a deal without one counts only where no period is asked for.',
			de: 'Betrag aller Deals, die zum Stand des Snapshots offen sind, in Basiswährung; ein Zeitraum geht nach dem erwarteten Abschluss, und ein Deal ohne diesen zählt nur ohne Zeitraum.',
		},
		paths: ofOpen((only) => `sum(amount_base)${only}`),
	},
	weighted_pipeline: {
		...OPEN_SHAPE,
		name: { en: 'Weighted pipeline', de: 'Gewichtete Pipeline' },
		unit: 'money',
		definition: {
			en: 'Amount times probability of all deals that are open as of the snapshot, in base currency; without a probability a deal adds nothing. A period or grain goes by expected close, and a deal without one counts only where no period is asked for.',
			de: 'Betrag mal Wahrscheinlichkeit aller Deals, die zum Stand des Snapshots offen sind, in Basiswährung; ohne Wahrscheinlichkeit trägt ein Deal nichts bei. Ein Zeitraum geht nach dem erwarteten Abschluss, und ein Deal ohne diesen zählt nur ohne Zeitraum.',
		},
		paths: ofOpen((only) => `sum(weighted_base)${only}`),
	},
	open_deals: {
		...OPEN_SHAPE,
		name: { en: 'Open deals', de: 'Offene Deals' },
		unit: 'count',
		definition: {
			en: 'Number of deals that are open as of the snapshot; a period or grain goes by expected close, and a deal without one counts only where no period is asked for.',
			de: 'Anzahl der Deals, die zum Stand des Snapshots offen sind; ein Zeitraum geht nach dem erwarteten Abschluss, und ein Deal ohne diesen zählt nur ohne Zeitraum.',
		},
		paths: ofOpen((only) => `count(*)${only}`),
	},
	deals: {
		name: { en: 'Deals', de: 'Deals' },
		unit: 'count',
		definition: {
			en: 'Number of all deals, open, won and lost, by the day they were opened; a deal without that day counts only where no period is asked for.',
			de: 'Anzahl aller Deals, der offenen, gewonnenen und verlorenen, nach dem Tag ihrer Eröffnung; ein Deal ohne diesen Tag zählt nur ohne Zeitraum.',
		},
		isAdditive: true,
		higherIsBetter: true,
		dimensions: [...DEAL_DIMENSIONS, 'outcome', 'loss_reason', 'forecast_category'],
		grains: GRAINS,
		paths: [{ relation: 'deals_by_opening', only: null, value: (only) => `count(*)${only}` }],
	},
	stage_conversion: {
		name: { en: 'Stage conversion', de: 'Phasenübergang' },
		unit: 'ratio',
		definition: {
			en: 'Deals that went on to a later stage that is not lost, divided by all deals that reached the stage, by the day they reached it; a skipped stage counts as reached, and a deal still in its stage as not gone on. Over several stages the one sum divided by the other.',
			de: 'Deals, die in eine spätere, nicht verlorene Phase weitergingen, geteilt durch alle, die die Phase erreichten, nach dem Tag, an dem sie sie erreichten; eine übersprungene Phase gilt als erreicht, und wer noch in ihr ist, ging nicht weiter. Über mehrere Phasen die eine Summe geteilt durch die andere.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: DEAL_DIMENSIONS,
		grains: GRAINS,
		paths: [
			{
				relation: 'deal_stages',
				only: "stage_outcome = 'open'",
				value: (only) => `count(*) filter (where stage_outcome = 'open' and is_passed) / nullif(count(*)${only}, 0)`,
			},
		],
	},
	time_in_stage: {
		name: { en: 'Time in stage', de: 'Zeit in der Phase' },
		unit: 'days',
		definition: {
			en: 'Median days from entering an open stage to leaving it, by the day it was left; stays that go on, or whose beginning is not known, are left out.',
			de: 'Median der Tage vom Eintritt in eine offene Phase bis zum Verlassen nach dem Tag des Verlassens; Aufenthalte, die andauern oder deren Beginn unbekannt ist, zählen nicht.',
		},
		isAdditive: false,
		higherIsBetter: false,
		dimensions: DEAL_DIMENSIONS,
		grains: GRAINS,
		paths: [
			{
				relation: 'deal_stage_stays',
				only: "stage_outcome = 'open' and days_in_stage is not null",
				value: (only) => `median(days_in_stage)${only}`,
			},
		],
	},
	leads_created: {
		name: { en: 'Leads created', de: 'Neue Leads' },
		unit: 'count',
		definition: {
			en: 'Number of leads, by the day they were created, converted and disqualified ones among them; a lead without that day counts only where no period is asked for.',
			de: 'Anzahl der Leads nach dem Tag, an dem sie entstanden, umgewandelte und aussortierte eingeschlossen; ein Lead ohne diesen Tag zählt nur ohne Zeitraum.',
		},
		isAdditive: true,
		higherIsBetter: true,
		dimensions: LEAD_DIMENSIONS,
		grains: GRAINS,
		paths: [{ relation: 'leads', only: null, value: (only) => `count(*)${only}` }],
	},
	lead_conversion_rate: {
		name: { en: 'Lead conversion rate', de: 'Lead-Umwandlungsquote' },
		unit: 'ratio',
		shareOf: ['leads_created'],
		definition: {
			en: 'Leads created in the period that were converted by now, divided by all leads created in it; young leads still have their time before them.',
			de: 'Im Zeitraum entstandene Leads, die bis heute umgewandelt wurden, geteilt durch alle darin entstandenen; junge Leads haben ihre Zeit noch vor sich.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: LEAD_DIMENSIONS,
		grains: GRAINS,
		paths: [
			{
				relation: 'leads',
				only: null,
				value: (only) => `count(*) filter (where is_converted) / nullif(count(*)${only}, 0)`,
			},
		],
	},
} as const satisfies Readonly<Record<string, Metric>>;
