import type { DimensionId } from '../dimensions.ts';
import { GRAINS } from '../metric.ts';
import type { Metric } from '../metric.ts';

const MEMBER_DIMENSIONS = [
	'campaign',
	'campaign_type',
	'status',
	'country',
	'customer_kind',
	'customer',
] as const satisfies readonly DimensionId[];

const MEMBER_SHAPE = { dimensions: MEMBER_DIMENSIONS, grains: GRAINS } as const;

/** Figures of campaigns: what they cost, whom they reach, who answers. */
export const MARKETING_METRICS = {
	campaign_cost: {
		name: { en: 'Campaign cost', de: 'Kampagnenkosten' },
		unit: 'money',
		definition: {
			en: 'All money spent on campaigns in base currency, by the day it was spent; budgets are not costs.',
			de: 'Alles für Kampagnen ausgegebene Geld in Basiswährung nach dem Tag der Ausgabe; Budgets sind keine Kosten.',
		},
		isAdditive: true,
		higherIsBetter: false,
		dimensions: ['campaign', 'campaign_type', 'currency'],
		grains: GRAINS,
		paths: [{ relation: 'campaign_costs', only: null, value: (only) => `sum(amount_base)${only}` }],
	},
	campaign_members: {
		...MEMBER_SHAPE,
		name: { en: 'Campaign members', de: 'Kampagnenmitglieder' },
		unit: 'count',
		definition: {
			en: 'Number of contacts and leads that campaigns are for, by the day they were written to; a member not written to yet counts only where no period is asked for.',
			de: 'Anzahl der Kontakte und Leads, an die Kampagnen gehen, nach dem Tag, an dem sie angeschrieben wurden; wer es noch nicht wurde, zählt nur ohne Zeitraum.',
		},
		isAdditive: true,
		higherIsBetter: true,
		paths: [{ relation: 'campaign_members', only: null, value: (only) => `count(*)${only}` }],
	},
	campaign_responses: {
		...MEMBER_SHAPE,
		name: { en: 'Campaign responses', de: 'Kampagnenantworten' },
		unit: 'count',
		definition: {
			en: 'Number of campaign members who responded, by the day they were written to; one without that day counts only where no period is asked for.',
			de: 'Anzahl der Kampagnenmitglieder, die reagierten, nach dem Tag, an dem sie angeschrieben wurden; eines ohne diesen Tag zählt nur ohne Zeitraum.',
		},
		isAdditive: true,
		higherIsBetter: true,
		paths: [{ relation: 'campaign_members', only: 'is_responded', value: (only) => `count(*)${only}` }],
	},
	campaign_response_rate: {
		...MEMBER_SHAPE,
		name: { en: 'Campaign response rate', de: 'Kampagnen-Rücklaufquote' },
		unit: 'ratio',
		shareOf: ['campaign_members'],
		definition: {
			en: 'Campaign members who responded divided by all members, by the day they were written to; a member not written to yet counts only where no period is asked for.',
			de: 'Kampagnenmitglieder, die reagierten, geteilt durch alle Mitglieder nach dem Tag, an dem sie angeschrieben wurden; wer es noch nicht wurde, zählt nur ohne Zeitraum.',
		},
		isAdditive: false,
		higherIsBetter: true,
		paths: [
			{
				relation: 'campaign_members',
				only: null,
				value: (only) => `count(*) filter (where is_responded) / nullif(count(*)${only}, 0)`,
			},
		],
	},
} as const satisfies Readonly<Record<string, Metric>>;
