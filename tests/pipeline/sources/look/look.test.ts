import { expect, test } from 'vitest';
import { look } from '#pipeline/sources/look/look.ts';
import { withoutSecrets } from '#pipeline/sources/look/without-secrets.ts';

test('an address of an unknown kind is told so, without a secret', async () => {
	const failure = look('ftp://shop:geheim@example.com/x');
	await expect(failure).rejects.toThrow('ftp://…@example.com/x is an address of an unknown kind');
	await expect(failure).rejects.not.toThrow('geheim');
	await expect(failure).rejects.toHaveProperty('hint', expect.stringMatching(/postgres:\/\//));
});

test('anything else is a file', async () => {
	await expect(look('/nowhere/orders.csv')).rejects.toThrow('/nowhere/orders.csv cannot be read: it does not exist');
});

test('names, passwords and keys of a connection are not shown', () => {
	expect(withoutSecrets('postgres://shop:geheim@db.example/shop')).toBe('postgres://…@db.example/shop');
	expect(withoutSecrets('https://example.com/x.csv?key=geheim')).toBe('https://example.com/x.csv?…');
	expect(withoutSecrets('exports/what?.csv')).toBe('exports/what?.csv');
	// A password that nobody has written in its hexadecimal form.
	expect(withoutSecrets('postgres://shop:ge/h@e?im@db.example/shop')).toBe('postgres://…@db.example/shop');
});
