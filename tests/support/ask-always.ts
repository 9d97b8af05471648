import { setTimeout as sleep } from 'node:timers/promises';
import { statusOf } from './kundig-process.ts';

/** What was answered, by how often: a status, or null where nobody answered. */
export type Seen = ReadonlyMap<number | null, number>;

/** Asks for pages one after the other, without a break, until stopped; gives what was seen. */
export function askAlways(urls: readonly string[]): { stop: () => Promise<Seen> } {
	const seen = new Map<number | null, number>();
	const enough = new AbortController();
	const asking = (async () => {
		while (!enough.signal.aborted) {
			for (const url of urls) {
				const status = await statusOf(url);
				seen.set(status, (seen.get(status) ?? 0) + 1);
			}
			await sleep(100);
		}
	})();
	return {
		async stop() {
			enough.abort();
			await asking;
			return seen;
		},
	};
}
