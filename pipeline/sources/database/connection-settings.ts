import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { SourceError } from '../../errors.ts';
import type { RowReading } from '../row-source.ts';
import type { ServerSource } from './schema.ts';

/** Where a server is and who asks, complete. Holds the password: never to be shown. */
export interface ConnectionSettings {
	/** A name, an address, or the folder of a socket, which begins with /. */
	readonly host: string;
	readonly port: number;
	readonly database: string;
	readonly user: string;
	/** Empty where the server asks for none. */
	readonly password: string;
	/** Null: the connection is not encrypted. */
	readonly tls: TlsSettings | null;
	readonly connectMs: number;
	readonly statementMs: number;
}

export interface TlsSettings {
	/** The text of the certificate that is trusted; undefined for those that the system trusts. */
	readonly ca: string | undefined;
	/** Whether the server's certificate is checked, and its name with it. */
	readonly rejectUnauthorized: boolean;
}

type Address = Pick<ConnectionSettings, 'host' | 'port' | 'database' | 'user' | 'password'> & {
	/** Whether the address itself says that the connection is not encrypted. */
	readonly isPlain: boolean;
};

const PROTOCOLS = { postgres: ['postgres:', 'postgresql:'], mysql: ['mysql:', 'mariadb:'] } as const;
const PORTS = { postgres: 5432, mysql: 3306 } as const;

/** Names of this machine, on which nothing has to be encrypted. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\/.*)$/;

function secretOf(source: ServerSource, env: RowReading['env'], name: string): string {
	const value = env[name];
	if (value !== undefined && value !== '') return value;
	throw new SourceError(`source ${source.name}: the environment variable ${name} is not set`, {
		hint: `set ${name} where Kundig is started, and run again`,
	});
}

function parseUrl(text: string, type: ServerSource['type']): Address | null {
	try {
		// An address that leaves out the host, as one of a socket does, is none to the rules of the web.
		const url = new URL(text.replace(/^(\w+:\/\/[^/?#]*@)(?=\/)/, '$1localhost'));
		if (!PROTOCOLS[type].some((protocol) => protocol === url.protocol)) return null;
		const mode = url.searchParams.get('sslmode') ?? url.searchParams.get('ssl-mode') ?? '';
		const address = {
			host: url.searchParams.get('host') ?? (url.hostname.replace(/^\[(.*)\]$/, '$1') || 'localhost'),
			port: url.port === '' ? PORTS[type] : Number(url.port),
			database: decodeURIComponent(url.pathname.slice(1)),
			user: decodeURIComponent(url.username),
			password: decodeURIComponent(url.password),
			isPlain: /^disabled?$/i.test(mode),
		};
		return address.database === '' || address.user === '' ? null : address;
	} catch {
		// What came is not said: it holds the password.
		return null;
	}
}

function addressOf(source: ServerSource, env: RowReading['env']): Address {
	if (source.url === undefined) {
		return {
			host: source.host ?? 'localhost',
			port: source.port ?? PORTS[source.type],
			database: source.database ?? '',
			user: source.user ?? '',
			password: source.passwordFrom === undefined ? '' : secretOf(source, env, source.passwordFrom.env),
			isPlain: false,
		};
	}
	const address = parseUrl(secretOf(source, env, source.url.env), source.type);
	if (address !== null) return address;
	const example = `${PROTOCOLS[source.type][0]}//user:password@host:${PORTS[source.type]}/database`;
	throw new SourceError(`source ${source.name}: ${source.url.env} is no address of a database (expected ${example})`, {
		hint: 'write characters such as @ / # in the password as %40 %2F %23',
	});
}

async function readCertificate({ name }: ServerSource, path: string, ca: string): Promise<string> {
	return readFile(path, 'utf8').catch((cause: unknown) => {
		throw new SourceError(`source ${name}: tls.ca: ${ca} cannot be read`, {
			hint: 'name a file with the certificate in PEM, relative to the config',
			cause,
		});
	});
}

async function tlsOf(source: ServerSource, address: Address, configDir: string): Promise<TlsSettings | null> {
	const wanted = source.tls ?? !(address.isPlain || LOOPBACK.test(address.host));
	if (wanted === false) return null;
	const { ca, verify } = wanted === true ? { ca: undefined, verify: true } : wanted;
	if (verify && source.type === 'mysql' && isIP(address.host) !== 0) {
		// The driver would compare the certificate with the name `localhost`.
		throw new SourceError(
			`source ${source.name}: a certificate is checked by the server's name, and ${address.host} is an address of digits`,
			{ hint: 'write the name that the certificate has, or tls: { verify: false } to do without' },
		);
	}
	return {
		ca: ca === undefined ? ca : await readCertificate(source, resolve(configDir, ca), ca),
		rejectUnauthorized: verify,
	};
}

/**
 * How the server of a source is reached, from its config and the environment.
 * @throws SourceError when a variable is not set or holds no address, or a certificate cannot be read; without the secret
 */
export async function connectionSettings(
	source: ServerSource,
	{ env, configDir }: Pick<RowReading, 'env' | 'configDir'>,
): Promise<ConnectionSettings> {
	const { isPlain, ...address } = addressOf(source, env);
	return {
		...address,
		tls: await tlsOf(source, { ...address, isPlain }, configDir),
		connectMs: source.timeouts.connectSeconds * 1000,
		statementMs: source.timeouts.statementSeconds * 1000,
	};
}
