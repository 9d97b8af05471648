/** Days on which prices are reduced. */
export interface Promotion {
	/** First and last day, `YYYY-MM-DD`. */
	readonly from: string;
	readonly to: string;
	/** null: all of them. */
	readonly categories: readonly string[] | null;
	/** Share taken off the price. */
	readonly discount: number;
	/** How many more orders consumers place because of it: a factor. */
	readonly lift: number;
}

/** Day of November on which the week of the fourth Thursday begins. */
function blackMonday(year: number): number {
	const firstWeekday = new Date(Date.UTC(year, 10, 1)).getUTCDay();
	const firstThursday = 1 + ((4 - firstWeekday + 7) % 7);
	return firstThursday + 21 - 3;
}

/** The promotions of a year: winter sale, camping weeks, summer sale, and the week of Black Friday. */
export function promotionsOf(year: number): readonly Promotion[] {
	const monday = Date.UTC(year, 10, blackMonday(year));
	const dayAfter = (days: number): string => new Date(monday + days * 86_400_000).toISOString().slice(0, 10);
	return [
		{ from: `${year}-01-07`, to: `${year}-01-20`, categories: ['Clothing', 'Footwear'], discount: 0.2, lift: 1.12 },
		{
			from: `${year}-05-06`,
			to: `${year}-05-19`,
			categories: ['Tents and sleeping', 'Backpacks'],
			discount: 0.15,
			lift: 1.1,
		},
		{
			from: `${year}-07-22`,
			to: `${year}-08-04`,
			categories: ['Clothing', 'Footwear', 'Garden'],
			discount: 0.25,
			lift: 1.15,
		},
		{ from: dayAfter(0), to: dayAfter(7), categories: null, discount: 0.18, lift: 1.7 },
	];
}
