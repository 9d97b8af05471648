import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { isIP, isIPv4 } from 'node:net';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What an address is held against. */
export interface AddressRules {
	/** Hosts that a source names itself, `host` or `host:port`: these may be of the local network and have another port. */
	readonly allow: readonly string[];
}

/** Every address that a name has at this moment. */
export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

/** The address is none that may be asked: its message says why, without the address's path. */
export class AddressError extends Error {
	readonly hint: string;
	constructor(message: string, hint: string) {
		super(message);
		this.name = 'AddressError';
		this.hint = hint;
	}
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** What a host that a source names may be. Never link-local: the metadata of cloud machines are there. */
const ALLOWED_RANGES: ReadonlySet<string> = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat']);

/** All addresses of IPv6 that are given out: others hold those of IPv4 in forms long given up. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** What kind of address this is: `public`, or the range that keeps it from being public. */
function rangeOf(address: string): string {
	if (!ipaddr.isValid(address)) return 'invalid';
	const parsed = ipaddr.process(address);
	const range: string = parsed.range();
	if (range !== 'unicast') return range;
	return parsed instanceof ipaddr.IPv6 && !parsed.match(GLOBAL_IPV6) ? 'reserved' : 'public';
}

/** The port that an address is asked at. */
export function portOf(url: URL): string {
	return url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? '') : url.port;
}

/** The host of an address as names and sockets have it: without the brackets of IPv6. */
function bareHost(url: URL): string {
	return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

function isAllowed(url: URL, { allow }: AddressRules): boolean {
	return allow.some((entry) => {
		const allowed = new URL(`${url.protocol}//${entry}`);
		if (allowed.hostname !== url.hostname) return false;
		const isPortNamed = allowed.port !== '' || /:\d+$/.test(entry);
		return isPortNamed ? portOf(allowed) === portOf(url) : url.port === '';
	});
}

function refuseRange(range: string, isHostAllowed: boolean, host: string): void {
	if (range === 'public' || (isHostAllowed && ALLOWED_RANGES.has(range))) return;
	const words = range.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
	throw new AddressError(
		`${host} is not on the internet (its address is ${words})`,
		ALLOWED_RANGES.has(range)
			? `if that is what you mean, name it in the source: allow: ['${host}'], with its port where it has one`
			: 'no source can read from there',
	);
}

/**
 * An address as it may be asked, after every check that needs no name to be resolved.
 * @param base what a relative address is relative to
 * @throws AddressError when it is no http or https address, has a user in it, another port than 80 and 443 or an address
 * that is not of the internet, unless the rules allow its host, or is written so as to hide what it is
 */
export function requireAddress(text: string, rules: AddressRules, base?: URL): URL {
	const url = URL.parse(text, base?.href);
	if (url === null) throw new AddressError('this is no address', 'write one such as https://api.example.com/orders');
	if (!(url.protocol in DEFAULT_PORTS)) {
		throw new AddressError(`addresses that begin with ${url.protocol} are not read`, 'write one of http or https');
	}
	if (url.username !== '' || url.password !== '') {
		throw new AddressError(
			`the address of ${url.host} has a user or a password in it`,
			"declare basicAuth: { user: { env: 'NAME' }, password: { env: 'NAME' } }",
		);
	}
	const host = bareHost(url);
	const isHostAllowed = isAllowed(url, rules);
	const shown = `${url.hostname}${url.port === '' ? '' : `:${url.port}`}`;
	if (isIPv4(host) && host !== base?.hostname && !text.includes(host)) {
		throw new AddressError(`${host} is written in a form that hides it`, 'write the four numbers with points between');
	}
	if (isIP(host) !== 0) refuseRange(rangeOf(host), isHostAllowed, shown);
	if (url.port !== '' && !isHostAllowed) {
		throw new AddressError(
			`port ${url.port} of ${url.hostname} is not asked (80 and 443 are)`,
			`if that is what you mean, name it in the source: allow: ['${shown}']`,
		);
	}
	return url;
}

const resolveName: Resolve = (name) => lookup(name, { all: true, order: 'verbatim' });

/**
 * Looks a host up for a connection: every address that its name has must be one that may be asked, and the connection goes
 * to these very addresses, whatever the name comes to mean later.
 */
export function checkedLookup(url: URL, rules: AddressRules, resolve: Resolve = resolveName): LookupFunction {
	const isHostAllowed = isAllowed(url, rules);
	return (name, options, done) => {
		resolve(name)
			.then((addresses) => {
				for (const { address } of addresses) refuseRange(rangeOf(address), isHostAllowed, url.host);
				const family = options.family === 'IPv4' ? 4 : options.family === 'IPv6' ? 6 : (options.family ?? 0);
				const fitting = addresses.filter((each) => family === 0 || each.family === family);
				const [first] = fitting;
				if (first === undefined) throw Object.assign(new Error(`no address of ${url.host}`), { code: 'ENOTFOUND' });
				if (options.all === true) done(null, [...fitting]);
				else done(null, first.address, first.family);
			})
			.catch((cause: unknown) => done(cause as NodeJS.ErrnoException, [], 0));
	};
}
