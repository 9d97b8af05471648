import { expect, test } from 'vitest';
import { csatText, isShareTold, satisfiedCount } from '#lib/records/ticket-rating.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ');

test('tells a share from 30 ratings on, and the count below', () => {
	expect(plain(csatText(0.7, 30, 'en'))).toBe('70.0 %');
	expect(csatText(20 / 29, 29, 'en')).toBe('20 of 29');
	expect(csatText(1, 1, 'en')).toBe('1 of 1');
	expect([isShareTold(29), isShareTold(30)]).toEqual([false, true]);
});

test('without a rating there is nothing to tell', () => {
	expect(csatText(null, 0, 'en')).toBe('–');
	expect(satisfiedCount(null, 0)).toBe(0);
});

test('a share of ratings is a whole number of them', () => {
	expect(satisfiedCount(2 / 3, 9)).toBe(6);
});
