import { expect, test } from 'vitest';
import { valueName } from '#lib/filters/value-name.ts';
import { CAMPAIGN_TYPES } from '#records/schema/marketing.ts';
import { FORECAST_CATEGORIES, LOSS_REASONS } from '#records/schema/sales.ts';
import { TICKET_PRIORITIES } from '#records/schema/service.ts';

test.each([
	['outcome', ['open', 'won', 'lost']],
	['loss_reason', LOSS_REASONS],
	['forecast_category', FORECAST_CATEGORIES],
	['campaign_type', CAMPAIGN_TYPES],
	['priority', TICKET_PRIORITIES],
])('our own words of %s are written as people read them', (dimension, values) => {
	for (const value of values) expect(valueName(dimension, value)).toMatch(/^\p{Lu}[^_]*$/u);
});

test('a value of others stays as it is, and none is told', () => {
	expect(valueName('loss_reason', 'merger with a rival')).toBe('merger with a rival');
	expect(valueName('team', null)).not.toBe('');
});
