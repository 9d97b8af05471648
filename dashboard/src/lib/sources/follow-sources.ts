import { refreshAll } from '$app/navigation';

const ASK_EVERY_MS = 400;

/**
 * Keeps a page of the sources as things stand: asks again and again how they do, and loads the page anew for as long as
 * that is not what it shows. Where the dashboard itself is not there for a moment, for another company is put in its place,
 * what stands in for it is shown. For an effect: gives how to stop.
 * @param shownState the state that the page was loaded at
 */
export function keepSourcesFresh(shownState: () => string): () => void {
	const stop = new AbortController();
	// Asked anew each time: the signal may come while an answer is on its way.
	const isStopped = (): boolean => stop.signal.aborted;
	void (async () => {
		while (!isStopped()) {
			try {
				const answer = await fetch('/data/sources/state', { signal: stop.signal });
				if (answer.status === 503) {
					window.location.reload();
					return;
				}
				const { state } = (await answer.json()) as { state: string };
				if (!isStopped() && state !== shownState()) await refreshAll();
			} catch {
				// No answer for a moment: asked again.
			}
			await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
		}
	})();
	return () => stop.abort();
}
