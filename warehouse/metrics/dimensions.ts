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
	channel: { type: 'text', name: { en: 'Channel', de: 'Kanal' } },
	/** The currency the line was sold in; the figures stay in base currency. */
	currency: { type: 'text', name: { en: 'Currency', de: 'Währung' } },
	/** The product's key. */
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
} as const satisfies Readonly<Record<string, DimensionShape>>;

export type DimensionId = keyof typeof DIMENSIONS;

/** Whether the text is a dimension's id. */
export function isDimensionId(text: string): text is DimensionId {
	return Object.hasOwn(DIMENSIONS, text);
}
