import type { Clock } from './clock.ts';

/** How many requests a source may make; null: as many as it likes. */
export type RateLimit = { readonly perSecond: number } | { readonly perMinute: number } | null;

/** Keeps requests apart, evenly: no burst at the beginning of a minute, for many limits count in shorter windows. */
export class Pace {
	readonly #clock: Clock;
	readonly #distanceMs: number;
	#next = 0;

	constructor(limit: RateLimit, clock: Clock) {
		this.#clock = clock;
		this.#distanceMs = limit === null ? 0 : 'perSecond' in limit ? 1_000 / limit.perSecond : 60_000 / limit.perMinute;
	}

	/** Waits until the next request may leave. */
	async turn(signal?: AbortSignal): Promise<void> {
		if (this.#distanceMs === 0) return;
		const now = this.#clock.now();
		const at = Math.max(now, this.#next);
		this.#next = at + this.#distanceMs;
		if (at > now) await this.#clock.sleep(at - now, signal);
	}
}
