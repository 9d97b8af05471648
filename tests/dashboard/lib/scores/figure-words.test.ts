import { describe, expect, it } from 'vitest';
import { betterBy, figureName, figureText, formatFigure } from '#lib/scores/figure-words.ts';

const counts = { locale: 'en', currency: null } as const;
const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('formatFigure', () => {
	it.each([
		['mae', 0.6, '0.60'],
		['total_error', 0.0989, '9.9 %'],
		['auc', 0.8951, '89.5 %'],
		['smape', 38.13, '38.1 %'],
		['mase', 1, '1.00'],
		['brier', 0.1207, '0.121'],
		['coverage80', 0.78125, '78.1 %'],
		['of another version', 1.23456, '1.235'],
	] as const)('writes %s with its unit and all of its decimals', (id, value, text) => {
		expect(plain(formatFigure(id, value, counts))).toBe(text);
	});

	it('writes an error of money in its currency, more digits when asked, and a dash for nothing', () => {
		expect(plain(formatFigure('mae', 11_639.4, { locale: 'en', currency: 'EUR' }))).toBe('€ 11,639');
		expect(formatFigure('mae', 0.6349, { ...counts, moreDigits: 1 })).toBe('0.635');
		expect(formatFigure('mae', null, counts)).toBe('–');
	});
});

describe('betterBy', () => {
	const figure = { id: 'mase', value: 1.12, baseline: 1, better: 'lower' } as const;

	it('says which is better by the figure’s own direction', () => {
		expect(betterBy(figure, counts)).toBe('baseline');
		expect(betterBy({ ...figure, value: 0.8 }, counts)).toBe('model');
		expect(betterBy({ id: 'auc', value: 0.9, baseline: 0.5, better: 'higher' }, counts)).toBe('model');
		expect(betterBy({ id: 'auc', value: 0.4, baseline: 0.5, better: 'higher' }, counts)).toBe('baseline');
	});

	it('calls even what is written alike, and nothing where there is no baseline', () => {
		expect(betterBy({ ...figure, value: 1.001 }, counts)).toBe('even');
		expect(betterBy({ ...figure, baseline: null }, counts)).toBeNull();
	});

	it('holds a band against its promise, not against all or nothing', () => {
		expect(betterBy({ id: 'coverage80', value: 0.79, baseline: 0.99, better: 'higher' }, counts)).toBe('model');
	});
});

describe('figureName', () => {
	it('names figures and what they mean, and unknown ones by their id', () => {
		expect(figureName('ece')).toBe('Calibration error');
		expect(figureText('ece')).toContain('lower is better');
		expect([figureName('xyz'), figureText('xyz')]).toEqual(['xyz', '']);
	});
});
