import fc from 'fast-check';
import { DIMENSIONS } from '#warehouse/metrics/dimensions.ts';
import type { DimensionId } from '#warehouse/metrics/dimensions.ts';
import type { Filter, FilterValue } from '#warehouse/metrics/filter.ts';

const OPERATORS = ['=', '!=', '<', '<=', '>', '>='] as const;

function anyValue(dimension: DimensionId, texts: fc.Arbitrary<string>): fc.Arbitrary<FilterValue> {
	switch (DIMENSIONS[dimension].type) {
		case 'text':
			return texts;
		case 'integer':
			return fc.integer({ min: -3, max: 9 });
		case 'boolean':
			return fc.boolean();
		case 'date':
			return fc.integer({ min: 0, max: 400 }).map((days) => {
				return new Date(Date.UTC(2024, 11, 1) + days * 86_400_000).toISOString().slice(0, 10);
			});
	}
}

function anyCondition(dimension: DimensionId, texts: fc.Arbitrary<string>): fc.Arbitrary<Filter> {
	const values = anyValue(dimension, texts);
	const compared = fc.record({
		kind: fc.constant('compare' as const),
		dimension: fc.constant(dimension),
		operator: fc.constantFrom(...OPERATORS),
		value: values,
	});
	const oneOf = fc.record({
		kind: fc.constant('in' as const),
		dimension: fc.constant(dimension),
		isNegated: fc.boolean(),
		values: fc.array(values, { minLength: 1, maxLength: 3 }),
	});
	const missing = fc.record({
		kind: fc.constant('null' as const),
		dimension: fc.constant(dimension),
		isNegated: fc.boolean(),
	});
	const flag = fc.constant({ kind: 'flag', dimension } as const);
	return DIMENSIONS[dimension].type === 'boolean' ? fc.oneof(flag, oneOf, missing) : fc.oneof(compared, oneOf, missing);
}

/** Filters of every shape over some dimensions, as the parser would give them or not. */
export function anyFilter(
	dimensions: readonly DimensionId[],
	texts: fc.Arbitrary<string> = fc.string({ maxLength: 12, unit: 'grapheme' }),
): fc.Arbitrary<Filter> {
	const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
		filter: fc.oneof(
			{ maxDepth: 4, withCrossShrink: true },
			fc.constantFrom(...dimensions).chain((dimension) => anyCondition(dimension, texts)),
			fc.record({
				kind: fc.constantFrom('and' as const, 'or' as const),
				terms: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }),
			}),
			fc.record({ kind: fc.constant('not' as const), term: tie('filter') }),
		),
	}));
	return filter;
}
