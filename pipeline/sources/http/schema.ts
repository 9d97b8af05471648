import * as v from 'valibot';
import { AddressError, requireAddress } from './address.ts';

const textOrSecretSchema = v.union(
	[
		v.string(),
		v.strictObject({
			/** The environment variable that holds it: a config is no place for a secret. */
			env: v.pipe(v.string(), v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable')),
			/** What stands before it: 'Bearer '. */
			prefix: v.optional(v.string(), ''),
		}),
	],
	({ received }) => `expected text or { env: 'NAME', prefix: '…' }, received ${received}`,
);

/** Text as the config has it, or the name of the environment variable that holds it. */
export type TextOrSecret = v.InferOutput<typeof textOrSecretSchema>;

const SECRET_NAMES = /auth|cookie|key|token|secret|password/i;

/** Headers that say how a request is sent, which is not for a config to say. */
const OWN_HEADERS =
	/^(host|connection|content-length|content-encoding|transfer-encoding|accept-encoding|range|if-range|te|upgrade|expect)$/i;

function isPlainSecret(name: string, value: TextOrSecret): boolean {
	return typeof value === 'string' && SECRET_NAMES.test(name);
}

const headersSchema = v.record(
	v.pipe(
		v.string(),
		v.regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'expected the name of a header'),
		v.check((name) => !OWN_HEADERS.test(name), 'this header is set by the request itself'),
	),
	textOrSecretSchema,
);

function hostProblem(entry: string): boolean {
	const url = URL.parse(`https://${entry}`);
	return url !== null && url.pathname === '/' && url.search === '' && url.username === '' && !entry.endsWith('/');
}

const perSchema = v.pipe(v.number(), v.minValue(0.01), v.maxValue(10_000));

/** What every source says that is asked by HTTP. */
export const HTTP_ENTRIES = {
	url: v.pipe(v.string(), v.nonEmpty('a source needs an address such as https://api.example.com/orders')),
	/** Sent with each request to the host of `url`, never to another one. */
	headers: v.optional(
		v.pipe(
			headersSchema,
			v.check(
				(headers) => !Object.entries(headers).some(([name, value]) => isPlainSecret(name, value)),
				"a secret is not written into the config: { env: 'NAME', prefix: 'Bearer ' } takes it from the environment",
			),
		),
		{},
	),
	/** Sent as the header `Authorization: Basic …`. */
	basicAuth: v.optional(
		v.strictObject({
			user: textOrSecretSchema,
			password: v.pipe(
				textOrSecretSchema,
				v.check(
					(value) => typeof value !== 'string' || value === '' || value === 'x',
					"a password is not written into the config: { env: 'NAME' } takes it from the environment",
				),
			),
		}),
	),
	/** What stands behind the question mark of every request. */
	query: v.optional(
		v.pipe(
			v.record(
				v.string(),
				v.union([textOrSecretSchema, v.number(), v.boolean()], 'expected text, a number or { env }'),
			),
			v.check(
				(query) =>
					!Object.entries(query).some(
						([name, value]) => typeof value === 'string' && /^(api_?)?(key|token)$|secret|password/i.test(name),
					),
				"a secret is not written into the config: { env: 'NAME' } takes it from the environment",
			),
		),
		{},
	),
	/** Hosts of the local network, or with another port than 80 and 443, that may be asked: ['erp.local:8080']. */
	allow: v.optional(
		v.array(
			v.pipe(v.string(), v.check(hostProblem, "expected a host, with its port where it has one: 'erp.local:8080'")),
		),
		[],
	),
} as const;

/** How many requests may be made. */
export const rateLimitSchema = v.union(
	[v.strictObject({ perSecond: perSchema }), v.strictObject({ perMinute: perSchema })],
	'expected { perSecond: 5 } or { perMinute: 60 }',
);

/** What of a source its requests are made of. */
export interface HttpSource {
	readonly name: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, TextOrSecret>>;
	readonly basicAuth?: { readonly user: TextOrSecret; readonly password: TextOrSecret } | undefined;
	readonly query: Readonly<Record<string, TextOrSecret | number | boolean>>;
	readonly allow: readonly string[];
}

/** What speaks against a source's address, as far as it can be told without asking for it; null when nothing does. */
export function addressProblem({ url, allow }: Pick<HttpSource, 'url' | 'allow'>): string | null {
	try {
		requireAddress(url, { allow });
		return null;
	} catch (cause) {
		if (cause instanceof AddressError) return `${cause.message}: ${cause.hint}`;
		throw cause;
	}
}
