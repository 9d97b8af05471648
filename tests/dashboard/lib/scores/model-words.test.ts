import { expect, test } from 'vitest';
import {
	baselineName,
	featureName,
	kindName,
	modelName,
	modelStatusMark,
	modelStatusName,
	modelStatusText,
	modelWords,
	refitReasonName,
	warningText,
} from '#lib/scores/model-words.ts';

test.each(['customer-value', 'rfm-segments', 'deal-win', 'revenue-forecast'])('%s says what it is for and when not', (model) => {
	const words = modelWords(model);
	expect(modelName(model)).not.toBe(model);
	for (const word of ['predicts', 'use', 'formula', 'source', 'needs'] as const) expect(words?.[word]().length).toBeGreaterThan(10);
	expect(words?.not.length).toBeGreaterThan(1);
	expect(words?.href).toMatch(/^\//);
}); // prettier-ignore

test('what another version names goes by its code', () => {
	expect(modelWords('horoscope')).toBeNull();
	expect(modelName('horoscope')).toBe('horoscope');
	expect([kindName('forest'), baselineName('coin'), refitReasonName('mood')]).toEqual(['forest', 'coin', 'mood']);
	expect([modelStatusName('odd'), modelStatusText('odd', true), modelStatusMark('odd')]).toEqual([
		'odd',
		'',
		'unchanged',
	]);
});

test('a traffic light has words and a mark of its own', () => {
	expect(modelStatusName('weak')).toBe('Not better than its baseline');
	expect(modelStatusText('weak', true)).toContain('the baseline was as close');
	expect(modelStatusText('weak', false)).toContain('Too little history');
	expect(['good', 'weak', 'insufficient'].map((status) => modelStatusMark(status))).toEqual([
		'ok',
		'late',
		'unchanged',
	]);
});

test('candidates are named with the clock they were read off', () => {
	expect(kindName('mbg-nbd:season')).toBe('MBG/NBD, by the season’s clock');
	expect(kindName('seasonal naive')).toBe('year before');
});

test('features are named, and a category’s level stays', () => {
	expect(featureName('owner_win_rate')).toBe('Owner’s win rate');
	expect(featureName('owner_win_rate_known')).toBe('Owner’s win rate');
	expect(featureName('stage=Offer=2')).toBe('Stage: Offer=2');
});

test.each([
	['degenerate:nbd', 'Nobody was found to leave'],
	['degenerate:poisson', 'a simpler one (poisson)'],
	['no_spend_model', 'the mean of all stands in'],
	['no_holdout', 'Too little history'],
	['leak:closed_on', 'closed_on alone tells the outcome'],
	['constant:source', 'Source is the same everywhere'],
	['separation:stage=Offer', 'Stage: Offer tells won from lost'],
	['refit_failed', 'this one stays'],
	['not_fitted:a win model needs 100 open deals that ended, received 12 won and 3 lost', '12 won and 3 lost deals are too few'],
	['not_fitted:segments need a customer with a sale, received none', 'It could not be fitted.'],
	['sun_spots', 'sun_spots'],
])('the warning %s is put into words', (code, words) => {
	expect(warningText(code)).toContain(words);
}); // prettier-ignore
