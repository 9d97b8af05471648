import { lookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address that nothing of ours may be sent to. */
export class RefusedAddressError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'RefusedAddressError';
	}
}

/** Looks a name up, as `dns.lookup` does with `all: true`. */
export type Resolve = (
	hostname: string,
	options: LookupOptions & { readonly all: true },
	callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface Posting {
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** Whether an address of a private network, and any port, is meant. */
	readonly allowPrivate: boolean;
}

export interface PostOptions {
	readonly resolve?: Resolve;
	readonly timeoutMs?: number;
}

const PORTS = new Set(['', '80', '443']);
const TIMEOUT_MS = 10_000;
const READ_BYTES = 16 * 1024;

/** Whether an IP address is one of the public internet, also when it is an IPv4 address written as IPv6. */
export function isPublicAddress(address: string): boolean {
	return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/**
 * Checks an address before anything is looked up.
 * @throws RefusedAddressError when it is not http or https, carries a user, or is of a private network or another port
 */
export function requireAddress(text: string, allowPrivate: boolean): URL {
	const url = URL.parse(text);
	if (url === null || !['http:', 'https:'].includes(url.protocol)) {
		throw new RefusedAddressError(`not an address to post to: "${text}" (expected https://…)`);
	}
	if (url.username !== '' || url.password !== '') {
		throw new RefusedAddressError('the address carries a user or a password (expected one without)');
	}
	if (allowPrivate) return url;
	if (!PORTS.has(url.port)) {
		throw new RefusedAddressError(`port ${url.port} is refused (expected 80 or 443, or allowPrivate: true)`);
	}
	// An address of numbers is connected to without being looked up.
	const host = url.hostname.replace(/^\[|\]$/g, '');
	if (isIP(host) !== 0 && !isPublicAddress(host)) throw privateAddress(url.hostname, host);
	return url;
}

function privateAddress(name: string, address: string): RefusedAddressError {
	return new RefusedAddressError(
		`${name} leads to ${address}, an address of a private network (allowPrivate: true allows it)`,
	);
}

/**
 * Posts to an address outside and gives the status of the answer, whose text nobody is shown. The connection goes to the
 * very addresses that were checked: a name that leads elsewhere a moment later changes nothing. No redirect is followed.
 * @throws RefusedAddressError, or an error of the connection
 */
export async function postOutside(
	{ url, headers, body, allowPrivate }: Posting,
	{ resolve = lookup, timeoutMs = TIMEOUT_MS }: PostOptions = {},
): Promise<number> {
	const address = requireAddress(url, allowPrivate);
	// Loaded where there is something to post: every start would wait for its hundred modules.
	const { Agent, request } = await import('undici');
	const agent = new Agent({
		connect: {
			timeout: timeoutMs,
			lookup(hostname, options, callback) {
				resolve(hostname, { ...options, all: true }, (error, addresses) => {
					// With an error there is no list at all.
					if (error) {
						callback(error, []);
						return;
					}
					const refused = allowPrivate ? undefined : addresses.find((each) => !isPublicAddress(each.address));
					const [first] = addresses;
					if (refused) callback(privateAddress(hostname, refused.address), []);
					else if (options.all === true) callback(null, addresses);
					else callback(null, first?.address ?? '', first?.family);
				});
			},
		},
	});
	try {
		const answer = await request(address, {
			method: 'POST',
			headers,
			body,
			dispatcher: agent,
			signal: AbortSignal.timeout(timeoutMs),
		});
		await answer.body.dump({ limit: READ_BYTES });
		return answer.statusCode;
	} finally {
		await agent.destroy();
	}
}
