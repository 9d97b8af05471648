import { expect, test } from 'vitest';
import { tableText } from '#pipeline/query-output/table.ts';
import type { ConsoleColumn, ConsoleResult } from '#warehouse/console.ts';

function result(columns: Readonly<Record<string, string>>, rows: ConsoleResult['rows'], truncated = false): string {
	const list = Object.entries(columns).map<ConsoleColumn>(([name, type]) => ({ name, type }));
	return tableText({ columns: list, rows, truncated, seconds: 0.01 });
}

test('aligns columns, numbers to the right, and counts the rows', () => {
	const text = result({ country: 'VARCHAR', orders: 'BIGINT', revenue: 'DECIMAL(18,2)' }, [
		['United Kingdom', 9, '1200.50'],
		['EIRE', 12, null],
	]);
	expect(text).toBe(
		[
			'country         orders  revenue',
			'──────────────  ──────  ───────',
			'United Kingdom       9  1200.50',
			'EIRE                12     null',
			'(2 rows)',
			'',
		].join('\n'),
	);
});

test('says that there is more', () => {
	expect(result({ a: 'INTEGER' }, [[1]], true)).toContain('(the first 1 rows, and there are more: --format csv');
});

test('shows the names of a result without rows', () => {
	expect(result({ country: 'VARCHAR' }, [])).toBe('country\n───────\n(0 rows)\n');
});

test('counts the columns that wide and combined characters take', () => {
	const lines = result({ a: 'VARCHAR', b: 'INTEGER' }, [
		['日本', 1],
		['ä€', 2],
		['👩‍👩‍👧', 3],
	]).split('\n');
	expect(lines.slice(2, 5)).toEqual(['日本  1', 'ä€    2', '👩‍👩‍👧    3']);
});

test('writes out what would steer the terminal or turn the text around', () => {
	const text = result({ a: 'VARCHAR' }, [['red \u001b[31m'], ['two\nlines\t'], ['abc\u202edef']]);
	expect(text).toContain('red \\u001b[31m');
	expect(text).toContain('two\\nlines\\t');
	expect(text).toContain('abc\\u202edef');
});

test('shortens a cell to 80 columns and shows that it did', () => {
	const [, , cell] = result({ a: 'VARCHAR' }, [['x'.repeat(81)]]).split('\n');
	expect(cell).toBe(`${'x'.repeat(79)}…`);
	expect(result({ a: 'VARCHAR' }, [['x'.repeat(80)]])).toContain('x'.repeat(80));
});

test('draws a plan as DuckDB drew it', () => {
	const plan = '┌───┐\n│ A │\n└───┘';
	expect(result({ explain_key: 'VARCHAR', explain_value: 'VARCHAR' }, [['physical_plan', plan]])).toBe(`${plan}\n`);
});
