import { SourceError } from '../../errors.ts';
import type { HttpSource, TextOrSecret } from './schema.ts';

type Environment = Readonly<Record<string, string | undefined>>;

function valueOf(value: TextOrSecret, place: string, env: Environment): string {
	if (typeof value === 'string') return value;
	const secret = env[value.env];
	if (secret === undefined || secret === '') {
		throw new SourceError(`${place}: the environment has no ${value.env}`, {
			hint: `set ${value.env} where kundig is started, and start it anew`,
		});
	}
	// A line break would end the header: mostly it comes with the file that a secret was read from.
	const text = `${value.prefix}${secret.trim()}`;
	// eslint-disable-next-line no-control-regex -- these are what a header cannot hold
	if (/[\u0000-\u001f\u007f]|[^\u0000-\u00ff]/.test(text)) {
		throw new SourceError(`${place}: ${value.env} holds characters that cannot be sent`, {
			hint: `set ${value.env} to the token alone, in one line`,
		});
	}
	return text;
}

/**
 * The headers that a source sends to its own host, with secrets as the environment has them at this moment.
 * @throws SourceError naming the variable that is missing
 */
export function headersOf({ name, headers, basicAuth }: HttpSource, env: Environment): Record<string, string> {
	const sent: Record<string, string> = {};
	for (const [header, value] of Object.entries(headers)) {
		sent[header.toLowerCase()] = valueOf(value, `source ${name}: headers.${header}`, env);
	}
	if (basicAuth !== undefined) {
		const user = valueOf(basicAuth.user, `source ${name}: basicAuth.user`, env);
		const password = valueOf(basicAuth.password, `source ${name}: basicAuth.password`, env);
		sent.authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
	}
	return sent;
}

/** The address of a source with those parts of its query that are no secret: it may be kept and compared. */
export function plainUrl({ url, query }: HttpSource): URL {
	const plain = new URL(url);
	for (const [name, value] of Object.entries(query)) {
		if (typeof value !== 'object') plain.searchParams.set(name, String(value));
	}
	return plain;
}

/**
 * An address with the secrets of the query that it lacks, as it is sent.
 * @throws SourceError naming the variable that is missing
 */
export function withSecrets(url: URL, { name, query }: HttpSource, env: Environment): URL {
	const sent = new URL(url);
	for (const [key, value] of Object.entries(query)) {
		if (typeof value !== 'object' || sent.searchParams.has(key)) continue;
		sent.searchParams.set(key, valueOf(value, `source ${name}: query.${key}`, env));
	}
	return sent;
}
