import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { row, rows, sql } from '#warehouse/query.ts';
import { bucketOf, bucketsIn, bucketsSql, bucketSql, nextBucket } from '#warehouse/metrics/buckets.ts';
import { GRAINS } from '#warehouse/metrics/metric.ts';
import { addDays } from '#warehouse/metrics/period.ts';

let database: Database;
let db: Connection;

beforeAll(async () => {
	database = await openMemory({ threads: 1, memoryLimit: '200MB' });
	db = await database.connect();
});
afterAll(() => database.close());

// 1 January 2025 was a Wednesday.
const CASES = [
	['day', 'monday', '2025-01-01', '2025-01-01'],
	['week', 'monday', '2025-01-01', '2024-12-30'],
	['week', 'sunday', '2025-01-01', '2024-12-29'],
	['week', 'saturday', '2025-01-01', '2024-12-28'],
	['week', 'monday', '2025-01-05', '2024-12-30'],
	['week', 'sunday', '2025-01-05', '2025-01-05'],
	['week', 'saturday', '2025-01-04', '2025-01-04'],
	['week', 'saturday', '2025-01-03', '2024-12-28'],
	['month', 'sunday', '2024-02-29', '2024-02-01'],
	['quarter', 'monday', '2024-06-30', '2024-04-01'],
	['quarter', 'monday', '2024-12-31', '2024-10-01'],
	['year', 'monday', '2024-12-31', '2024-01-01'],
] as const;

describe('a bucket', () => {
	it.each(CASES)('of grain %s, weeks from %s, puts %s into that of %s', async (grain, weekStart, day, expected) => {
		expect(bucketOf(grain, day, weekStart)).toBe(expected);
		const found = await row(db, sql`select ${bucketSql(grain, sql`cast(${day} as date)`, weekStart)} as bucket`);
		expect(found).toEqual({ bucket: expected });
	});

	it('is the same in SQL and here, for any day', async () => {
		const day = fc.integer({ min: 0, max: 12_000 }).map((days) => addDays('1999-12-01', days));
		const weekStart = fc.constantFrom('monday' as const, 'sunday' as const, 'saturday' as const);
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...GRAINS), day, weekStart, async (grain, on, start) => {
				const found = await row(db, sql`select ${bucketSql(grain, sql`cast(${on} as date)`, start)} as bucket`);
				expect(found).toEqual({ bucket: bucketOf(grain, on, start) });
				expect(bucketOf(grain, on, start) <= on).toBe(true);
				expect(nextBucket(grain, bucketOf(grain, on, start)) > on).toBe(true);
			}),
		);
	});
});

describe('the buckets of a stretch', () => {
	it.each([
		['week', '2024-02-26', '2024-03-11', ['2024-02-25', '2024-03-03', '2024-03-10']],
		['month', '2024-01-31', '2024-03-02', ['2024-01-01', '2024-02-01', '2024-03-01']],
		['month', '2024-01-31', '2024-03-01', ['2024-01-01', '2024-02-01']],
		['quarter', '2024-03-31', '2024-04-02', ['2024-01-01', '2024-04-01']],
		['year', '2023-12-31', '2025-01-01', ['2023-01-01', '2024-01-01']],
		['day', '2024-02-28', '2024-03-02', ['2024-02-28', '2024-02-29', '2024-03-01']],
	] as const)('by %s from %s to %s are all of them in order', async (grain, from, to, expected) => {
		expect(bucketsIn(grain, from, to, 'sunday')).toEqual(expected);
		const [first, last] = [from, addDays(to, -1)].map((day) => sql`cast(${day} as date)`);
		const found = await rows<Record<string, string>>(db, bucketsSql(grain, first ?? sql``, last ?? sql``, 'sunday'));
		expect(found.map((bucket) => bucket[grain])).toEqual(expected);
	});

	it('are none where it is empty', () => {
		expect(bucketsIn('day', '2024-01-02', '2024-01-02', 'monday')).toEqual([]);
	});

	it('are none where its beginning or its end is not known', async () => {
		const [day, nothing] = [sql`date '2024-01-01'`, sql`cast(null as date)`];
		expect(await rows(db, bucketsSql('month', nothing, day, 'monday'))).toEqual([]);
		expect(await rows(db, bucketsSql('month', day, nothing, 'monday'))).toEqual([]);
	});
});
