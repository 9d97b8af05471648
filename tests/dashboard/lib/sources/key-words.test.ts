import { expect, test } from 'vitest';
import { keyWords } from '#lib/sources/key-words.ts';
import type { LookedColumn, SourceLook } from '#records/source-look.ts';

function column(name: string, found: Partial<LookedColumn> = {}): LookedColumn {
	return { name, type: 'text', examples: [], evidence: '', empty: 0, distinct: 3, protection: 'none', ...found };
}

function look(found: Partial<SourceLook>): SourceLook {
	return {
		name: 'orders',
		rows: 3,
		isWhole: true,
		preset: null,
		columns: [column('id'), column('line', { distinct: 2 })],
		key: ['id'],
		disposition: 'replace',
		entities: [],
		questions: [],
		problems: [],
		preview: [],
		previewedRows: 3,
		aside: [],
		continues: null,
		refused: null,
		...found,
	};
}

test('a key is one because of the rows that were looked at, or because an export is known', () => {
	expect(keyWords(look({}))).toBe('There and different in all 3 rows');
	expect(keyWords(look({ key: ['id', 'line'], rows: 25_000, isWhole: false }))).toBe(
		'There and different in the first 25,000 rows',
	);
	expect(keyWords(look({ key: ['line'], preset: 'salesforce-accounts' }))).toBe('The id of this export');
	expect(keyWords(look({ columns: [column('id', { empty: 1 })], preset: 'hubspot-contacts' }))).toBe(
		'The id of this export',
	);
	expect(keyWords(look({ key: [] }))).toMatch(/^No column/);
});
