import { expect, test } from 'vitest';
import { look, withoutSecrets } from '#pipeline/sources/look/look.ts';

test.each([
	['https://example.com/orders.csv', 'an address of the web'],
	['postgres://shop:geheim@db.example/shop', 'a database server'],
	['sqlite:shop.db', 'a SQLite database'],
	['ftp://example.com/x', 'an address of an unknown kind'],
])('%s says plainly that it cannot be looked at yet, without a secret', async (reference, what) => {
	const failure = look(reference);
	await expect(failure).rejects.toThrow(what);
	await expect(failure).rejects.not.toThrow('geheim');
	await expect(failure).rejects.toHaveProperty('hint', expect.stringMatching(/\w+/));
});

test('anything else is a file', async () => {
	await expect(look('/nowhere/orders.csv')).rejects.toThrow('/nowhere/orders.csv cannot be read: it does not exist');
});

test('names, passwords and keys of a connection are not shown', () => {
	expect(withoutSecrets('postgres://shop:geheim@db.example/shop')).toBe('postgres://…@db.example/shop');
	expect(withoutSecrets('https://example.com/x.csv?key=geheim')).toBe('https://example.com/x.csv?…');
	expect(withoutSecrets('exports/what?.csv')).toBe('exports/what?.csv');
});
