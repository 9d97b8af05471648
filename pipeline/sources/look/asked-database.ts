import { SourceError } from '../../errors.ts';
import { FoundSecrets, namedVariable } from './found-secrets.ts';
import type { Environment } from './found-secrets.ts';
import type { ServerOrigin, SqliteOrigin } from './proposed-origin.ts';

/** A database that a person named, as a config says it, and its secrets for as long as it is looked at. */
export interface AskedDatabase {
	readonly origin: ServerOrigin | SqliteOrigin;
	readonly secrets: FoundSecrets;
}

const PORTS = { postgres: '5432', mysql: '3306' } as const;

const SERVER = /^(postgres(?:ql)?|mysql|mariadb):\/\//i;

function typeOf(text: string): 'postgres' | 'mysql' {
	return /^postgres/i.test(text) ? 'postgres' : 'mysql';
}

function addressError(type: 'postgres' | 'mysql', shown: string): SourceError {
	return new SourceError(
		`${shown} is no address of a database (expected ${type}://user:password@host:${PORTS[type]}/database)`,
		{ hint: 'write characters such as @ / # in the password as %40 %2F %23' },
	);
}

/** An address in parts; null where it lacks a database or a user. */
function partsOf(text: string): { url: URL; host: string; database: string; user: string; password: string } | null {
	try {
		// An address that leaves out the host, as one of a socket does, is none to the rules of the web.
		const url = new URL(text.replace(/^(\w+:\/\/[^/?#]*@)(?=\/)/, '$1localhost'));
		const parts = {
			url,
			host: url.searchParams.get('host') ?? (url.hostname.replace(/^\[(.*)\]$/, '$1') || 'localhost'),
			database: decodeURIComponent(url.pathname.slice(1)),
			user: decodeURIComponent(url.username),
			password: decodeURIComponent(url.password),
		};
		return parts.database === '' || parts.user === '' ? null : parts;
	} catch {
		// What came is not said: it holds the password.
		return null;
	}
}

/** What a variable that holds the address of a database is called: CRM_DATABASE_URL. */
function variableName(database: string): string {
	const bare = database
		.toUpperCase()
		.replaceAll(/[^A-Z0-9]+/g, '_')
		.replaceAll(/^_+|_+$/g, '');
	return `${/^[A-Z]/.test(bare) ? `${bare}_` : ''}DATABASE_URL`;
}

/**
 * The server of databases that an address names. One with a password in it goes into a variable as a whole; without one it
 * stands in the config in parts, with the variable of its password where it names one (`user:env:CRM_PASSWORD@host`).
 */
function askedServer(text: string, shown: string, secrets: FoundSecrets): ServerOrigin {
	const type = typeOf(text);
	const parts = partsOf(text);
	if (parts === null) throw addressError(type, shown);
	const { url, host, database, user, password } = parts;
	const named = namedVariable(password);
	if (password !== '' && named === null) return { type, url: { env: secrets.nameOf(text, variableName(database)) } };
	const isPlain = /^disabled?$/i.test(url.searchParams.get('sslmode') ?? url.searchParams.get('ssl-mode') ?? '');
	return {
		type,
		host,
		...(url.port === '' ? {} : { port: Number(url.port) }),
		database,
		user,
		...(named === null ? {} : { passwordFrom: { env: secrets.nameOf(password, named) } }),
		...(isPlain ? { tls: false } : {}),
	};
}

/**
 * What a reference to a database says: an address, `env:NAME` for one that a variable holds, or a SQLite file.
 * @param shown the reference as it may be shown
 * @throws SourceError when it is none, or the variable is not set; without the secret
 */
export function askedDatabase(reference: string, shown: string, env: Environment): AskedDatabase {
	const secrets = new FoundSecrets(env);
	const variable = namedVariable(reference);
	if (variable !== null) {
		const address = env[variable] ?? '';
		if (address === '') {
			throw new SourceError(`the environment variable ${variable} is not set`, {
				hint: `set ${variable} to the address of the database, with user and password`,
			});
		}
		if (!SERVER.test(address) || partsOf(address) === null) throw addressError('postgres', variable);
		return { origin: { type: typeOf(address), url: { env: secrets.nameOf(reference, variable) } }, secrets };
	}
	if (SERVER.test(reference)) return { origin: askedServer(reference, shown, secrets), secrets };
	return { origin: { type: 'sqlite', path: reference.replace(/^sqlite:(\/\/(?=\/))?/i, '') }, secrets };
}
