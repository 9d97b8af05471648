/**
 * The segments of customers by recency, frequency and money, from the best to those who are gone, as scores name them (the
 * models that make them have the same list; a test holds the two together, for a leaf imports no other).
 */
export const RFM_SEGMENT_IDS = [
	'champions',
	'loyal',
	'potential_loyalists',
	'new',
	'promising',
	'need_attention',
	'about_to_sleep',
	'at_risk',
	'cannot_lose',
	'hibernating',
	'lost',
] as const;
