import type { Readable } from 'node:stream';
import type { Agent } from 'undici';
import { AddressError, checkedLookup, requireAddress } from './address.ts';
import type { AddressRules, Resolve } from './address.ts';
import { connectionError, HttpError } from './http-error.ts';

export interface Timeouts {
	readonly connectMs: number;
	/** Between two parts of an answer. */
	readonly idleMs: number;
	/** For a whole answer. */
	readonly totalMs: number;
}

export const TIMEOUTS: Timeouts = { connectMs: 10_000, idleMs: 30_000, totalMs: 5 * 60_000 };

/** An answer whose body is still to be read, or to be thrown away. */
export interface Answer {
	/** What it is an answer of, in errors: host and path as the config has them. */
	readonly place: string;
	readonly status: number;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: Readable;
	/** Whether it came from another origin than was asked, which got no headers of the source. */
	readonly wasMoved: boolean;
}

/** One value of a header; several are joined as HTTP has it. */
export function headerOf({ headers }: Pick<Answer, 'headers'>, name: string): string | null {
	const value = headers[name];
	return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
}

const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

function addressError(place: string, cause: AddressError): HttpError {
	return new HttpError(`${place}: ${cause.message}`, { hint: cause.hint });
}

/** Sends requests to addresses that may be asked, each connection to an address that was checked. */
export class Requester {
	readonly #rules: AddressRules;
	readonly #timeouts: Timeouts;
	readonly #resolve: Resolve | undefined;
	/** Connections by origin: which addresses may be asked is a matter of host and port. */
	readonly #agents = new Map<string, Agent>();

	constructor(rules: AddressRules, timeouts: Timeouts, resolve?: Resolve) {
		this.#rules = rules;
		this.#timeouts = timeouts;
		this.#resolve = resolve;
	}

	/**
	 * The answer to one request, redirects followed: at most three, each held against the rules, without the source's headers
	 * once it leads to another origin.
	 * @param url with the secrets of its query
	 * @param place what to call it in errors
	 * @throws HttpError when there is no answer, or a redirect leads where nothing may be asked
	 * @throws the signal's reason when it is aborted
	 */
	async send(
		url: URL,
		place: string,
		own: Readonly<Record<string, string>>,
		secret: Readonly<Record<string, string>>,
		signal: AbortSignal,
	): Promise<Answer> {
		let here = this.#require(url.href, place);
		let wasMoved = false;
		for (let redirects = 0; ; redirects += 1) {
			const answer = await this.#sendOnce(here, place, wasMoved ? own : { ...own, ...secret }, signal);
			const location = headerOf(answer, 'location');
			if (!REDIRECTS.has(answer.status) || location === null) return { ...answer, wasMoved };
			answer.body.destroy();
			answer.body.on('error', () => undefined);
			if (redirects === MAX_REDIRECTS) {
				throw new HttpError(`${place} leads on more than ${MAX_REDIRECTS} times`, {
					hint: 'write the address that it leads to in the end as url',
				});
			}
			const next = this.#require(location, `${place} leads on`, here);
			if (here.protocol === 'https:' && next.protocol === 'http:') {
				throw new HttpError(`${place} leads on from https to http, which anybody could read`, {
					hint: 'write the address that it leads to in the end as url, if that is what you mean',
				});
			}
			wasMoved ||= next.origin !== here.origin;
			here = next;
		}
	}

	/** Closes all connections. */
	async close(): Promise<void> {
		const agents = [...this.#agents.values()];
		this.#agents.clear();
		await Promise.all(agents.map((agent) => agent.destroy()));
	}

	#require(text: string, place: string, base?: URL): URL {
		try {
			return requireAddress(text, this.#rules, base);
		} catch (cause) {
			throw cause instanceof AddressError ? addressError(place, cause) : cause;
		}
	}

	#agentOf(url: URL, undici: typeof import('undici')): Agent {
		const known = this.#agents.get(url.origin);
		if (known !== undefined) return known;
		const { connectMs, idleMs } = this.#timeouts;
		// No proxy is taken from the environment: it would look names up itself, and nothing could be checked.
		const agent = new undici.Agent({
			allowH2: false,
			connections: 1,
			headersTimeout: idleMs,
			bodyTimeout: idleMs,
			connect: {
				timeout: connectMs,
				lookup: checkedLookup(url, this.#rules, this.#resolve),
				// Said here, so that NODE_TLS_REJECT_UNAUTHORIZED does not switch it off.
				rejectUnauthorized: true,
			},
		});
		this.#agents.set(url.origin, agent);
		return agent;
	}

	async #sendOnce(
		url: URL,
		place: string,
		headers: Readonly<Record<string, string>>,
		signal: AbortSignal,
	): Promise<Omit<Answer, 'wasMoved'>> {
		// Loaded where something is asked for: the start of every run would wait for its hundred modules.
		const undici = await import('undici');
		try {
			const dispatcher = this.#agentOf(url, undici);
			const answer = await undici.request(url, { dispatcher, method: 'GET', headers, signal });
			return { place, status: answer.statusCode, headers: answer.headers, body: answer.body };
		} catch (cause) {
			signal.throwIfAborted();
			throw cause instanceof AddressError ? addressError(place, cause) : connectionError(place, cause);
		}
	}
}
