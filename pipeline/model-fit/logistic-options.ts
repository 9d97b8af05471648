import * as v from 'valibot';

const names = v.optional(v.array(v.string()), () => []);
const fold = v.nullable(v.pipe(v.number(), v.integer('expected a whole number')));

/** Options of a model of a class: what is to be told, and which rows and columns tell it. */
export const logisticOptions = v.strictObject({
	target: v.string(),
	positive: v.union([v.string(), v.number(), v.boolean()]),
	id: v.optional(v.nullable(v.string()), null),
	ignore: names,
	categorical: names,
	split: v.optional(v.nullable(v.string()), null),
	test: v.optional(fold, 0),
	validation: v.optional(fold, 1),
	C: v.optional(v.pipe(v.number(), v.gtValue(0, 'expected a number above 0'), v.finite('expected a finite number')), 1),
});

export type LogisticFitOptions = v.InferOutput<typeof logisticOptions>;
