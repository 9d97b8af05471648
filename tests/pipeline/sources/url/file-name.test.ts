import { expect, it } from 'vitest';
import { fileName } from '#pipeline/sources/url/file-name.ts';

it.for([
	['attachment; filename="orders 2026.csv"', 'orders 2026.csv'],
	['attachment; filename=orders.csv.gz', 'orders.csv.gz'],
	['attachment; filename="a \\"b\\".csv"', 'a b.csv'],
	["attachment; filename=x.csv; filename*=UTF-8''K%C3%A4ufe.csv", 'Käufe.csv'],
	['attachment; filename="../../etc/passwd"', 'passwd'],
	['attachment; filename="C:\\\\temp\\\\orders.csv"', 'orders.csv'],
	['attachment; filename="a\u202egpj.csv\r\n"', 'agpj.csv'],
	['attachment; filename=".."', 'export.csv'],
	['attachment; filename=""', 'export.csv'],
	["attachment; filename*=UTF-8''%zz", 'export.csv'],
	['inline', 'export.csv'],
	[null, 'export.csv'],
] as const)('calls a file %s by its plain name', ([disposition, name]) => {
	expect(fileName(disposition, '/files/export.csv', 'orders')).toBe(name);
});

it('calls a file as its source where the address has no name', () => {
	expect(fileName(null, '/', 'orders')).toBe('orders');
	expect(fileName(null, '/files/%2e%2e', 'orders')).toBe('orders');
	expect(fileName(null, '/files/a%2Fb.csv', 'orders')).toBe('b.csv');
	expect(fileName(null, '/files/%zz', 'orders')).toBe('orders');
});

it('keeps the end of a name that is too long', () => {
	expect(fileName(`attachment; filename=${'a'.repeat(500)}.csv`, '/', 'orders')).toBe(`${'a'.repeat(116)}.csv`);
});
