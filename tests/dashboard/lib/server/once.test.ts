import { expect, it } from 'vitest';
import { once } from '#lib/server/once.ts';

it('makes a value at the first call and gives the same one after', () => {
	let made = 0;
	const first = once('test.value', () => ({ number: ++made }));
	expect(once('test.value', () => ({ number: ++made }))).toBe(first);
	expect(first).toEqual({ number: 1 });
});

it('shares one promise among those who ask at once', async () => {
	let made = 0;
	const ask = (): Promise<number> => once('test.shared', () => Promise.resolve(++made));
	expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
});

it('tries again after a promise that failed', async () => {
	await expect(once('test.failing', () => Promise.reject(new Error('locked')))).rejects.toThrow('locked');
	expect(await once('test.failing', () => Promise.resolve('open'))).toBe('open');
});
