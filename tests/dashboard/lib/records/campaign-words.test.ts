import { expect, test } from 'vitest';
import { campaignChannel, responseText } from '#lib/records/campaign-words.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ');

test('tells the share of responses from 30 on, with its count, and the count alone below', () => {
	expect(plain(responseText(12, 80, 'en'))).toBe('15.0 % (12 of 80)');
	expect(responseText(3, 29, 'en')).toBe('3 of 29');
	expect(responseText(0, 0, 'en')).toBe('–');
});

test('a campaign that writes to people one by one needs their consent on its channel', () => {
	expect(campaignChannel('email')).toBe('email');
	expect(campaignChannel('post')).toBe('post');
	expect(campaignChannel('phone')).toBe('phone');
	expect(campaignChannel('advertising')).toBeNull();
	expect(campaignChannel('event')).toBeNull();
});
