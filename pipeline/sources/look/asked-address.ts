import { SourceError } from '../../errors.ts';
import { AddressError, requireAddress } from '../http/address.ts';
import type { TextOrSecret } from '../http/schema.ts';
import { FoundSecrets, namedVariable } from './found-secrets.ts';
import type { HttpOrigin } from './proposed-origin.ts';
import type { ReferenceOptions } from './reference-options.ts';

/** An address that a person named, as a config says it, and its secrets for as long as it is looked at. */
export interface AskedAddress {
	readonly origin: HttpOrigin;
	readonly secrets: FoundSecrets;
}

/** Parameters of a query that are secret by their names, signatures of addresses among them. */
const SECRET_PARAMETER = /token|secret|passw|api_?key|^key$|signature|^sig$|credential/i;
const SECRET_HEADER = /auth|cookie|key|token|secret|password/i;

/** A value of a header with its scheme: `Bearer env:SHOP_TOKEN`, `Bearer abc`. */
const WITH_SCHEME = /^([A-Za-z]+ +)?(\S.*)$/;

/** What variables of a host begin with: SHOP for api.shop.example.com. */
function prefixOf({ hostname }: URL): string {
	const labels = hostname.split('.').filter((label) => !/^(www|api|app|files?|\d+|\[.*\])$/i.test(label));
	const bare = (labels.length > 2 ? labels.at(-3) : labels[0])?.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_') ?? '';
	return /^[A-Z]/.test(bare) ? bare : 'SOURCE';
}

function upper(name: string): string {
	return name
		.replaceAll(/([a-z])([A-Z])/g, '$1_$2')
		.toUpperCase()
		.replaceAll(/[^A-Z0-9]+/g, '_');
}

/** Takes user and password out of an address. */
function takeUser(url: URL, secrets: FoundSecrets): Pick<HttpOrigin, 'basicAuth'> {
	const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
	url.username = '';
	url.password = '';
	if (user === '' && password === '') return {};
	const env = password === '' ? null : secrets.nameOf(password, `${prefixOf(url)}_PASSWORD`);
	const variable = namedVariable(user);
	return {
		basicAuth: {
			user: variable === null ? user : { env: secrets.nameOf(user, variable) },
			password: env === null ? '' : { env },
		},
	};
}

/** Takes what is secret out of the query of an address. */
function takeParameters(url: URL, secrets: FoundSecrets): Pick<HttpOrigin, 'query'> {
	const query: Record<string, TextOrSecret> = {};
	for (const [name, value] of [...url.searchParams]) {
		if (value === '' || (!SECRET_PARAMETER.test(name) && namedVariable(value) === null)) continue;
		query[name] = { env: secrets.nameOf(value, `${prefixOf(url)}_${upper(name)}`), prefix: '' };
		url.searchParams.delete(name);
	}
	return Object.keys(query).length === 0 ? {} : { query: withoutPrefix(query) };
}

/** An empty prefix is the default, which a config does not say. */
function withoutPrefix(values: Readonly<Record<string, TextOrSecret>>): NonNullable<HttpOrigin['query']> {
	return Object.fromEntries(
		Object.entries(values).map(([name, value]): [string, string | { env: string; prefix?: string }] =>
			typeof value === 'object' && value.prefix === '' ? [name, { env: value.env }] : [name, value],
		),
	);
}

function headerOf(text: string, url: URL, secrets: FoundSecrets): [string, TextOrSecret] {
	const [, name = '', value = ''] = /^([^:\s]+)\s*:\s*(\S.*?)\s*$/.exec(text) ?? [];
	if (name === '') {
		throw new SourceError("a header is no header (expected --header 'Authorization: Bearer env:SHOP_TOKEN')", {
			hint: 'write its name, a colon, and its value; env:NAME is what a variable holds',
		});
	}
	const [, scheme = '', rest = ''] = WITH_SCHEME.exec(value) ?? [];
	if (namedVariable(rest) !== null || SECRET_HEADER.test(name)) {
		const wanted = `${prefixOf(url)}_${/^authorization$/i.test(name) ? 'TOKEN' : upper(name)}`;
		return [name, { env: secrets.nameOf(rest, wanted), prefix: scheme }];
	}
	return [name, value];
}

/** @param text the address as it was typed, for some forms hide what they are */
function requireAllowed(text: string, allow: readonly string[]): void {
	try {
		requireAddress(text.replace(/^(https?:\/\/)[^/?#]*@/i, '$1'), { allow });
	} catch (cause) {
		if (!(cause instanceof AddressError)) throw cause;
		throw new SourceError(cause.message, { hint: hintOfCommand(cause.hint), cause });
	}
}

/** What a hint says of the keys of a source, as flags. */
export function hintOfCommand(hint: string): string {
	return hint.replace(/name it in the source: allow: \['([^']*)'\]/, 'say --allow $1');
}

/**
 * What a reference to an address says, its secrets taken out of it.
 * @throws SourceError when it is no address, or none that may be asked
 */
export function askedAddress(
	reference: string,
	{ env = {}, headers = [], allow = [] }: ReferenceOptions,
): AskedAddress {
	const url = URL.parse(reference);
	if (url === null) {
		throw new SourceError('this is no address', { hint: 'write one such as https://api.example.com/orders' });
	}
	const secrets = new FoundSecrets(env);
	const user = takeUser(url, secrets);
	const parameters = takeParameters(url, secrets);
	url.hash = '';
	requireAllowed(reference, allow);
	const sent = Object.fromEntries(headers.map((text) => headerOf(text, url, secrets)));
	return {
		origin: {
			url: url.href,
			...(headers.length === 0 ? {} : { headers: withoutPrefix(sent) as NonNullable<HttpOrigin['headers']> }),
			...user,
			...parameters,
			...(allow.length === 0 ? {} : { allow: [...allow] }),
		},
		secrets,
	};
}
