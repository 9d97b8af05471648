import { expect, it } from 'vitest';
import { searchTextOf, searchWords } from '#records/values/search-text.ts';

it('folds case, accents and space, and keeps each part once', () => {
	expect(searchTextOf(['Jürgen  Müller-Groß', null, 'JM@Example.com', undefined, '', 'jm@example.com'])).toBe(
		'jurgen muller-gross jm@example.com',
	);
});

it('cuts a query into words that are folded alike', () => {
	expect(searchWords('  Groß  MÜLLER groß ')).toEqual(['gross', 'muller']);
	expect(searchWords(' ')).toEqual([]);
});
