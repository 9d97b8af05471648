import { describe, expect, it } from 'vitest';
import { parseFilter } from '#warehouse/metrics/filter.ts';
import { RequestError } from '#warehouse/metrics/request-error.ts';

const DIMENSIONS = ['country', 'category', 'is_identified', 'weekday', 'cohort_month'] as const;
const germany = { kind: 'compare', dimension: 'country', operator: '=', value: 'Germany' } as const;
const identified = { kind: 'flag', dimension: 'is_identified' } as const;
const noCountry = { kind: 'null', dimension: 'country', isNegated: false } as const;

describe('parseFilter', () => {
	it('reads an empty text as no filter', () => {
		expect(parseFilter('', DIMENSIONS)).toBeNull();
		expect(parseFilter('  \n', DIMENSIONS)).toBeNull();
	});

	it('binds not before and, and before or', () => {
		expect(parseFilter("country = 'Germany' and not is_identified or country is null", DIMENSIONS)).toEqual({
			kind: 'or',
			terms: [{ kind: 'and', terms: [germany, { kind: 'not', term: identified }] }, noCountry],
		});
	});

	it('lets brackets decide', () => {
		expect(parseFilter("country = 'Germany' and (is_identified or country is null)", DIMENSIONS)).toEqual({
			kind: 'and',
			terms: [germany, { kind: 'or', terms: [identified, noCountry] }],
		});
	});

	it('flattens what brackets do not change, and takes a double not away', () => {
		const flat = parseFilter("country = 'Germany' and is_identified and country is null", DIMENSIONS);
		expect(parseFilter("((country = 'Germany') and (is_identified and country is null))", DIMENSIONS)).toEqual(flat);
		expect(parseFilter('not not is_identified', DIMENSIONS)).toEqual(identified);
	});

	it.each(['=', '!=', '<', '<=', '>', '>='])('knows the operator %s', (operator) => {
		expect(parseFilter(`weekday ${operator} 6`, DIMENSIONS)).toEqual({
			kind: 'compare',
			dimension: 'weekday',
			operator,
			value: 6,
		});
	});

	it('takes <> for !=, and words in any case', () => {
		expect(parseFilter("COUNTRY <> 'Germany' AND Is_Identified", DIMENSIONS)).toEqual({
			kind: 'and',
			terms: [{ ...germany, operator: '!=' }, identified],
		});
	});

	it('reads lists, and not before either in or the condition', () => {
		const list = { kind: 'in', dimension: 'category', isNegated: false, values: ['Lamps', 'Mugs'] } as const;
		expect(parseFilter("category in ('Lamps', 'Mugs')", DIMENSIONS)).toEqual(list);
		expect(parseFilter("category not in ('Lamps','Mugs')", DIMENSIONS)).toEqual({ ...list, isNegated: true });
		expect(parseFilter("not category in ('Lamps','Mugs')", DIMENSIONS)).toEqual({ kind: 'not', term: list });
	});

	it('reads a boolean alone or against true and false', () => {
		const known = { kind: 'not', term: identified };
		expect(parseFilter('is_identified = true', DIMENSIONS)).toEqual(identified);
		expect(parseFilter('is_identified != false', DIMENSIONS)).toEqual(identified);
		expect(parseFilter('is_identified = false', DIMENSIONS)).toEqual(known);
		expect(parseFilter('is_identified is not null', DIMENSIONS)).toEqual({
			kind: 'null',
			dimension: 'is_identified',
			isNegated: true,
		});
	});

	it('keeps quotes, keywords and SQL inside a text as text', () => {
		const value = "O'Neill' or 1 = 1; drop table x --";
		const text = `country = '${value.replaceAll("'", "''")}'`;
		expect(parseFilter(text, DIMENSIONS)).toEqual({ ...germany, value });
	});

	it('takes days of the calendar only', () => {
		expect(parseFilter("cohort_month >= '2024-02-29'", DIMENSIONS)).toMatchObject({ value: '2024-02-29' });
		expect(() => parseFilter("cohort_month >= '2025-02-29'", DIMENSIONS)).toThrow(/position 17: '2025-02-29'/);
	});
});

