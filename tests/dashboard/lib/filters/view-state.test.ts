import { expect, test } from 'vitest';
import { defaultViewState, parseViewState, sortSearch, toSearch } from '#lib/filters/view-state.ts';

const options = { sorts: ['net_revenue', 'name'] };
const start = defaultViewState(options);
const parse = (search: string) => parseViewState(new URL(`http://localhost/customers${search}`), options);

test('a bare address is the page’s default, and the default is a bare address', () => {
	expect(parse('')).toEqual({ state: start, dropped: [] });
	expect(toSearch(start, options)).toBe('?');
});

test.each([
	['?period=this-year', { period: 'this-year' }],
	['?period=2026-01-01..2026-06-30', { period: { first: '2026-01-01', last: '2026-06-30' } }],
	['?compare=none', { compare: 'none' }],
	["?where=country+=+'United+Kingdom'", { where: "country = 'United Kingdom'" }],
	['?where=country+in+(%27A%26B%27,%27C%2BD%27)', { where: "country in ('A&B','C+D')" }],
	['?grain=week', { grain: 'week' }],
	['?sort=name', { sort: 'name' }],
	['?dir=asc', { dir: 'asc' }],
	['?sort=name&dir=asc', { sort: 'name', dir: 'asc' }],
	['?q=m%C3%BCller+%26+s%C3%B6hne', { q: 'müller & söhne' }],
	['?page=12', { page: 12 }],
	[
		'?period=all&compare=previous&grain=year&q=a&page=2',
		{ period: 'all', compare: 'previous', grain: 'year', q: 'a', page: 2 },
	],
] as const)('%s is read, and written so that it reads the same', (search, changes) => {
	const { state, dropped } = parse(search);
	expect(dropped).toEqual([]);
	expect(state).toEqual({ ...start, ...changes });
	expect(parse(toSearch(state, options)).state).toEqual(state);
});

test('addresses stay readable: only what differs, in a fixed order, spaces as plus', () => {
	const state = {
		...start,
		page: 3,
		q: 'oliveira',
		where: "country = 'Portugal', x: 1/2",
		period: 'this-year' as const,
	};
	expect(toSearch(state, options)).toBe("?period=this-year&where=country+=+'Portugal',+x:+1/2&q=oliveira&page=3");
});

test.each([
	['?period=fortnight', 'period', 'fortnight'],
	['?period=2026-06-30..2026-01-01', 'period', '2026-06-30..2026-01-01'],
	['?compare=last-week', 'compare', 'last-week'],
	['?grain=hour', 'grain', 'hour'],
	['?sort=password', 'sort', 'password'],
	['?dir=sideways', 'dir', 'sideways'],
	['?page=0', 'page', '0'],
	['?page=-1', 'page', '-1'],
	['?page=1.5', 'page', '1.5'],
	['?page=999999999999', 'page', '999999999999'],
	['?from=2026-02-30&to=2026-03-01', 'from, to', '2026-02-30, 2026-03-01'],
	['?from=2026-03-01', 'from, to', '2026-03-01, '],
])('%s drops what cannot be read, says so, and keeps the page', (search, key, value) => {
	expect(parse(search)).toEqual({ state: start, dropped: [{ key, value }] });
});

test('one bad parameter costs only itself', () => {
	const { state, dropped } = parse('?grain=hour&period=this-year&q=ada');
	expect(state).toEqual({ ...start, period: 'this-year', q: 'ada' });
	expect(dropped).toEqual([{ key: 'grain', value: 'hour' }]);
});

test('a text too long to be meant is dropped', () => {
	const { state, dropped } = parse(`?q=${'x'.repeat(501)}`);
	expect(state.q).toBe('');
	expect(dropped.map(({ key }) => key)).toEqual(['q']);
});

test('parameters that belong to others, and empty ones, are left alone', () => {
	expect(parse('?utm_source=mail&period=&page=')).toEqual({ state: start, dropped: [] });
});

test('the date form’s two fields become a period and win over the one before', () => {
	expect(parse('?period=all&from=2026-01-01&to=2026-01-31').state.period).toEqual({
		first: '2026-01-01',
		last: '2026-01-31',
	});
});

test('a page’s own defaults are not written either, and can be left', () => {
	const own = { ...options, defaults: { period: 'all', where: 'is_identified' } as const };
	const { state } = parseViewState(new URL('http://localhost/?where='), own);
	expect(state.where).toBe('');
	expect(toSearch(state, own)).toBe('?where=');
	expect(toSearch(defaultViewState(own), own)).toBe('?');
});

test('sorting by a column again turns it round and goes back to the first page', () => {
	const state = { ...start, page: 4 };
	expect(sortSearch(state, 'net_revenue', options)).toBe('?dir=asc');
	expect(sortSearch(state, 'name', options)).toBe('?sort=name');
	expect(sortSearch({ ...start, sort: 'name', dir: 'desc' }, 'name', options)).toBe('?sort=name&dir=asc');
	expect(sortSearch({ ...start, sort: 'name', dir: 'asc' }, 'net_revenue', options)).toBe('?');
});

test('every address of a page keeps what is the page’s own', () => {
	const own = { ...options, kept: [['segment', 'champions,loyal']] as const };
	expect(toSearch(start, own)).toBe('?segment=champions,loyal');
	expect(toSearch({ ...start, page: 2 }, own)).toBe('?segment=champions,loyal&page=2');
	expect(sortSearch(start, 'name', own)).toBe('?segment=champions,loyal&sort=name');
});
