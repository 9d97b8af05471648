import { expect, it } from 'vitest';
import { countOf, tokenOf, valueAt } from '#pipeline/sources/rest/answer-value.ts';

it('finds a value at a path, also where keys have dots of their own', () => {
	const body = { data: { items: [1], 'page.next': 'p' }, '@odata.nextLink': 'n', list: [{ a: 1 }] };
	expect(valueAt(body, '')).toBe(body);
	expect(valueAt(body, 'data.items')).toEqual([1]);
	expect(valueAt(body, 'data.page.next')).toBe('p');
	expect(valueAt(body, '@odata.nextLink')).toBe('n');
	for (const nowhere of ['data.rows', 'data.items.length.x', 'constructor', '__proto__', 'toString']) {
		expect(valueAt(body, nowhere)).toBeUndefined();
	}
	expect(valueAt(null, 'data')).toBeUndefined();
});

it('counts by whole numbers alone', () => {
	expect(countOf(12)).toBe(12);
	expect(countOf('1200')).toBe(1200);
	for (const other of [-1, 1.5, '1.200', '', null, undefined, true, []]) expect(countOf(other)).toBeNull();
});

it('sends a token back with every digit that it came with', () => {
	const token = (text: string): string | null => tokenOf(text, JSON.parse(text), 'meta.next');
	expect(token('{"meta":{"next":"abc"}}')).toBe('abc');
	expect(token('{"meta":{"next":17}}')).toBe('17');
	expect(token('{"meta":{"next":12345678901234567890}}')).toBe('12345678901234567890');
	for (const end of [
		'{"meta":{"next":null}}',
		'{"meta":{"next":""}}',
		'{"meta":{"next":false}}',
		'{"meta":{}}',
		'{}',
	]) {
		expect(token(end)).toBeNull();
	}
});
