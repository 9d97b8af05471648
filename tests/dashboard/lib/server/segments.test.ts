import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSegments } from '#lib/server/segments.ts';
import type { SegmentsPage } from '#lib/server/segments.ts';
import { GIVEN_NEWCOMER, GIVEN_SCORES } from '../../../warehouse/reads/given-scores.ts';
import { openTinySnapshot } from './tiny-snapshot.ts';
import type { TinySnapshot } from './tiny-snapshot.ts';

/** Seen from 11 April: a day, four weeks and a quarter back. */
const MOVEMENTS = `
insert into segment_movements (since_on, from_segment, to_segment, customers, expected_revenue) values
	(date '2025-01-10', 'new', 'champions', 1, 400),
	(date '2025-03-14', 'loyal', 'champions', 2, 400), (date '2025-03-14', 'champions', 'at_risk', 1, 0),
	(date '2025-03-14', null, 'new', 1, 0), (date '2025-03-14', 'champions', 'champions', 9, 0),
	(date '2025-04-10', 'champions', 'champions', 1, 400);
`;

let tiny: TinySnapshot;
beforeAll(async () => {
	tiny = await openTinySnapshot({ also: GIVEN_NEWCOMER + GIVEN_SCORES + MOVEMENTS });
});
afterAll(() => tiny.close());

async function read(wanted: string | null = null): Promise<SegmentsPage> {
	const page = await readSegments(tiny.snapshot, wanted);
	if (page === null) throw new Error('expected segments');
	return page;
}

describe('readSegments', () => {
	it('shares buyers and what they brought among the segments, the best first', async () => {
		const { segments } = await read();
		expect(segments.map(({ segment, customers_share, revenue_share }) => [segment, customers_share, revenue_share])).toEqual([
			// The tiny shop's buyers brought 90 (c1), 285 (c2) and 42.35 (c3); who never bought is in none.
			['champions', 1 / 3, 90 / 417.35],
			['new', 1 / 3, 42.35 / 417.35],
			['at_risk', 1 / 3, 285 / 417.35],
		]);
		expect(segments[0]).toMatchObject({ mean_revenue: 90, expected_revenue: 400, value_at_risk: 100 });
	}); // prettier-ignore

	it('compares with the day nearest to four weeks ago unless another one is asked for', async () => {
		const page = await read();
		expect([page.since, page.days]).toEqual(['2025-03-14', ['2025-04-10', '2025-03-14', '2025-01-10']]);
		expect((await read('2025-01-10')).since).toBe('2025-01-10');
		expect((await read('2024-01-01')).since).toBe('2025-03-14');
	});

	it('counts who came and who went, and lists the movements without those who stayed', async () => {
		const { segments, flows, moved } = await read('2025-03-14');
		expect(segments.map(({ segment, came, went }) => [segment, came, went])).toEqual([
			['champions', 2, 1],
			['new', 1, 0],
			['at_risk', 1, 0],
		]);
		expect(moved).toBe(4);
		expect(flows.map(({ from_segment, to_segment, customers }) => [from_segment, to_segment, customers])).toEqual([
			['loyal', 'champions', 2],
			['champions', 'at_risk', 1],
			[null, 'new', 1],
		]);
		expect((await read('2025-04-10')).moved).toBe(0);
	});

	it('tells who has no score and why, those who brought most first', async () => {
		const { unscored } = await read();
		expect(unscored.map(({ state, customers, net_revenue }) => [state, customers, net_revenue])).toEqual([
			['gone', 1, 285],
			['too_new', 1, 42.35],
			['no_history', 1, 0],
		]);
	});

	it('names who has most to lose', async () => {
		expect((await read()).atRisk.map(({ customer_id }) => customer_id)).toEqual(['c1']);
	});

	it('compares with nothing before a second day was noted', async () => {
		const alone = await openTinySnapshot({ also: GIVEN_NEWCOMER + GIVEN_SCORES });
		const page = await readSegments(alone.snapshot, null);
		expect(page).toMatchObject({ since: null, days: [], flows: [], moved: 0 });
		expect(page?.segments.map(({ came, went }) => [came, went])).toEqual([[null, null], [null, null], [null, null]]);
		alone.close();
	}); // prettier-ignore

	it('has nothing to say of a snapshot from before there were scores', async () => {
		const old = await openTinySnapshot({ also: 'drop table customer_scores; drop table segment_movements;' });
		expect(await readSegments(old.snapshot, null)).toBeNull();
		old.close();
	});
});
