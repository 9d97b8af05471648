import type { Clock } from './clock.ts';
import { HttpError } from './http-error.ts';

/** How often and how long a request is tried. */
export interface RetryRules {
	/** Tries in all, those that were told to slow down (429) not counted. */
	readonly tries: number;
	readonly firstWaitMs: number;
	/** The longest wait, whatever the other side asks for. */
	readonly longestWaitMs: number;
	/** All waits for one answer together. */
	readonly budgetMs: number;
}

export const RETRY_RULES: RetryRules = {
	tries: 5,
	firstWaitMs: 1_000,
	longestWaitMs: 5 * 60_000,
	budgetMs: 15 * 60_000,
};

/** What `Retry-After` asks to wait, in milliseconds: seconds or a date. Null when it is neither. */
export function parseRetryAfter(text: string | null, now: number): number | null {
	if (text === null) return null;
	if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return Number(text) * 1_000;
	// A date of HTTP has words in it: what else Date.parse takes for one, as "-5", is none.
	const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Doubles with each try; half of it is chance, so that many who wait do not come back at once. */
function backoff(rules: RetryRules, attempt: number, random: number): number {
	return rules.firstWaitMs * 2 ** Math.min(attempt, 10) * (0.5 + random / 2);
}

function waitFor(error: HttpError, attempt: number, rules: RetryRules, clock: Clock): number {
	const asked = parseRetryAfter(error.retryAfter, clock.now());
	const own = backoff(rules, attempt, clock.random());
	if (asked === null) return Math.min(own, rules.longestWaitMs);
	return Math.min(Math.max(asked, own), rules.longestWaitMs) + clock.random() * rules.firstWaitMs;
}

/**
 * Does something that asks another machine, and again after a wait when it fails in a way that may pass.
 * @throws HttpError of the last try; one that says `rate limited` when the budget does not suffice for the next wait
 * @throws the signal's reason when it is aborted
 */
export async function withRetries<Result>(
	attempt: () => Promise<Result>,
	clock: Clock,
	rules: RetryRules,
	signal?: AbortSignal,
): Promise<Result> {
	const began = clock.now();
	let failures = 0;
	for (let number = 0; ; number += 1) {
		signal?.throwIfAborted();
		try {
			return await attempt();
		} catch (cause) {
			signal?.throwIfAborted();
			if (!(cause instanceof HttpError) || !cause.retryable) throw cause;
			const isLimited = cause.status === 429;
			if (!isLimited) failures += 1;
			if (failures >= rules.tries) throw cause;
			const wait = waitFor(cause, number, rules, clock);
			if (clock.now() - began + wait > rules.budgetMs) {
				if (!isLimited) throw cause;
				throw new HttpError(`rate limited: ${cause.message} for ${Math.round(rules.budgetMs / 60_000)} minutes`, {
					hint: cause.hint,
					retryable: true,
					status: 429,
					cause,
				});
			}
			await clock.sleep(wait, signal);
		}
	}
}
