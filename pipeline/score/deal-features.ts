import type { FeatureColumn } from '#models/logistic/feature-column.ts';
import type { Connection } from '#warehouse/database.ts';
import { sql, unsafe } from '#warehouse/query.ts';
import { readColumns } from '#warehouse/typed-columns.ts';

/** What is known of deals at cut-offs, a row for each at which it was open. */
export interface DealRows {
	readonly rows: number;
	readonly dealIds: readonly (string | null)[];
	/** Days since 1970-01-01. */
	readonly cutOffs: Int32Array;
	/** 1 won, 0 lost, -1 still open. */
	readonly outcomes: Int32Array;
	/** Day it closed, since 1970-01-01; far ahead for an open one. */
	readonly closedOn: Int32Array;
	readonly categories: Readonly<Record<CategoryName, readonly (string | null)[]>>;
	/** NaN where nothing is known. */
	readonly numbers: Readonly<Record<NumberName, Float64Array>>;
}

const CATEGORIES = ['stage', 'source', 'customer_kind'] as const;
/** Counts, days and money come in all sizes: their logarithm is what the model sees. */
const LOGGED = ['amount_base', 'customer_won_deals', 'recent_activities', 'age_days', 'days_in_stage'] as const;
const NUMBERS = ['owner_win_rate', ...LOGGED] as const;

export type CategoryName = (typeof CATEGORIES)[number];
export type NumberName = (typeof NUMBERS)[number];

/** What stands in for a number that is not known: the median of those that are. */
export type Fills = Readonly<Record<NumberName, number>>;

/** The open deals of the present, or those of the cut-offs before it. */
export async function readDeals(connection: Connection, when: 'present' | 'past'): Promise<DealRows> {
	const names = unsafe([...CATEGORIES, ...NUMBERS].join(', '));
	const columns = await readColumns(
		connection,
		sql`select deal_id, cut_off_on, coalesce(is_won, -1) as outcome, coalesce(closed_on, date '9999-12-31') as closed_on,
				${names}
			from ftr_open_deals where is_present = ${when === 'present'} order by cut_off_on, deal_id`,
	);
	return {
		rows: columns.rows,
		dealIds: columns.texts('deal_id'),
		cutOffs: columns.integers('cut_off_on'),
		outcomes: columns.integers('outcome'),
		closedOn: columns.integers('closed_on'),
		categories: recordOf(CATEGORIES, (name) => columns.texts(name)),
		numbers: recordOf(NUMBERS, (name) => columns.doubles(name)),
	};
}

function recordOf<Name extends string, Value>(names: readonly Name[], valueOf: (name: Name) => Value) {
	return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, Value>;
}

/** Some of the rows, in the order of their indices. */
export function pickDeals(deals: DealRows, indices: readonly number[]): DealRows {
	const texts = (values: readonly (string | null)[]) => indices.map((index) => values[index] ?? null);
	return {
		rows: indices.length,
		dealIds: texts(deals.dealIds),
		cutOffs: Int32Array.from(indices, (index) => deals.cutOffs[index] ?? 0),
		outcomes: Int32Array.from(indices, (index) => deals.outcomes[index] ?? -1),
		closedOn: Int32Array.from(indices, (index) => deals.closedOn[index] ?? 0),
		categories: recordOf(CATEGORIES, (name) => texts(deals.categories[name])),
		numbers: recordOf(NUMBERS, (name) =>
			Float64Array.from(indices, (index) => deals.numbers[name][index] ?? Number.NaN),
		),
	};
}

export function fillsOf({ numbers }: DealRows): Fills {
	return recordOf(NUMBERS, (name) => {
		const known = numbers[name].filter((value) => !Number.isNaN(value)).sort();
		return known[Math.floor(known.length / 2)] ?? 0;
	});
}

/** The columns that the model is fitted on and applied to. */
export function featureColumns({ categories, numbers }: DealRows, fills: Fills): FeatureColumn[] {
	return [
		...CATEGORIES.map((name): FeatureColumn => ({ name, kind: 'category', values: categories[name] })),
		...NUMBERS.map((name): FeatureColumn => {
			const isLogged = (LOGGED as readonly string[]).includes(name);
			const values = numbers[name].map((value) => {
				const known = Number.isNaN(value) ? fills[name] : value;
				return isLogged ? Math.log1p(Math.max(known, 0)) : known;
			});
			return { name, kind: 'number', values };
		}),
	];
}

/** Which columns say of a deal whether something is known: for a search for leaks, where that alone may tell the outcome. */
export function presenceColumns({ numbers }: DealRows): FeatureColumn[] {
	return NUMBERS.map((name) => ({
		name: `${name}_known`,
		kind: 'number',
		values: numbers[name].map((value) => (Number.isNaN(value) ? 0 : 1)),
	}));
}

/** What stands in a column for people to read: the value itself, not its logarithm; null where nothing is known. */
export function valueOf(deals: DealRows, feature: string, row: number): string | number | null {
	const category = CATEGORIES.find((name) => name === feature);
	if (category !== undefined) return deals.categories[category][row] ?? null;
	const number = NUMBERS.find((name) => name === feature);
	const value = number === undefined ? Number.NaN : (deals.numbers[number][row] ?? Number.NaN);
	return Number.isNaN(value) ? null : value;
}
