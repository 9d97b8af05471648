import { expect, it } from 'vitest';
import { snapshotsToRemove } from '#pipeline/prune.ts';

/** Newest first: three of the 10th, two of the 9th, one each of the 8th and the 1st. */
const ALL = [
	{ id: 'g', publishedAt: '2026-01-10T12:00:00.000Z' },
	{ id: 'f', publishedAt: '2026-01-10T06:00:00.000Z' },
	{ id: 'e', publishedAt: '2026-01-10T00:00:00.000Z' },
	{ id: 'd', publishedAt: '2026-01-09T23:59:59.999Z' },
	{ id: 'c', publishedAt: '2026-01-09T00:00:00.000Z' },
	{ id: 'b', publishedAt: '2026-01-08T12:00:00.000Z' },
	{ id: 'a', publishedAt: '2026-01-01T12:00:00.000Z' },
];

it.each([
	['the newest alone', { keep: 1, days: 0 }, 'f e d c b a'],
	['the newest three', { keep: 3, days: 0 }, 'd c b a'],
	['the newest of each of two days beside them', { keep: 1, days: 2 }, 'f e c b a'],
	['the newest of each day that has one, however old', { keep: 1, days: 7 }, 'f e c'],
	['everything when there are no more', { keep: 7, days: 0 }, ''],
])('keeps %s', (_, retention, removed) => {
	expect(snapshotsToRemove(ALL, 'g', retention).join(' ')).toBe(removed);
});

it('keeps the one in use, however old', () => {
	expect(snapshotsToRemove(ALL, 'a', { keep: 1, days: 0 })).not.toContain('a');
});

it('removes nothing where there is nothing', () => {
	expect(snapshotsToRemove([], null, { keep: 1, days: 0 })).toEqual([]);
});
