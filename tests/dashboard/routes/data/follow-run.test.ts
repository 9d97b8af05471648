import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunProgress } from '#lib/server/runs.ts';
import { followRun } from '../../../../dashboard/src/routes/data/follow-run.ts';

const progress = (status: RunProgress['status']): RunProgress => ({
	runId: 'R1',
	status,
	isCancelWanted: false,
	seconds: 1,
	steps: [],
});

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Follows a run that answers as listed, then says `ok`; gives the statuses heard and the questions asked. */
function follow(answers: readonly (RunProgress['status'] | Error | null)[]) {
	const heard: string[] = [];
	const stop = new AbortController();
	let asked = 0;
	const done = followRun(
		'R1',
		stop.signal,
		({ status }) => heard.push(status),
		() => {
			const answer = asked < answers.length ? answers[asked] : 'ok';
			asked += 1;
			if (answer instanceof Error) return Promise.reject(answer);
			return Promise.resolve(answer === null || answer === undefined ? null : progress(answer));
		},
	);
	return { heard, stop, done, asked: () => asked };
}

test('asks twice a second until the run has ended, and says so once', async () => {
	const { heard, done, asked } = follow(['wanted', 'running', 'running']);
	await vi.advanceTimersByTimeAsync(1999);
	expect(heard).toEqual(['wanted', 'running', 'running']);
	await vi.advanceTimersByTimeAsync(10_000);
	await done;
	expect(heard).toEqual(['wanted', 'running', 'running', 'ok']);
	expect(asked()).toBe(4);
});

test('a question that is not answered is asked again', async () => {
	const { heard, done } = follow([new Error('no connection'), null, 'running']);
	await vi.advanceTimersByTimeAsync(5000);
	await done;
	expect(heard).toEqual(['running', 'ok']);
});

test('asks no more once it is told to stop', async () => {
	const { stop, done, asked } = follow(['running', 'running', 'running', 'running']);
	await vi.advanceTimersByTimeAsync(1000);
	stop.abort();
	await vi.advanceTimersByTimeAsync(5000);
	await done;
	expect(asked()).toBe(2);
});
