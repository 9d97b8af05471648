import { refreshAll } from '$app/navigation';

const ASK_EVERY_MS = 400;

/**
 * Asks whether the pages of the sources would show something else, until `signal` says to stop. Tells `onNews` each time
 * they would; `onGone` when the dashboard itself is not there for a moment, for another company is put in its place.
 */
async function followSources(
	signal: AbortSignal,
	{ onNews, onGone }: { readonly onNews: () => void; readonly onGone: () => void },
): Promise<void> {
	let known: string | null = null;
	const isStopped = (): boolean => signal.aborted;
	while (!isStopped()) {
		try {
			const answer = await fetch('/data/sources/state', { signal });
			if (answer.status === 503) {
				onGone();
				return;
			}
			const { state } = (await answer.json()) as { state: string };
			if (known !== null && known !== state) onNews();
			known = state;
		} catch {
			// No answer for a moment: asked again.
		}
		await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
	}
}

/** Keeps a page of the sources as things stand, for an effect: gives how to stop. */
export function keepSourcesFresh(): () => void {
	const stop = new AbortController();
	void followSources(stop.signal, {
		onNews: () => void refreshAll(),
		onGone: () => window.location.reload(),
	});
	return () => stop.abort();
}
