import { expect, it } from 'vitest';
import { nextLink } from '#pipeline/sources/rest/link-header.ts';

it.for([
	['<https://a.example/orders?page=2>; rel="next"', 'https://a.example/orders?page=2'],
	['<https://a.example/?page=9>; rel="last", <https://a.example/?page=2>; rel="next"', 'https://a.example/?page=2'],
	['</orders?after=a,b;c>;rel=next', '/orders?after=a,b;c'],
	[String.raw`<b>; title="x, \"; rel=\"last\""; rel="prev next"`, 'b'],
	['<c>; foo; Rel="Next"', 'c'],
] as const)('finds the next page in %s', ([header, next]) => {
	expect(nextLink(header)).toBe(next);
});

it.for([
	[null],
	[''],
	['<https://a.example/>; rel="last"'],
	['<d>; title="a; rel=next"'],
	['<e>; rel="nextish"'],
	['garbage'],
])('finds none in %s', ([header]) => {
	expect(nextLink(header ?? null)).toBeNull();
});

it('does not take long over a header that is made to take long', () => {
	const header = `<a>${'; x="'.repeat(5_000)}${'\\'.repeat(5_000)}`;
	expect(nextLink(header)).toBeNull();
});
