import type { Connection } from '../database.ts';
import { rows, sql, unsafe } from '../query.ts';
import { DIMENSIONS } from '../metrics/dimensions.ts';
import type { DimensionId } from '../metrics/dimensions.ts';
import type { Localized } from '../metrics/localized.ts';
import { RELATIONS } from '../metrics/relations.ts';

/** A dimension that a page offers to filter on, with the values there are. */
export interface FilterOption {
	readonly dimension: DimensionId;
	readonly name: Localized;
	/** Commonest first; null stands for the lines without a value. */
	readonly values: readonly { readonly value: string | boolean | null; readonly lines_count: number }[];
}

const OFFERED = ['country', 'category', 'customer_kind', 'channel', 'is_identified'] as const;
const MOST_VALUES = 200;

/** The dimensions with more than one value in the connection's snapshot, each with its 200 commonest values. */
export async function filterOptions(db: Connection): Promise<FilterOption[]> {
	const options: FilterOption[] = [];
	for (const dimension of OFFERED) {
		const column = unsafe(RELATIONS.rollup_order_lines_by_day.dimensions[dimension]);
		const values = await rows<{ value: string | boolean | null; lines_count: number }>(
			db,
			sql`select ${column} as value, cast(sum(lines_count) as bigint) as lines_count
			from rollup_order_lines_by_day
			group by all
			order by lines_count desc, value
			limit ${MOST_VALUES}`,
		);
		if (values.length > 1) options.push({ dimension, name: DIMENSIONS[dimension].name, values });
	}
	return options;
}
