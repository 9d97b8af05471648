/** The segments of the RFM grid, in the field's usual words, from the best customers to those who are gone. */
export const RFM_SEGMENTS = [
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

export type RfmSegment = (typeof RFM_SEGMENTS)[number];

/** Every cell once: a row for each fifth of recency, the latest buyers first; columns by the fifth of frequency and money. */
const GRID: readonly (readonly RfmSegment[])[] = [
	['new', 'potential_loyalists', 'potential_loyalists', 'champions', 'champions'],
	['promising', 'potential_loyalists', 'loyal', 'loyal', 'champions'],
	['about_to_sleep', 'about_to_sleep', 'need_attention', 'loyal', 'loyal'],
	['hibernating', 'hibernating', 'at_risk', 'at_risk', 'at_risk'],
	['lost', 'lost', 'at_risk', 'cannot_lose', 'cannot_lose'],
];

const FIFTHS = GRID.length;

/**
 * The segment of scores between 1 and `bins`, 5 being the usual number: recency against the mean of frequency and money,
 * each brought to fifths (a half counts up).
 * @example segmentOf({ recency: 5, frequency: 4, monetary: 4 }, 5) // 'champions'
 */
export function segmentOf(
	scores: { readonly recency: number; readonly frequency: number; readonly monetary: number },
	bins: number,
): RfmSegment {
	const recency = fifthOf(scores.recency, bins);
	const worth = fifthOf((scores.frequency + scores.monetary) / 2, bins);
	return GRID[FIFTHS - recency]?.[worth - 1] ?? 'need_attention';
}

/** The fifth that the middle of a bin lies in, 1 to 5. */
function fifthOf(score: number, bins: number): number {
	return Math.min(FIFTHS, 1 + Math.floor(((score - 0.5) * FIFTHS) / bins));
}
