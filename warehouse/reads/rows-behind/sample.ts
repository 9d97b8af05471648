/**
 * How the values of a column are to be written; `price` is a decimal string in the row's own currency, `days` and
 * `minutes` are durations.
 */
export type BehindColumnType = 'text' | 'flag' | 'day' | 'count' | 'money' | 'price' | 'days' | 'minutes';

export interface BehindColumn {
	readonly name: string;
	readonly type: BehindColumnType;
}

/** What one row behind a figure is. */
export type BehindKind =
	| 'order_line'
	| 'order'
	| 'customer'
	| 'deal'
	| 'deal_stage'
	| 'deal_stage_event'
	| 'lead'
	| 'ticket'
	| 'campaign_member'
	| 'campaign_cost';

/** How the rows of a relation are shown. */
export interface Sample {
	readonly kind: BehindKind;
	readonly columns: readonly BehindColumn[];
	/** The columns in the same order, of `sample`. */
	readonly select: string;
	/** What is looked up for the rows of the sample alone. */
	readonly join: string;
	readonly order: string;
}

/** A sample whose columns are those of its relation; money is rounded to cents. */
export function sampleOfColumns(
	kind: BehindKind,
	columns: Readonly<Record<string, BehindColumnType>>,
	order: string,
): Sample {
	const named = Object.entries(columns).map(([name, type]) => ({ name, type }));
	return {
		kind,
		columns: named,
		select: named
			.map(({ name, type }) => (type === 'money' ? `cast(round(${name}, 2) as double) as ${name}` : name))
			.join(', '),
		join: '',
		order,
	};
}
