import { expect, test } from 'vitest';
import { elapsedText } from '#lib/records/ticket-times.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ');
const took = (to: string, locale: 'en' | 'de' = 'en'): string =>
	plain(elapsedText('2026-03-02T09:00:00.000Z', to, locale));

test('says minutes, then hours, and from two days on days', () => {
	expect(took('2026-03-02T09:35:00.000Z')).toBe('35 min');
	expect(took('2026-03-02T12:20:00.000Z')).toBe('3 h 20 min');
	expect(took('2026-03-04T08:59:00.000Z')).toBe('47 h 59 min');
	expect(took('2026-03-04T21:00:00.000Z')).toBe('2.5 days');
	expect(took('2026-03-04T21:00:00.000Z', 'de')).toBe('2,5 Tage');
});

test('nothing takes less than no time, whatever two clocks say', () => {
	expect(took('2026-03-02T08:00:00.000Z')).toBe('0 min');
});
