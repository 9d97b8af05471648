import { expect, test } from 'vitest';
import { findSources } from '#pipeline/config-file/find-sources.ts';

/** What stands between the brackets of the list that is found; null where none is. */
function listOf(text: string): string | null {
	const place = findSources(text);
	return place === null ? null : text.slice(place.open + 1, place.close);
}

test('the list is found whatever stands in comments, texts, templates and regular expressions before it', () => {
	const text = [
		'// sources: [',
		'/* sources: [1] */',
		"const a = 'sources: [2]';",
		'const b = `sources: [${[`}`, "]"].join(",")}]`;',
		'const c = /[/\\]"]sources: \\[/;',
		"export default { company: { name: 'It\\'s ] here' }, sources: [ { name: 'x' } ] };",
	].join('\n');
	expect(listOf(text)).toBe(" { name: 'x' } ");
});

test('brackets within an entry do not end it', () => {
	const inner = " { key: ['a', ']'], sql: `]${'['}`, re: /[\\]]/ }, // ]\n";
	expect(listOf(`export default { sources: [${inner}] }`)).toBe(inner);
});

test('a division is no regular expression', () => {
	expect(listOf('export default { a: 4 / 2, b: (1) / 3, sources: [] }')).toBe('');
});

test('a key in quotes is one, too', () => {
	expect(listOf('export default { "sources": [ 1 ] }')).toBe(' 1 ');
});

test('of two lists that one is meant which stands outermost', () => {
	expect(listOf('export default { a: { sources: [1] }, sources: [2] }')).toBe('2');
});

test('a list that is not written out, or stands twice, is not found', () => {
	expect(listOf('export default { sources }')).toBeNull();
	expect(listOf('export default { sources: all() }')).toBeNull();
	expect(listOf('const a = { sources: [1] }; const b = { sources: [2] };')).toBeNull();
	expect(listOf('export default { sources: [1')).toBeNull();
});

test('it is known whether a comma is needed before a next entry', () => {
	const isReady = (list: string): boolean | undefined => findSources(`export default { sources: [${list}] }`)?.isReady;
	expect([
		isReady(''),
		isReady(' // none yet\n'),
		isReady('{}'),
		isReady('{},'),
		isReady('{}, // last\n'),
		isReady('{} // last,\n'),
	]).toEqual([true, true, false, true, true, false]);
});
