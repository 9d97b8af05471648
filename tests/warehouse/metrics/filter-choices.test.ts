import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '#warehouse/metrics/filter.ts';
import { choicesFromFilter, filterFromChoices } from '#warehouse/metrics/filter-choices.ts';
import { filterText } from '#warehouse/metrics/filter-text.ts';

const DIMENSIONS = ['country', 'category', 'is_identified', 'weekday'] as const;

function text(choices: Parameters<typeof filterFromChoices>[0]): string {
	const filter = filterFromChoices(choices);
	return filter === null ? '' : filterText(filter);
}

describe('filterFromChoices', () => {
	it('joins the dimensions by and, the values of one by in', () => {
		expect(text({ country: ['Germany', 'Austria'], is_identified: [true] })).toBe(
			"country in ('Germany', 'Austria') and is_identified",
		);
	});

	it('writes one value plainly, false as not, and a missing value as is null', () => {
		expect(text({ country: ["Côte d'Ivoire"] })).toBe("country = 'Côte d''Ivoire'");
		expect(text({ is_identified: [false] })).toBe('not is_identified');
		expect(text({ country: [null] })).toBe('country is null');
		expect(text({ country: ['Germany', null], weekday: [6, 7] })).toBe(
			"(country = 'Germany' or country is null) and weekday in (6, 7)",
		);
	});

	it('means no filter without a choice', () => {
		expect(filterFromChoices({})).toBeNull();
		expect(filterFromChoices({ country: [] })).toBeNull();
	});
});

describe('choicesFromFilter', () => {
	it('gives back what was chosen, through the text of an address', () => {
		const values = fc.uniqueArray(fc.option(fc.string({ maxLength: 8 }), { nil: null }), {
			minLength: 1,
			maxLength: 4,
		});
		const choices = fc.record(
			{
				country: values,
				category: values,
				is_identified: fc.constantFrom([true], [false]),
				weekday: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
			},
			{ requiredKeys: [] },
		);
		fc.assert(
			fc.property(choices, (chosen) => {
				const back = choicesFromFilter(parseFilter(text(chosen), DIMENSIONS)) ?? {};
				for (const dimension of DIMENSIONS) {
					expect(new Set(back[dimension])).toEqual(new Set<unknown>(chosen[dimension]));
				}
			}),
		);
	});

	it.each([
		"country != 'Germany'",
		"country not in ('Germany')",
		'country is not null',
		"not (country = 'Germany')",
		"country = 'Germany' or category = 'Mugs'",
		"country = 'Germany' and country = 'Austria'",
		'weekday > 5',
	])('says that %s is more than a choice', (filter) => {
		expect(choicesFromFilter(parseFilter(filter, DIMENSIONS))).toBeNull();
	});

	it('has no choices where there is no filter', () => {
		expect(choicesFromFilter(null)).toEqual({});
	});
});