const INVALID: readonly (readonly [filter: string, message: string])[] = [
	[
		'nation = 1',
		'invalid filter at position 1: "nation" (expected one of country, category, is_identified, weekday, cohort_month)',
	],
	[
		'country',
		'invalid filter at position 8: the end (expected =, !=, <>, <, <=, >, >=, in, not in or is after country)',
	],
	['country = ', "invalid filter at position 11: the end (expected a text in single quotes such as 'Germany')"],
	[
		'country = Germany',
		`invalid filter at position 11: "germany" (expected a text in single quotes such as 'Germany')`,
	],
	['country = "Germany"', `invalid filter at position 11: ""Germany"" (expected texts in single quotes: 'Germany')`],
	["country = 'Germany", `invalid filter at position 11: "'Germany" (expected a closing ' after it)`],
	['country = 5', `invalid filter at position 11: "5" (expected a text in single quotes such as 'Germany')`],
	[
		'country = null',
		`invalid filter at position 11: "null" (expected a text in single quotes such as 'Germany'; a missing value is found with: is null)`,
	],
	["country == 'Germany'", `invalid filter at position 10: "=" (expected a text in single quotes such as 'Germany')`],
	[
		"country like 'G%'",
		'invalid filter at position 9: "like" (expected =, !=, <>, <, <=, >, >=, in, not in or is after country)',
	],
	["country not 'Germany'", `invalid filter at position 13: 'Germany' (expected in)`],
	['country is', 'invalid filter at position 11: the end (expected null or not null)'],
	['country is not 5', 'invalid filter at position 16: "5" (expected null)'],
	['country in ()', `invalid filter at position 13: ")" (expected a text in single quotes such as 'Germany')`],
	["country in ('A' 'B')", "invalid filter at position 17: 'B' (expected a comma or a closing bracket)"],
	["country in 'A'", "invalid filter at position 12: 'A' (expected an opening bracket)"],
	['weekday = 1.5', 'invalid filter at position 11: "1.5" (expected a whole number such as 3)'],
	["weekday = '1'", `invalid filter at position 11: '1' (expected a whole number such as 3)`],
	[
		'weekday = 99999999999999999999',
		'invalid filter at position 11: "99999999999999999999" (expected a whole number such as 3)',
	],
	[
		'is_identified > false',
		'invalid filter at position 15: ">" (expected = or != between is_identified and true or false)',
	],
	['is_identified = 1', 'invalid filter at position 17: "1" (expected true or false)'],
	['(is_identified', 'invalid filter at position 15: the end (expected and, or, or a closing bracket)'],
	['is_identified)', 'invalid filter at position 14: ")" (expected and, or, or the end)'],
	[
		'is_identified and',
		'invalid filter at position 18: the end (expected one of country, category, is_identified, weekday, cohort_month)',
	],
	['is_identified weekday = 1', 'invalid filter at position 15: "weekday" (expected and, or, or the end)'],
	[
		'and is_identified',
		'invalid filter at position 1: "and" (expected one of country, category, is_identified, weekday, cohort_month)',
	],
	[
		'is_identified; drop table fct_orders',
		'invalid filter at position 14: "; drop table" (expected a dimension, a value or an operator)',
	],
	['is_identified -- all', 'invalid filter at position 15: "-- all" (expected a dimension, a value or an operator)'],
	[
		'1 = 1',
		'invalid filter at position 1: "1" (expected one of country, category, is_identified, weekday, cohort_month)',
	],
	[
		'constructor = 1',
		'invalid filter at position 1: "constructor" (expected one of country, category, is_identified, weekday, cohort_month)',
	],
	[
		'amount_base > 5',
		'invalid filter at position 1: "amount_base" (expected one of country, category, is_identified, weekday, cohort_month)',
	],
];

describe('an invalid filter', () => {
	it.each(INVALID)('%s says where, what came and what is allowed', (text, message) => {
		expect(() => parseFilter(text, DIMENSIONS)).toThrow(new RequestError(message));
	});

	it('is refused when it is longer or nested deeper than anybody writes', () => {
		expect(() => parseFilter(`country = '${'x'.repeat(5_000)}'`, DIMENSIONS)).toThrow(/expected at most 4000/);
		const deep = `${'('.repeat(1_000)}is_identified${')'.repeat(1_000)}`;
		expect(() => parseFilter(deep, DIMENSIONS)).toThrow(/at most 40 brackets/);
		expect(() => parseFilter(`${'not '.repeat(900)}is_identified`, DIMENSIONS)).toThrow(/at most 40 brackets/);
	});
});
