import { describe, expect, test } from 'vitest';
import { removeSource } from '#pipeline/config-file/remove-source.ts';

/** A config of these lines in its list. */
function config(...lines: readonly string[]): string {
	return `export default {\n\tcompany: { name: 'b' },\n\tsources: [\n${lines.map((line) => `${line}\n`).join('')}\t],\n};\n`;
}

describe('a source goes with its lines', () => {
	const entry = ['\t\t{', "\t\t\tname: 'b',", "\t\t\tpath: 'b.csv',", '\t\t},'];

	test.each([
		['the first', [...entry, "\t\t{ name: 'a' },"], ["\t\t{ name: 'a' },"]],
		[
			'one between',
			["\t\t{ name: 'a' },", ...entry, "\t\t{ name: 'c' },"],
			["\t\t{ name: 'a' },", "\t\t{ name: 'c' },"],
		],
		['the last', ["\t\t{ name: 'a' },", ...entry], ["\t\t{ name: 'a' },"]],
		['the only one', entry, []],
		['indented with spaces', ["    { name: 'a' },", "    { name: 'b' },"], ["    { name: 'a' },"]],
		['named last, in quotes', ["\t\t{ name: 'a' },", `\t\t{ path: 'x', "name": "b" },`], ["\t\t{ name: 'a' },"]],
	])('%s', (_, lines, left) => {
		expect(removeSource(config(...lines), 'b')).toBe(config(...left));
	});

	test('with the comments directly above it and on its line, and no others', () => {
		const before = ['\t\t// Ours.', '', "\t\t{ name: 'a' }, // the first"];
		const own = ['\t\t/* What', '', '\t\t   it is. */', '\t\t// Added in May.', "\t\t{ name: 'b' }, // for now"];
		const after = ['\t\t// The last.', "\t\t{ name: 'c' },"];
		expect(removeSource(config(...before, ...own, ...after), 'b')).toBe(config(...before, ...after));
		const apart = [...before, '\t\t// Of all that follow.', ''];
		expect(removeSource(config(...apart, ...own, ...after), 'b')).toBe(config(...apart, ...after));
	});

	test('and with the comma before it where none comes after the last', () => {
		const text = config("\t\t{ name: 'a' }, // one", "\t\t{ name: 'b' } // two");
		expect(removeSource(text, 'b')).toBe(config("\t\t{ name: 'a' } // one"));
		expect(removeSource(text, 'a')).toBe(config("\t\t{ name: 'b' } // two"));
	});

	test('whatever its lines end with', () => {
		const text = config('\t\t// A.', "\t\t{ name: 'a' },", '\t\t// B.', "\t\t{ name: 'b' },").replaceAll('\n', '\r\n');
		expect(removeSource(text, 'b')).toBe(config('\t\t// A.', "\t\t{ name: 'a' },").replaceAll('\n', '\r\n'));
		expect(removeSource(text, 'a')).toBe(config('\t\t// B.', "\t\t{ name: 'b' },").replaceAll('\n', '\r\n'));
	});
});

test.each([
	["[{ name: 'a' }, { name: 'b' }, { name: 'c' }]", "[{ name: 'a' }, { name: 'c' }]"],
	["[{ name: 'b' }, { name: 'c' }]", "[{ name: 'c' }]"],
	["[{ name: 'a' }, { name: 'b' }]", "[{ name: 'a' }]"],
	["[{ name: 'a' }, { name: 'b' },]", "[{ name: 'a' },]"],
	["[{ name: 'b' }]", '[]'],
	["[/* a */ { name: 'a' }, /* b */ { name: 'b' }]", "[/* a */ { name: 'a' }]"],
	["[{ name: 'b' }, {\n\tname: 'c',\n}]", "[{\n\tname: 'c',\n}]"],
	["[{\n\tname: 'a',\n}, {\n\tname: 'b',\n}]", "[{\n\tname: 'a',\n}]"],
	["[\n{ name: 'a' }, { name: 'b' },\n{ name: 'c' }]", "[\n{ name: 'a' }, \n{ name: 'c' }]"],
])('of a list on one line nothing else goes: %j', (list, left) => {
	expect(removeSource(`export default { sources: ${list} };\n`, 'b')).toBe(`export default { sources: ${left} };\n`);
});

test.each([
	['one that is not there', "[{ name: 'a' }]"],
	['a name within an entry', "[{ name: 'a', entities: { id: 'x', name: 'b' } }]"],
	['a name that is no text', '[{ name: b }]'],
	['a text that says so', `[{ path: "{ name: 'b' }" }]`],
	['a comment that says so', "[\n// { name: 'b' },\n{ name: 'a' }]"],
	['what is made by a call', "[source({ name: 'b' })]"],
	['two of the name', "[{ name: 'b' }, { name: 'b' }]"],
	['a choice between two', "[{ type: isBig ? name : 'b' }]"],
])('%s is not taken for it', (_, list) => {
	expect(removeSource(`export default { sources: ${list} };\n`, 'b')).toBeNull();
});

test('without a list nothing is taken out', () => {
	expect(removeSource("export default { name: 'b' };", 'b')).toBeNull();
});
