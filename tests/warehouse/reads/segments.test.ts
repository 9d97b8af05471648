import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { scoreStates, segmentMovements, segmentProfiles } from '#warehouse/reads/segments.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';
import { GIVEN_NEWCOMER, GIVEN_SCORES } from './given-scores.ts';

const MOVEMENTS = `
insert into segment_movements (since_on, from_segment, to_segment, customers, expected_revenue) values
	(date '2025-03-14', 'loyal', 'champions', 1, 400),
	(date '2025-04-10', 'champions', 'champions', 1, 400),
	(date '2025-04-10', null, 'new', 3, 0);
`;

let marts: TestMarts;
let db: Connection;
beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP, also: GIVEN_NEWCOMER + GIVEN_SCORES + MOVEMENTS });
	db = marts.db;
});
afterAll(() => marts.close());

describe('segmentProfiles', () => {
	it('sums up who is in a segment; what is not known of anybody in it is null', async () => {
		const profiles = new Map((await segmentProfiles(db)).map((profile) => [profile.segment, profile]));
		expect(profiles.get('champions')).toEqual({
			segment: 'champions',
			customers: 1,
			// The tiny shop's c1: 145 sold, 55 taken back.
			net_revenue: 90,
			median_recency_days: 49,
			median_purchases: 3,
			scored: 1,
			gone: 0,
			expected_revenue: 400,
			value_at_risk: 100,
		});
		expect(profiles.get('at_risk')).toMatchObject({ customers: 1, net_revenue: 285, scored: 0, gone: 1, value_at_risk: null });
		expect(profiles.get(null)).toMatchObject({ customers: 1, net_revenue: 0, median_recency_days: null, median_purchases: null });
		expect(profiles.size).toBe(4);
	}); // prettier-ignore
});

describe('scoreStates', () => {
	it('counts every customer once, by state and reason', async () => {
		const states = await scoreStates(db);
		expect(states.map(({ status, reason, customers }) => [status, reason, customers]).sort()).toEqual([
			['gone', 'long_gone', 1],
			['no_history', 'never_bought', 1],
			['scored', 'in_rhythm', 1],
			['too_new', 'first_weeks', 1],
		]);
		expect(states.find(({ status }) => status === 'gone')?.net_revenue).toBe(285);
	});
});

describe('segmentMovements', () => {
	it('gives each earlier day, the latest first, its largest movement first', async () => {
		expect(await segmentMovements(db)).toEqual([
			{ since_on: '2025-04-10', from_segment: null, to_segment: 'new', customers: 3, expected_revenue: 0 },
			{ since_on: '2025-04-10', from_segment: 'champions', to_segment: 'champions', customers: 1, expected_revenue: 400 },
			{ since_on: '2025-03-14', from_segment: 'loyal', to_segment: 'champions', customers: 1, expected_revenue: 400 },
		]);
	}); // prettier-ignore
});
