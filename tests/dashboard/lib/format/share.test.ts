import { expect, test } from 'vitest';
import { formatShare, formatShareInterval, isShareTold, partOf } from '#lib/format/share.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ');

test('tells a share from 30 on, and the counts below', () => {
	expect(plain(formatShare(0.7, 30, 'en'))).toBe('70.0 %');
	expect(formatShare(20 / 29, 29, 'en')).toBe('20 of 29');
	expect(formatShare(1, 1, 'en')).toBe('1 of 1');
	expect([isShareTold(29), isShareTold(30)]).toEqual([false, true]);
});

test('of none there is nothing to tell', () => {
	expect(formatShare(null, 0, 'en')).toBe('–');
	expect(partOf(null, 0)).toBe(0);
});

test('the part is a whole number', () => {
	expect(partOf(2 / 3, 9)).toBe(6);
});

test('says between which shares the true one is likely to lie', () => {
	// Wilson's interval of 8 of 10, as in Brown, Cai and DasGupta (2001): 0.490 to 0.943.
	expect(plain(formatShareInterval(0.8, 10, 'en'))).toBe('likely 49 % to 94 %');
});
