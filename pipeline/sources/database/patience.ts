/** How long a server may count rows for a plan. */
export const COUNT_MS = 10_000;

/** Said when a server did not answer in time. */
export class PatienceError extends Error {
	constructor(milliseconds: number) {
		super(`no answer within ${milliseconds / 1000} s`);
		this.name = 'PatienceError';
	}
}

/**
 * Waits for an answer, no longer than so many milliseconds and only until the signal; `giveUp` is then called to end the work
 * at the server.
 * @throws PatienceError when the time is over; the signal's reason when it is aborted
 */
export async function waitFor<Answer>(
	answer: Promise<Answer>,
	milliseconds: number,
	signal: AbortSignal | undefined,
	giveUp: () => void,
): Promise<Answer> {
	let timer: NodeJS.Timeout | undefined;
	let onAbort: (() => void) | undefined;
	const end = new Promise<never>((_, reject) => {
		timer = setTimeout(() => {
			reject(new PatienceError(milliseconds));
		}, milliseconds);
		onAbort = () => {
			reject(signal?.reason as Error);
		};
		if (signal?.aborted === true) onAbort();
		signal?.addEventListener('abort', onAbort);
	});
	// Whoever gives up looks away; the answer may still fail.
	answer.catch(() => undefined);
	const state = { isAnswered: false };
	const answered = answer.finally(() => {
		state.isAnswered = true;
	});
	try {
		return await Promise.race([answered, end]);
	} catch (error) {
		if (!state.isAnswered) giveUp();
		throw error;
	} finally {
		clearTimeout(timer);
		if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
	}
}
