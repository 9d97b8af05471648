import { describe, expect, test } from 'vitest';
import { hasDrifted, mayReplace, reasonToFit } from '#pipeline/score/refit.ts';
import type { KnownFit } from '#pipeline/score/refit.ts';

const POLICY = { asOf: '2025-04-15', refitDays: 7, isRefitWanted: false };
const fit = (fittedFor: string, changes: Partial<KnownFit> = {}): KnownFit => ({
	fittedFor,
	isUsed: true,
	refitReason: 'schedule',
	isOutdated: true,
	...changes,
});

describe('why a model is fitted', () => {
	test('the first time', () => {
		expect(reasonToFit(undefined, false, POLICY)).toBe('first');
	});

	test('by schedule from the day on at which its newest fit is so many days old, used or not', () => {
		expect(reasonToFit(fit('2025-04-08'), true, POLICY)).toBe('schedule');
		expect(reasonToFit(fit('2025-04-09'), true, POLICY)).toBeNull();
		expect(reasonToFit(fit('2025-04-09', { isUsed: false }), true, POLICY)).toBeNull();
		expect(reasonToFit(fit('2025-04-09'), true, { ...POLICY, refitDays: 6 })).toBe('schedule');
	});

	test('when somebody asks', () => {
		expect(reasonToFit(fit('2025-04-15', { isOutdated: false }), true, { ...POLICY, isRefitWanted: true })).toBe(
			'asked',
		);
	});

	test('again on the day of its fit when what that was made on has changed', () => {
		expect(reasonToFit(fit('2025-04-15'), true, POLICY)).toBe('schedule');
		expect(reasonToFit(fit('2025-04-15', { isOutdated: false }), true, POLICY)).toBeNull();
	});

	test('as long as no fit came into use, whenever there is other data', () => {
		const failed = { isUsed: false, refitReason: 'first' };
		expect(reasonToFit(fit('2025-04-14', failed), false, POLICY)).toBe('first');
		expect(reasonToFit(fit('2025-03-14', { ...failed, isOutdated: false }), false, POLICY)).toBeNull();
	});
});

describe('drift', () => {
	const then = { value: 0.8, baseline: 1 };

	test('is an error a tenth above what it was, beside the baseline', () => {
		expect(hasDrifted(then, { value: 0.89, baseline: 1 })).toBe(true);
		expect(hasDrifted(then, { value: 0.87, baseline: 1 })).toBe(false);
	});

	test('is none where the baseline went with it: a busy quarter is harder to foretell', () => {
		expect(hasDrifted(then, { value: 1.6, baseline: 2 })).toBe(false);
	});

	test('is not seen without an error then or now, or a baseline that makes none', () => {
		expect(hasDrifted(null, then)).toBe(false);
		expect(hasDrifted(then, null)).toBe(false);
		expect(hasDrifted({ value: 0, baseline: 0 }, then)).toBe(false);
	});
});

test('a fit replaces the one in use unless its error is half a percent above', () => {
	const current = { value: 1, baseline: 2 };
	expect(mayReplace({ value: 0.9, baseline: 2 }, current)).toBe(true);
	expect(mayReplace({ value: 1.004, baseline: 2 }, current)).toBe(true);
	expect(mayReplace({ value: 1.006, baseline: 2 }, current)).toBe(false);
	expect(mayReplace(null, current)).toBe(true);
	expect(mayReplace(current, null)).toBe(true);
});
