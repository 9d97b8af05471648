import { expect, test } from 'vitest';
import {
	formatMeasure,
	formatMeasureChange,
	formatMeasureCompact,
	formatMeasureRounded,
	formatTick,
	measureChange,
} from '#lib/format/measure.ts';

const en = { currency: 'EUR', locale: 'en' } as const;
const readable = (text: string): string => text.replaceAll('\u202f', ' ');

test('each unit is written its own way', () => {
	expect(readable(formatMeasure(4_310_221.4, { ...en, unit: 'money' }))).toBe('€ 4,310,221.40');
	expect(readable(formatMeasure(5214, { ...en, unit: 'count' }))).toBe('5,214');
	expect(readable(formatMeasure(0.618, { ...en, unit: 'ratio' }))).toBe('61.8 %');
	expect(readable(formatMeasure(1.234, { ...en, unit: 'decimal' }))).toBe('1.23');
	expect(readable(formatMeasure(51.782, { ...en, unit: 'days' })).replace('\u00a0', ' ')).toBe('51.8 days');
	expect(readable(formatMeasure(125, { ...en, unit: 'minutes' }))).toBe('2 h 5 min');
	expect(readable(formatMeasure(2.9913, { ...en, unit: 'rating' }))).toBe('2.99');
	expect(formatMeasure(null, { ...en, unit: 'ratio' })).toBe('–');
});

test('a tile keeps counts whole to 99,999 and shortens money from a thousand', () => {
	expect(readable(formatMeasureCompact(5214, { ...en, unit: 'count' }))).toBe('5,214');
	expect(readable(formatMeasureCompact(541_909, { ...en, unit: 'count' }))).toBe('542 k');
	expect(readable(formatMeasureCompact(4_310_221.4, { ...en, unit: 'money' }))).toBe('€ 4.31 M');
});

test('in passing, large money has no cents and small money has', () => {
	expect(readable(formatMeasureRounded(1234.56, { ...en, unit: 'money' }))).toBe('€ 1,235');
	expect(readable(formatMeasureRounded(86.4, { ...en, unit: 'money' }))).toBe('€ 86.40');
});

test('an axis leaves the currency to the subtitle', () => {
	expect(readable(formatTick(400_000, { ...en, unit: 'money' }))).toBe('400 k');
	expect(readable(formatTick(0.4, { ...en, unit: 'ratio' }))).toBe('40 %');
	expect(readable(formatTick(1500, { ...en, unit: 'minutes' }))).toBe('1.5 k');
});

test('ratios change in points, all else against what it was, its size where that was below zero', () => {
	expect(measureChange(0.618, 0.63, 'ratio')).toBeCloseTo(-0.012, 10);
	expect(measureChange(110, 100, 'money')).toBeCloseTo(0.1, 10);
	expect(measureChange(-50, -100, 'money')).toBeCloseTo(0.5, 10);
});

test('nothing to compare with, or zero, is no change at all', () => {
	expect(measureChange(10, null, 'count')).toBeNull();
	expect(measureChange(null, 10, 'count')).toBeNull();
	expect(measureChange(10, 0, 'count')).toBeNull();
	expect(formatMeasureChange(null, 'count', 'en')).toBe('–');
});

test('a change carries its sign and its unit', () => {
	expect(readable(formatMeasureChange(0.082, 'money', 'en'))).toBe('+8.2 %');
	expect(readable(formatMeasureChange(-0.012, 'ratio', 'de'))).toBe('−1,2 Pp.');
});
