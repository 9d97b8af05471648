import type { RunProgress } from '#lib/server/runs.ts';

const ASK_EVERY_MS = 500;

/** Whether a run still waits or works. */
export function isOpen(progress: Pick<RunProgress, 'status'>): boolean {
	return progress.status === 'wanted' || progress.status === 'running';
}

/**
 * Asks how far a run is, twice a second, until it has ended or `signal` says to stop. Gives each answer to `onNews`, the
 * last one too; a question that is not answered is asked again.
 */
export async function followRun(
	runId: string,
	signal: AbortSignal,
	onNews: (progress: RunProgress) => void,
	ask: (runId: string, signal: AbortSignal) => Promise<RunProgress | null> = askProgress,
): Promise<void> {
	// Asked anew each time: the signal may come while an answer is on its way.
	const isStopped = (): boolean => signal.aborted;
	while (!isStopped()) {
		await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
		if (isStopped()) return;
		const progress = await ask(runId, signal).catch(() => null);
		if (progress === null || isStopped()) continue;
		onNews(progress);
		if (!isOpen(progress)) return;
	}
}

/** How far a run is, or without an id the one under way; null where there is none. */
export async function askProgress(runId: string | null, signal: AbortSignal): Promise<RunProgress | null> {
	const answer = await fetch(`/data/progress${runId === null ? '' : `?run=${runId}`}`, { signal });
	return answer.ok ? ((await answer.json()) as RunProgress | null) : null;
}
