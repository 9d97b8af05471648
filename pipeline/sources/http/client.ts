import type { Resolve } from './address.ts';
import { takeBody } from './body.ts';
import { SYSTEM_CLOCK } from './clock.ts';
import type { Clock } from './clock.ts';
import { headersOf, withSecrets } from './credentials.ts';
import { HttpError, statusError } from './http-error.ts';
import { Pace } from './rate-limit.ts';
import type { RateLimit } from './rate-limit.ts';
import { headerOf, Requester, TIMEOUTS } from './request.ts';
import type { Answer, Timeouts } from './request.ts';
import { RETRY_RULES, withRetries } from './retry.ts';
import type { RetryRules } from './retry.ts';
import type { HttpSource } from './schema.ts';

/** How a client waits and connects; left out: as the product does. */
export interface HttpOptions {
	readonly clock?: Clock;
	readonly timeouts?: Partial<Timeouts>;
	readonly retries?: Partial<RetryRules>;
	readonly resolve?: Resolve;
}

/** What a client is made for. */
export interface HttpReading {
	/** Where secrets are, by the names that the config has; asked anew for each request. */
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly signal?: AbortSignal | undefined;
}

interface GetOptions {
	/** Headers of the request that are no secret; asked for with each try. */
	readonly headers: () => Readonly<Record<string, string>>;
	/** Statuses beside 200 that `read` knows what to do with. */
	readonly accepted?: readonly number[];
	readonly signal?: AbortSignal | undefined;
}

/** Asks the host of a source: as slowly as it wants, again where that may help, never another host with its secrets. */
export class HttpClient {
	/** What the source is called in errors: host and path, nothing of its query. */
	readonly place: string;
	readonly #source: HttpSource;
	readonly #env: HttpReading['env'];
	readonly #signal: AbortSignal | undefined;
	readonly #clock: Clock;
	readonly #timeouts: Timeouts;
	readonly #retries: RetryRules;
	readonly #pace: Pace;
	readonly #requester: Requester;

	constructor(source: HttpSource, rateLimit: RateLimit, { env, signal }: HttpReading, options: HttpOptions = {}) {
		const { host, pathname } = new URL(source.url);
		this.place = `${host}${pathname}`;
		this.#source = source;
		this.#env = env;
		this.#signal = signal;
		this.#clock = options.clock ?? SYSTEM_CLOCK;
		this.#timeouts = { ...TIMEOUTS, ...options.timeouts };
		this.#retries = { ...RETRY_RULES, ...options.retries };
		this.#pace = new Pace(rateLimit, this.#clock);
		this.#requester = new Requester(source, this.#timeouts, options.resolve);
	}

	/**
	 * Asks for an address and reads the answer; both are tried again as one when either fails in a way that may pass.
	 * @param url without the secrets of its query
	 * @throws HttpError when that does not help
	 * @throws SourceError when the environment lacks a secret
	 * @throws the signal's reason when it is aborted
	 */
	async get<Result>(
		url: URL,
		read: (answer: Answer, signal: AbortSignal) => Promise<Result>,
		options: GetOptions,
	): Promise<Result> {
		const signals = [this.#signal, options.signal].filter((each) => each !== undefined);
		const outer = signals.length === 0 ? undefined : AbortSignal.any(signals);
		const attempt = async (): Promise<Result> => {
			try {
				return await this.#attempt(url, read, options, outer);
			} catch (cause) {
				if (!(cause instanceof HttpError) || cause.status !== 401) throw cause;
				// A token may have been renewed in the environment meanwhile: it is read anew, once.
				return await this.#attempt(url, read, options, outer);
			}
		};
		return await withRetries(attempt, this.#clock, this.#retries, outer);
	}

	/** Closes all connections. */
	close(): Promise<void> {
		return this.#requester.close();
	}

	async #attempt<Result>(
		url: URL,
		read: (answer: Answer, signal: AbortSignal) => Promise<Result>,
		{ headers, accepted = [] }: GetOptions,
		outer: AbortSignal | undefined,
	): Promise<Result> {
		await this.#pace.turn(outer);
		const own = { 'user-agent': 'kundig', ...headers() };
		const sent = withSecrets(url, this.#source, this.#env);
		const secret = headersOf(this.#source, this.#env);
		const { totalMs } = this.#timeouts;
		const timeout = AbortSignal.timeout(totalMs);
		const signal = outer === undefined ? timeout : AbortSignal.any([outer, timeout]);
		try {
			const answer = await this.#requester.send(sent, this.place, own, secret, signal);
			if (answer.status !== 200 && !accepted.includes(answer.status)) {
				await throwAway(answer, signal);
				throw statusError(this.place, answer.status, headerOf(answer, 'retry-after'), answer.wasMoved);
			}
			return await readWhole(answer, signal, read);
		} catch (cause) {
			outer?.throwIfAborted();
			if (cause !== timeout.reason || !timeout.aborted) throw cause;
			throw new HttpError(`${this.place} took longer than ${Math.round(totalMs / 1000)} s for one answer`, {
				hint: 'ask for less at a time: a smaller page, fewer fields',
				retryable: true,
			});
		}
	}
}

/** Reads an answer; what is left of it when that fails does not keep the connection from the next one. */
async function readWhole<Result>(
	answer: Answer,
	signal: AbortSignal,
	read: (answer: Answer, signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
	try {
		return await read(answer, signal);
	} catch (cause) {
		answer.body.on('error', () => undefined);
		answer.body.destroy();
		throw cause;
	}
}

const THROWN_AWAY_BYTES = 1 << 16;

/** Reads the rest of a short answer so that its connection can be used again; breaks off a long one. */
async function throwAway(answer: Answer, signal: AbortSignal): Promise<void> {
	const limits = { maxBytes: THROWN_AWAY_BYTES, maxRatio: Infinity, freeBytes: 0 };
	const plain = { ...answer, headers: {} };
	try {
		await takeBody(plain, limits, signal, () => undefined);
	} catch {
		signal.throwIfAborted();
	}
}
