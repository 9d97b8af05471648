import type { LogPart } from '#lib/server/run-log.ts';

const ASK_EVERY_MS = 1000;

/** The lines of a run's log from a byte on. */
async function askLog(runId: string, from: number, signal: AbortSignal): Promise<LogPart | null> {
	const answer = await fetch(`/data/runs/${runId}/log?from=${from}`, { signal });
	return answer.ok ? ((await answer.json()) as LogPart) : null;
}

/**
 * Asks for further lines of a run's log, once a second, until `signal` says to stop. Gives each part to `onLines`; a question
 * that is not answered is asked again.
 */
export async function followLog(
	runId: string,
	from: number,
	signal: AbortSignal,
	onLines: (part: LogPart) => void,
	ask: typeof askLog = askLog,
): Promise<void> {
	// Asked anew each time: the signal may come while an answer is on its way.
	const isStopped = (): boolean => signal.aborted;
	for (let next = from; !isStopped();) {
		await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
		if (isStopped()) return;
		const part = await ask(runId, next, signal).catch(() => null);
		if (part === null || isStopped()) continue;
		next = part.next;
		if (part.lines.length > 0) onLines(part);
	}
}
