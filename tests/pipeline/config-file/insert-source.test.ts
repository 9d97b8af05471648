import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { insertSource, newConfig } from '#pipeline/config-file/insert-source.ts';

const NONE = new Map<string, string>();

/** What a config of this text exports. */
function valueOf(text: string): unknown {
	const code = text.replace('export default', 'result =');
	return JSON.parse(JSON.stringify(runInNewContext(`let result; ${code}; result`)));
}
const SOURCE = { name: 'b', path: 'b.csv' };

describe('a source is added at the end of the list', () => {
	test('with the indent of the file, and every other byte as it was', () => {
		const text = "export default {\n\tsources: [\n\t\t{ name: 'a' }, // the first\n\t],\n};\n";
		expect(insertSource(text, SOURCE, NONE)).toBe(
			"export default {\n\tsources: [\n\t\t{ name: 'a' }, // the first\n\t\t{\n\t\t\tname: 'b',\n\t\t\tpath: 'b.csv',\n\t\t},\n\t],\n};\n",
		);
	});

	test('with a comma after the last entry where there is none, before its comment', () => {
		const text = "export default {\n  sources: [\n    { name: 'a' } // last\n  ]\n};\n";
		expect(insertSource(text, SOURCE, NONE)).toBe(
			"export default {\n  sources: [\n    { name: 'a' }, // last\n    {\n      name: 'b',\n      path: 'b.csv',\n    },\n  ]\n};\n",
		);
	});

	test('on lines of its own where the list stands on one', () => {
		expect(insertSource("export default { sources: [{ name: 'a' }] };\n", SOURCE, NONE)).toBe(
			"export default { sources: [{ name: 'a' },\n\t{\n\t\tname: 'b',\n\t\tpath: 'b.csv',\n\t},\n] };\n",
		);
	});

	test('with the line breaks of the file', () => {
		const text = "export default {\r\n\tsources: [\r\n\t\t{ name: 'a' },\r\n\t],\r\n};\r\n";
		const added = insertSource(text, SOURCE, NONE) ?? '';
		expect(added.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
		expect(added).toContain("\t\t\tname: 'b',\r\n");
	});
});

test('without a list nothing is added', () => {
	expect(insertSource('export default config;', SOURCE, NONE)).toBeNull();
});

test('names and texts are written so that they mean what they meant', () => {
	const source = {
		name: "it's",
		columns: { 'Kunden-Nr': 'text', a: 'integer', 'x"y': 'date' },
		sql: 'a || \'-\' || "b"',
		path: 'C:\\x',
		flag: true,
		n: 1.5,
	};
	const text = insertSource('export default { sources: [] };', source, NONE) ?? '';
	const written = valueOf(text) as { sources: unknown[] };
	expect(written.sources).toEqual([source]);
});

test('a comment stands above its entry', () => {
	const comments = new Map([['entities.orders.order_id', 'Why it is so.']]);
	const text = insertSource(
		'export default { sources: [] };',
		{ name: 'b', entities: { orders: { order_id: { line: true } } } },
		comments,
	);
	expect(text).toContain('// Why it is so.\n\t\t\t\torder_id: { line: true },');
});

test('a new config has the company and the source', () => {
	const text = newConfig({ name: "Ada's", currency: 'EUR', zone: 'Europe/Berlin' }, SOURCE, NONE);
	const written = valueOf(text);
	expect(written).toEqual({ company: { name: "Ada's", currency: 'EUR', zone: 'Europe/Berlin' }, sources: [SOURCE] });
});
