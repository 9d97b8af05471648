import type { Connection } from '../database.ts';
import { rows, sql, unsafe } from '../query.ts';
import { DIMENSIONS } from '../metrics/dimensions.ts';
import type { DimensionId } from '../metrics/dimensions.ts';
import type { Localized } from '../metrics/localized.ts';
import type { Relation } from '../metrics/relation.ts';
import { RELATIONS } from '../metrics/relations.ts';
import type { RelationId } from '../metrics/relations.ts';

/** A dimension that a page offers to filter on, with the values there are. */
export interface FilterOption {
	readonly dimension: DimensionId;
	readonly name: Localized;
	/** Commonest first; null stands for the rows without a value. */
	readonly values: readonly { readonly value: string | boolean | null; readonly rows_count: number }[];
}

/** What pages are about. */
export type FilterSubject = 'orders' | 'sales' | 'service';

interface Offer {
	readonly relation: RelationId;
	readonly dimensions: readonly DimensionId[];
	/** How many rows of facts a row stands for. */
	readonly count: string;
}

const OFFERS: Readonly<Record<FilterSubject, Offer>> = {
	orders: {
		relation: 'rollup_order_lines_by_day',
		dimensions: ['country', 'category', 'customer_kind', 'channel', 'is_identified'],
		count: 'sum(lines_count)',
	},
	sales: {
		relation: 'deals_by_opening',
		dimensions: [
			'owner',
			'manager',
			'team',
			'office',
			'product',
			'source',
			'sales_pipeline',
			'campaign',
			'country',
			'customer_kind',
		],
		count: 'count(*)',
	},
	service: {
		relation: 'tickets_by_opening',
		dimensions: [
			'owner',
			'team',
			'office',
			'priority',
			'ticket_type',
			'channel',
			'product',
			'country',
			'customer_kind',
		],
		count: 'count(*)',
	},
};

const MOST_VALUES = 200;

/** What a filter of a page may name, for `readScope`: the same of every figure there. */
export function filterableBy(subject: FilterSubject): readonly DimensionId[] {
	return OFFERS[subject].dimensions;
}

/** The dimensions with more than one value in the connection's snapshot, each with its 200 commonest values. */
export async function filterOptions(db: Connection, subject: FilterSubject = 'orders'): Promise<FilterOption[]> {
	const { relation: id, dimensions, count } = OFFERS[subject];
	const relation: Relation = RELATIONS[id];
	const options: FilterOption[] = [];
	for (const dimension of dimensions) {
		const column = unsafe(relation.dimensions[dimension] ?? 'null');
		const values = await rows<{ value: string | boolean | null; rows_count: number }>(
			db,
			sql`select ${column} as value, cast(${unsafe(count)} as bigint) as rows_count
			from ${unsafe(relation.from)}
			group by all
			order by rows_count desc, value
			limit ${MOST_VALUES}`,
		);
		if (values.length > 1) options.push({ dimension, name: DIMENSIONS[dimension].name, values });
	}
	return options;
}
