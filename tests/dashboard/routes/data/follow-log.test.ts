import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followLog } from '../../../../dashboard/src/routes/data/runs/[id]/follow-log.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const line = (msg: string) => ({ level: 'info' as const, time: '2026-01-01T00:00:00Z', msg });

test('goes on from the byte of the answer before, and asks again what was not answered', async () => {
	const asked: number[] = [];
	const heard: string[] = [];
	const stop = new AbortController();
	const answers = [{ lines: [line('a')], next: 10 }, null, { lines: [], next: 10 }, { lines: [line('b')], next: 20 }];
	const done = followLog(
		'R1',
		5,
		stop.signal,
		({ lines }) => heard.push(...lines.map(({ msg }) => msg)),
		(_, from) => {
			const answer = answers[asked.length] ?? null;
			asked.push(from);
			return answer === null
				? Promise.reject(new Error('no connection'))
				: Promise.resolve({ ...answer, isCut: false });
		},
	);
	await vi.advanceTimersByTimeAsync(4_000);
	expect(asked).toEqual([5, 10, 10, 10]);
	expect(heard).toEqual(['a', 'b']);
	stop.abort();
	await vi.advanceTimersByTimeAsync(2_000);
	await done;
	expect(asked).toHaveLength(4);
});
