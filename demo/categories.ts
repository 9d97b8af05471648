/** A thing that is sold in several lines, with the EUR that the cheapest and the dearest of them cost. */
type Thing = readonly [name: string, from: number, to: number];

/** A part of the range. */
export interface Category {
	readonly name: string;
	readonly things: readonly Thing[];
	/** Share of the price that buying it costs. */
	readonly costShare: number;
	/** Share of its sold lines that consumers send back. */
	readonly returnRate: number;
	/** How often it is bought, January to December. */
	readonly season: readonly number[];
}

const EVEN = Array.from({ length: 12 }, () => 1);
const times = (factor: number, season: readonly number[]): readonly number[] => season.map((value) => factor * value);

export const CATEGORIES: readonly Category[] = [
	{
		name: 'Tents and sleeping',
		things: [
			['Trekking tent, 1 person', 189, 429],
			['Trekking tent, 2 persons', 229, 549],
			['Family tent, 4 persons', 299, 899],
			['Tarp 3 x 3 m', 49, 129],
			['Down sleeping bag', 149, 389],
			['Summer sleeping bag', 39, 99],
			['Sleeping mat', 24, 139],
			['Hammock', 29, 89],
			['Travel pillow', 9, 29],
			['Tent pegs, set of 12', 8, 24],
		],
		costShare: 0.6,
		returnRate: 0.05,
		season: times(0.8, [0.5, 0.6, 0.9, 1.2, 1.6, 1.8, 1.6, 1.1, 0.7, 0.5, 0.6, 0.8]),
	},
	{
		name: 'Backpacks',
		things: [
			['Daypack 20 l', 39, 99],
			['Daypack 28 l', 59, 129],
			['Trekking backpack 45+10 l', 119, 229],
			['Trekking backpack 65+10 l', 139, 279],
			['Duffel bag 60 l', 49, 119],
			['Hip bag', 15, 45],
			['Child carrier', 149, 319],
			['Dry bag', 9, 34],
			['Rain cover', 12, 29],
			['Bicycle pannier', 45, 109],
		],
		costShare: 0.56,
		returnRate: 0.05,
		season: [0.7, 0.7, 0.9, 1.1, 1.3, 1.4, 1.3, 1.1, 0.9, 0.8, 0.9, 1.0],
	},
	{
		name: 'Clothing',
		things: [
			['Rain jacket', 79, 289],
			['Down jacket', 119, 349],
			['Fleece jacket', 49, 129],
			['Merino shirt', 45, 99],
			['Trekking trousers', 59, 149],
			['Softshell trousers', 69, 169],
			['Base layer', 29, 79],
			['Wool cap', 15, 39],
			['Gloves', 19, 69],
			['Hiking socks, 2 pairs', 12, 29],
		],
		costShare: 0.47,
		returnRate: 0.1,
		season: times(1.7, [1.1, 1.0, 0.9, 0.8, 0.8, 0.8, 0.8, 0.9, 1.1, 1.3, 1.4, 1.4]),
	},
	{
		name: 'Footwear',
		things: [
			['Hiking boots', 119, 289],
			['Mountain boots', 199, 389],
			['Trail shoes', 89, 179],
			['Approach shoes', 99, 189],
			['Trekking sandals', 49, 119],
			['Winter boots', 99, 229],
			['Hut slippers', 24, 59],
			['Insoles', 15, 45],
			['Gaiters', 29, 69],
			['Rubber boots', 29, 79],
		],
		costShare: 0.54,
		returnRate: 0.115,
		season: [0.8, 0.7, 0.9, 1.1, 1.2, 1.1, 1.0, 1.0, 1.1, 1.1, 1.0, 1.0],
	},
	{
		name: 'Kitchen',
		things: [
			['Gas stove', 29, 129],
			['Pot set, 3 pieces', 35, 99],
			['Cast iron pan', 29, 89],
			['Kettle 1.2 l', 19, 59],
			['Vacuum flask 0.75 l', 19, 49],
			['Enamel mug', 6, 15],
			['Lunch box', 9, 35],
			['Pocket knife', 19, 89],
			['Cool box 26 l', 49, 149],
			['Coffee maker', 22, 79],
		],
		costShare: 0.52,
		returnRate: 0.02,
		season: times(1.6, [0.8, 0.8, 0.9, 1.0, 1.1, 1.2, 1.1, 0.9, 0.8, 0.9, 1.2, 1.6]),
	},
	{
		name: 'Light and power',
		things: [
			['Headlamp 200 lm', 19, 49],
			['Headlamp 600 lm', 49, 129],
			['Camping lantern', 19, 79],
			['Fairy lights, 10 m', 12, 39],
			['Power bank 10 Ah', 25, 59],
			['Power bank 26 Ah', 49, 119],
			['Solar panel 28 W', 59, 149],
			['Batteries AA, 12 pieces', 6, 15],
			['Bicycle light', 19, 89],
			['Wall lamp', 29, 99],
		],
		costShare: 0.62,
		returnRate: 0.035,
		season: times(1.1, [0.9, 0.8, 0.8, 0.8, 0.8, 0.8, 0.9, 0.9, 1.0, 1.2, 1.5, 1.7]),
	},
	{
		name: 'Garden',
		things: [
			['Watering can 10 l', 12, 39],
			['Secateurs', 15, 69],
			['Garden chair', 49, 189],
			['Garden table', 99, 449],
			['Hammock stand', 79, 199],
			['Bird house', 14, 49],
			['Planter', 9, 79],
			['Fire bowl', 59, 249],
			['Seed box', 6, 19],
			['Parasol 3 m', 59, 229],
		],
		costShare: 0.55,
		returnRate: 0.025,
		season: times(1.1, [0.3, 0.5, 1.2, 1.8, 1.9, 1.6, 1.2, 0.9, 0.7, 0.6, 0.5, 0.6]),
	},
	{
		name: 'Care and repair',
		things: [
			['Waterproofing spray', 9, 19],
			['Leather wax', 6, 14],
			['Down detergent', 8, 16],
			['Repair kit', 7, 29],
			['Seam sealer', 6, 12],
			['Boot laces', 4, 9],
			['Boot brush', 5, 14],
			['Patches, 6 pieces', 4, 11],
			['Zip kit', 6, 15],
			['Drying bag', 9, 24],
		],
		costShare: 0.4,
		returnRate: 0.01,
		season: times(1.3, EVEN),
	},
];

/** What the lines of things are called, from cheap to dear. */
export const PRODUCT_LINES = ['Moor', 'Isar', 'Lärche', 'Karst', 'Gletscher'] as const;
