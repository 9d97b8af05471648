import { expect, test } from 'vitest';
import { distinctCauses, pendingCause } from '#pipeline/plan/changed-inputs.ts';

test.each([
	['1 files (0.1 MB: a.csv)', 'source orders has 1 new file'],
	['2 files (0.1 MB: a.csv, b.csv)', 'source orders has 2 new files'],
	['1 files (0.1 MB: a.csv) and 1 loads to take back', 'source orders has 1 new file and 1 load to take back'],
	['0 files (0.0 MB: ) and 3 loads to take back', 'source orders has 3 loads to take back'],
	['3 changes of 2 records', 'source orders has 3 changes of 2 records'],
	['all records', 'source orders has all its records to load'],
])('what waits is said in a few words: %s', (pending, cause) => {
	expect(pendingCause({ isPending: true, planned: { name: 'orders', cursor: null, pending } })).toBe(cause);
});

test('a cause is named once, and not again for what it may do besides', () => {
	const moves = 'source orders has 1 new file, which may move the analysis date';
	expect(distinctCauses(['b', 'a', 'b'])).toEqual(['a', 'b']);
	expect(distinctCauses([moves, 'source orders has 1 new file'])).toEqual(['source orders has 1 new file']);
	expect(distinctCauses([moves, 'source rates has 1 new file'])).toEqual([moves, 'source rates has 1 new file']);
});
