import { expect, it } from 'vitest';
import { HttpError, statusError } from '#pipeline/sources/http/http-error.ts';
import { parseRetryAfter, RETRY_RULES, withRetries } from '#pipeline/sources/http/retry.ts';
import { fakeClock } from '../../../support/fake-clock.ts';

const NOON = Date.UTC(2026, 11, 1, 12);

it('reads how long to wait as seconds or as a date, and nothing else', () => {
	expect(parseRetryAfter('120', NOON)).toBe(120_000);
	expect(parseRetryAfter(' 1.5 ', NOON)).toBe(1_500);
	expect(parseRetryAfter('Tue, 01 Dec 2026 12:00:30 GMT', NOON)).toBe(30_000);
	expect(parseRetryAfter('Tue, 01 Dec 2026 11:00:00 GMT', NOON)).toBe(0);
	for (const garbage of ['soon', '-5', '', '1 hour', '2026-12-01', 'NaN'])
		expect(parseRetryAfter(garbage, NOON)).toBeNull();
	expect(parseRetryAfter(null, NOON)).toBeNull();
});

function failing(times: number, error: () => Error): () => Promise<string> {
	let left = times;
	return () => {
		left -= 1;
		return left < 0 ? Promise.resolve('answer') : Promise.reject(error());
	};
}

it('tries five times, with waits that double and are half chance', async () => {
	const clock = fakeClock();
	const error = () => statusError('api', 503, null, false);
	expect(await withRetries(failing(4, error), clock, RETRY_RULES)).toBe('answer');
	expect(clock.waits).toHaveLength(4);
	for (const [index, wait] of clock.waits.entries()) {
		expect(wait).toBeGreaterThanOrEqual(500 * 2 ** index);
		expect(wait).toBeLessThanOrEqual(1_000 * 2 ** index);
	}
	await expect(withRetries(failing(5, error), fakeClock(), RETRY_RULES)).rejects.toThrow('api answered 503');
});

it.for([400, 401, 403, 404, 501])('does not try again after %i', async (status) => {
	const clock = fakeClock();
	const attempt = failing(1, () => statusError('api', status, null, false));
	await expect(withRetries(attempt, clock, RETRY_RULES)).rejects.toMatchObject({ status, retryable: false });
	expect(clock.waits).toEqual([]);
});

it('does not try again what is no failure of a request', async () => {
	const clock = fakeClock();
	await expect(
		withRetries(
			failing(1, () => new RangeError('bug')),
			clock,
			RETRY_RULES,
		),
	).rejects.toThrow(RangeError);
	expect(clock.waits).toEqual([]);
});

it('waits as long as it is asked to, at most five minutes', async () => {
	for (const [asked, least] of [
		['7', 7_000],
		['Tue, 01 Dec 2026 12:01:00 GMT', 60_000],
		['315360000', 300_000],
	] as const) {
		const clock = fakeClock();
		await withRetries(
			failing(1, () => statusError('api', 429, asked, false)),
			clock,
			RETRY_RULES,
		);
		expect(clock.waits).toHaveLength(1);
		expect(clock.waits[0]).toBeGreaterThanOrEqual(least);
		expect(clock.waits[0]).toBeLessThanOrEqual(least + 1_000);
	}
});

it('goes on waiting when told to slow down, for a quarter of an hour, and says so then', async () => {
	const clock = fakeClock();
	const limited = failing(1_000, () => statusError('api', 429, '60', false));
	await expect(withRetries(limited, clock, RETRY_RULES)).rejects.toMatchObject({
		message: 'rate limited: api answered 429 for 15 minutes',
		retryable: true,
	});
	expect(clock.waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(15 * 60_000);
	expect(clock.waits.length).toBeGreaterThan(5);
});

it('ends the wait when it is aborted', async () => {
	const abort = new AbortController();
	const attempt = (): Promise<never> => {
		abort.abort(new Error('the run was stopped'));
		return Promise.reject(new HttpError('api: it does not answer', { hint: '', retryable: true }));
	};
	await expect(withRetries(attempt, fakeClock(), RETRY_RULES, abort.signal)).rejects.toThrow('the run was stopped');
});
