import { expect, test } from 'vitest';
import { isCurrent, navigation } from '#lib/navigation.ts';

test('a page is current on its own address and below it, the overview only on its own', () => {
	expect(isCurrent('/', '/')).toBe(true);
	expect(isCurrent('/', '/customers')).toBe(false);
	expect(isCurrent('/customers', '/customers/C-1')).toBe(true);
	expect(isCurrent('/customers', '/customers-of-old')).toBe(false);
});

test('every page has its place once', () => {
	const hrefs = navigation.flatMap((group) => group.entries.map(({ href }) => href));
	expect(hrefs).toEqual(['/', '/customers', '/data']);
});
