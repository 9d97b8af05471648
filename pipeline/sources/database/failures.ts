import { SourceError } from '../../errors.ts';
import { PatienceError } from './patience.ts';
import type { DatabaseSource } from './schema.ts';

/** What a failure means to the reader. */
export interface Failure {
	readonly message: string;
	readonly hint: string;
	readonly isRetryable: boolean;
}

/** A code of an error of a driver, of the network or of the server; empty where it has none. */
export function codeOf(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? error.code : '';
	return typeof code === 'string' ? code : '';
}

const TLS_FAILURES = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

const UNREACHABLE: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nobody listens there',
	ECONNRESET: 'the connection broke',
	EPIPE: 'the connection broke',
	ENOTFOUND: 'the name of the server is not known',
	EAI_AGAIN: 'the name of the server cannot be looked up now',
	EHOSTUNREACH: 'the server cannot be reached',
	ENETUNREACH: 'the server cannot be reached',
	ETIMEDOUT: 'the server did not answer in time',
	ENOENT: 'there is no such socket',
	PROTOCOL_CONNECTION_LOST: 'the connection broke',
};

/** Messages of drivers that have no code. */
const BROKEN =
	/Connection terminated|connection error and is not queryable|connection is in closed state|Can't write in closed state|Connection lost/i;

/** A failure of the way to the server; null when it is none. */
export function networkFailure(error: unknown): Failure | null {
	if (!(error instanceof Error)) return null;
	if (error instanceof AggregateError) return networkFailure(error.errors[0]);
	if (error instanceof PatienceError) {
		return {
			message: `the server gave ${error.message}`,
			hint: 'look whether the server is busy or an index on the cursor is missing; timeouts.statementSeconds is how long is waited',
			isRetryable: true,
		};
	}
	const code = codeOf(error);
	if (/does not support (SSL|secure connection)/i.test(error.message) || code === 'HANDSHAKE_NO_SSL_SUPPORT') {
		return {
			message: 'the server does not encrypt connections',
			hint: 'have it encrypt them, or declare tls: false if nobody else can listen on the way to it',
			isRetryable: false,
		};
	}
	if (TLS_FAILURES.test(code) || /certificate/i.test(error.message)) {
		return {
			message: `the certificate of the server is not trusted: ${error.message}`,
			hint: "name the authority that signed it, tls: { ca: './server-ca.pem' }, and the server as the certificate does",
			isRetryable: false,
		};
	}
	if (/timeout expired/i.test(error.message)) {
		return {
			message: 'the server did not let in within timeouts.connectSeconds',
			hint: 'look at its address, the firewall, and whether it runs',
			isRetryable: true,
		};
	}
	const reason = UNREACHABLE[code] ?? (BROKEN.test(error.message) ? 'the connection broke' : undefined);
	if (reason === undefined) return null;
	return {
		message: reason,
		hint: 'look whether the server runs, and at its address; what was loaded stays, and the next run goes on from there',
		isRetryable: true,
	};
}

/**
 * The error of a source for whatever its database threw: nothing of a row, no password, and not the cause itself, which may
 * have both. One of our own, or the reason of an abort, stays as it is.
 */
export function sourceFailure(
	source: DatabaseSource,
	error: unknown,
	signal: AbortSignal | undefined,
	serverFailure: (error: unknown) => Failure | null,
): unknown {
	if (signal?.aborted === true) return signal.reason;
	if (error instanceof SourceError) return error;
	const failure = networkFailure(error) ?? serverFailure(error);
	if (failure === null) return error;
	const { message, hint, isRetryable } = failure;
	return new SourceError(`source ${source.name}: ${message}`, { hint, retryable: isRetryable });
}
