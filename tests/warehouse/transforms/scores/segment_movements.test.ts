import { expect, test } from 'vitest';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';
import { TINY_SCORES } from '../../tiny-scores.ts';

const MOVEMENTS = `select since_on, from_segment, to_segment, customers, expected_revenue from segment_movements
	order by since_on, from_segment nulls first, to_segment nulls first`;

test('customers are counted by the segment they were in and the one they are in', async () => {
	const db = await openWarehouse({ ...TINY_SCORES, relations: ['segment_movements'] });
	expect(await tableOf(db, MOVEMENTS)).toEqual([
		['2025-03-04', null, 'lost', 1, 0],
		['2025-03-04', null, 'new', 1, 0],
		['2025-03-04', 'at_risk', 'at_risk', 1, 20],
		// c9 is not there any more.
		['2025-03-04', 'lost', null, 1, 0],
		['2025-03-04', 'loyal', 'champions', 1, 80],
		['2025-03-04', 'new', 'hibernating', 1, 10],
	]);
});

test('the days nearest to four weeks and a quarter ago are compared, and the one before the newest', async () => {
	const days = ['2024-12-15', '2025-01-02', '2025-03-01', '2025-03-05', '2025-03-30', '2025-04-01'];
	const noted = days.map((day) => `('c1', 'loyal', '${day}')`).join(', ');
	const db = await openWarehouse({
		...TINY_SCORES,
		predicted: `insert into raw.history.segment_members values ${noted}`,
		relations: ['segment_movements'],
	});
	expect(await tableOf(db, 'select distinct since_on from segment_movements order by 1')).toEqual([
		['2025-01-02'],
		['2025-03-05'],
		['2025-03-30'],
	]);
});

test('one day alone is compared with nothing', async () => {
	const db = await openWarehouse({
		...TINY_SCORES,
		predicted: "insert into raw.history.segment_members values ('c1', 'loyal', '2025-04-01')",
		relations: ['segment_movements'],
	});
	expect(await tableOf(db, MOVEMENTS)).toEqual([]);
});
