import type { Localized } from './localized.ts';

/** How the values of a dimension are written in a filter and given in a row. */
export type DimensionType = 'text' | 'integer' | 'boolean' | 'date';

interface DimensionShape {
	readonly type: DimensionType;
	readonly name: Localized;
}

/** Everything that metrics can be broken down by or filtered on; which of them a metric takes stands in the catalogue. */
export const DIMENSIONS = {
	country: { type: 'text', name: { en: 'Country', de: 'Land' } },
	category: { type: 'text', name: { en: 'Category', de: 'Kategorie' } },
	/** `consumer` or `company`. */
	customer_kind: { type: 'text', name: { en: 'Kind of customer', de: 'Kundenart' } },
	/** Of the customer, by recency, frequency and money. */
	segment: { type: 'text', name: { en: 'Segment', de: 'Segment' } },
	channel: { type: 'text', name: { en: 'Channel', de: 'Kanal' } },
	/** The currency the line was sold in; the figures stay in base currency. */
	currency: { type: 'text', name: { en: 'Currency', de: 'Währung' } },
	/** The product's key; of deals and tickets its name, and `several` of a deal about more than one. */
	product: { type: 'text', name: { en: 'Product', de: 'Produkt' } },
	/** The customer's key. */
	customer: { type: 'text', name: { en: 'Customer', de: 'Kunde' } },
	is_identified: { type: 'boolean', name: { en: 'Customer known', de: 'Kunde bekannt' } },
	/** `sale` or `return`. */
	line_kind: { type: 'text', name: { en: 'Kind of line', de: 'Zeilenart' } },
	/** ISO 8601: 1 is Monday, 7 is Sunday, whatever day the company's week starts on. */
	weekday: { type: 'integer', name: { en: 'Weekday (1 = Monday)', de: 'Wochentag (1 = Montag)' } },
	/** First day of the month of a customer's first sale. */
	cohort_month: { type: 'date', name: { en: 'Month of first purchase', de: 'Monat des ersten Kaufs' } },
	/** Whole calendar months since the month of the first sale; 0 is that month. */
	months_since: { type: 'integer', name: { en: 'Months since first purchase', de: 'Monate seit dem ersten Kauf' } },
	/** Who works on it, by name. */
	owner: { type: 'text', name: { en: 'Owner', de: 'Zuständig' } },
	/** The owner's manager, team and office. */
	manager: { type: 'text', name: { en: 'Manager', de: 'Leitung' } },
	team: { type: 'text', name: { en: 'Team', de: 'Team' } },
	office: { type: 'text', name: { en: 'Office', de: 'Standort' } },
	sales_pipeline: { type: 'text', name: { en: 'Sales pipeline', de: 'Vertriebspipeline' } },
	/** A stage's name. */
	stage: { type: 'text', name: { en: 'Stage', de: 'Phase' } },
	/** `open`, `won` or `lost`. */
	outcome: { type: 'text', name: { en: 'Outcome', de: 'Ausgang' } },
	/** Where a deal or a lead came from. */
	source: { type: 'text', name: { en: 'Source', de: 'Herkunft' } },
	loss_reason: { type: 'text', name: { en: 'Loss reason', de: 'Verlustgrund' } },
	forecast_category: { type: 'text', name: { en: 'Forecast category', de: 'Prognosekategorie' } },
	/** Open, with an expected close before the analysis date. */
	is_overdue: { type: 'boolean', name: { en: 'Overdue', de: 'Überfällig' } },
	/** A campaign's name. */
	campaign: { type: 'text', name: { en: 'Campaign', de: 'Kampagne' } },
	campaign_type: { type: 'text', name: { en: 'Kind of campaign', de: 'Kampagnenart' } },
	/** Of a ticket, a lead or a campaign's member. */
	status: { type: 'text', name: { en: 'Status', de: 'Status' } },
	priority: { type: 'text', name: { en: 'Priority', de: 'Priorität' } },
	ticket_type: { type: 'text', name: { en: 'Kind of ticket', de: 'Ticketart' } },
} as const satisfies Readonly<Record<string, DimensionShape>>;

export type DimensionId = keyof typeof DIMENSIONS;

/** Whether the text is a dimension's id. */
export function isDimensionId(text: string): text is DimensionId {
	return Object.hasOwn(DIMENSIONS, text);
}
