import * as v from 'valibot';

const name = (what: string) =>
	v.pipe(
		v.string(),
		v.regex(/^[a-z_][a-z0-9_]*$/, `expected the name of a ${what}, as in \`kundig query "show tables"\``),
	);
const relation = name('relation');
const column = name('column');
const bound = v.union([v.number(), v.string()]);
const text = v.pipe(v.string(), v.nonEmpty('expected some text'));

const severity = v.optional(v.picklist(['error', 'warn']), 'error');
const over = {
	relation,
	/** error, the default, stops the run; warn is shown. */
	severity,
};
const overRows = {
	...over,
	/** The rows that are looked at, as a condition over the relation; all where left out. */
	where: v.optional(text),
};

/** The rules that a config can hold the data against before they are published. */
export const ownCheckSchema = v.variant('rule', [
	v.strictObject({ rule: v.literal('not_null'), ...overRows, column }),
	v.strictObject({
		rule: v.literal('unique'),
		...overRows,
		/** One column, or several that are unique together. */
		column: v.union([column, v.pipe(v.array(column), v.minLength(1))]),
	}),
	v.strictObject({
		rule: v.literal('accepted'),
		...overRows,
		column,
		values: v.pipe(v.array(v.union([v.string(), v.number(), v.boolean()])), v.minLength(1)),
	}),
	v.strictObject({
		rule: v.literal('relationship'),
		...overRows,
		column,
		/** Where what the column names has to be, as `dim_customers.customer_id`. */
		to: v.pipe(
			v.string(),
			v.regex(
				/^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/,
				'expected a relation and its column, as dim_customers.customer_id',
			),
		),
	}),
	v.pipe(
		v.strictObject({
			rule: v.literal('range'),
			...overRows,
			column,
			/** The lowest and the highest value that are right: numbers, or days as 2026-01-31. */
			min: v.optional(bound),
			max: v.optional(bound),
		}),
		v.check(({ min, max }) => min !== undefined || max !== undefined, 'a range needs min, max or both'),
	),
	v.strictObject({
		rule: v.literal('freshness'),
		...overRows,
		column,
		/** How old the newest value may be when the check is asked. */
		maxHours: v.pipe(v.number(), v.minValue(0)),
	}),
	v.strictObject({
		rule: v.literal('row_count_change'),
		...over,
		/** How much more or fewer rows than in the last snapshot are right: 0.2 is a fifth. */
		maxShare: v.pipe(v.number(), v.minValue(0)),
	}),
	v.strictObject({
		rule: v.literal('custom'),
		name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]*$/, 'expected a name as orders_have_customers')),
		/** A query whose rows break the rule; its first column names them. */
		sql: text,
		/** What is wrong when it gives rows, in a sentence. */
		meaning: v.optional(text),
		severity,
	}),
]);

export type OwnCheckInput = v.InferOutput<typeof ownCheckSchema>;
