import { expect, test } from 'vitest';
import { isCurrent, navigation } from '#lib/navigation.ts';

test('a page is current on its own address and below it, the overview only on its own', () => {
	expect(isCurrent({ href: '/' }, '/')).toBe(true);
	expect(isCurrent({ href: '/' }, '/customers')).toBe(false);
	expect(isCurrent({ href: '/customers' }, '/customers/C-1')).toBe(true);
	expect(isCurrent({ href: '/customers' }, '/customers-of-old')).toBe(false);
	expect(isCurrent({ href: '/sales', records: '/deals' }, '/deals/1')).toBe(true);
});

test('every page has its place once', () => {
	const hrefs = navigation.flatMap((group) => group.entries.map(({ href }) => href));
	expect(hrefs).toEqual([
		'/',
		'/customers',
		'/segments',
		'/forecast',
		'/models',
		'/sales',
		'/leads',
		'/companies',
		'/contacts',
		'/service',
		'/campaigns',
		'/lists',
		'/activities',
		'/data',
	]);
});

test('the phone’s bar has room for four pages beside the one that opens the others', () => {
	expect(navigation.flatMap(({ entries }) => entries).filter(({ mark }) => mark !== undefined)).toHaveLength(4);
});
