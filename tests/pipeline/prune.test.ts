import { expect, it } from 'vitest';
import { describePruned, snapshotsToRemove } from '#pipeline/prune.ts';

/** Newest first: three of the 10th, two of the 9th, one each of the 8th and the 1st. */
const ALL = [
	{ id: 'g', publishedAt: '2026-01-10T12:00:00.000Z', bytes: 1_000_000_000 },
	{ id: 'f', publishedAt: '2026-01-10T06:00:00.000Z', bytes: 1_000_000_000 },
	{ id: 'e', publishedAt: '2026-01-10T00:00:00.000Z', bytes: 1_000_000_000 },
	{ id: 'd', publishedAt: '2026-01-09T23:59:59.999Z', bytes: 1_000_000_000 },
	{ id: 'c', publishedAt: '2026-01-09T00:00:00.000Z', bytes: 1_000_000_000 },
	{ id: 'b', publishedAt: '2026-01-08T12:00:00.000Z', bytes: 1_000_000_000 },
	{ id: 'a', publishedAt: '2026-01-01T12:00:00.000Z', bytes: 1_000_000_000 },
];

it.each([
	['the newest alone', { keep: 1, days: 0 }, 'f e d c b a'],
	['the newest three', { keep: 3, days: 0 }, 'd c b a'],
	['the newest of each of two days beside them', { keep: 1, days: 2 }, 'f e c b a'],
	['the newest of each day that has one, however old', { keep: 1, days: 7 }, 'f e c'],
	['everything when there are no more', { keep: 7, days: 0 }, ''],
])('keeps %s', (_, retention, removed) => {
	const found = snapshotsToRemove(ALL, 'g', retention).removed;
	expect(found.map(({ id }) => id).join(' ')).toBe(removed);
	expect(new Set(found.map(({ reason }) => reason)).size).toBeLessThan(2);
});

it('keeps the one in use, however old', () => {
	expect(snapshotsToRemove(ALL, 'a', { keep: 1, days: 0 }).removed.map(({ id }) => id)).not.toContain('a');
});

it('removes nothing where there is nothing', () => {
	expect(snapshotsToRemove([], null, { keep: 1, days: 0, maxGigabytes: 1 })).toEqual({
		removed: [],
		keptBytes: 0,
		overBytes: 0,
	});
});

const idsByReason = (maxGigabytes: number, currentId: string) => {
	const { removed, ...rest } = snapshotsToRemove(ALL, currentId, { keep: 3, days: 7, maxGigabytes });
	const of = (wanted: string) => removed.flatMap(({ id, reason }) => (reason === wanted ? [id] : [])).join(' ');
	return { age: of('age'), budget: of('budget'), ...rest };
};

it('removes nothing more where all have room', () => {
	expect(idsByReason(6, 'g')).toEqual({ age: 'c', budget: '', keptBytes: 6e9, overBytes: 0 });
});

it('removes the oldest that retention would keep when all together take too much, and no more of them than need be', () => {
	expect(idsByReason(4, 'g')).toEqual({ age: 'c', budget: 'b a', keptBytes: 4e9, overBytes: 0 });
});

it('never removes the newest or the one in use, and says by how much too much is left then', () => {
	expect(idsByReason(0.5, 'b')).toEqual({ age: 'c', budget: 'f e d a', keptBytes: 2e9, overBytes: 1.5e9 });
});

it('says what went, and why', () => {
	const pruned = snapshotsToRemove(ALL.slice(0, 3), 'g', { keep: 2, days: 0, maxGigabytes: 0.5 });
	expect(describePruned(pruned)).toEqual([
		'removed snapshot f (1000.0 MB): all together took more than snapshots.maxGigabytes',
		'removed snapshot e (1000.0 MB): newer ones are kept (snapshots.keep, snapshots.days)',
		'the snapshots that are left take 1000.0 MB, 500.0 MB more than snapshots.maxGigabytes: the newest and the one in use are never removed',
	]);
});
