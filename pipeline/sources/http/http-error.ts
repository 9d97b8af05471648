import { SourceError } from '../../errors.ts';

interface HttpErrorOptions extends ErrorOptions {
	readonly hint: string;
	readonly retryable?: boolean;
	/** Null: there was no answer at all. */
	readonly status?: number | null;
	readonly retryAfter?: string | null;
}

/** A request that did not come to what was wanted. No text of it has a query, a header or a part of the answer. */
export class HttpError extends SourceError {
	readonly status: number | null;
	/** What the answer asks to wait: seconds or a date, as it came. */
	readonly retryAfter: string | null;
	constructor(message: string, options: HttpErrorOptions) {
		super(message, options);
		this.name = 'HttpError';
		this.status = options.status ?? null;
		this.retryAfter = options.retryAfter ?? null;
	}
}

/** Refused by another try as well. */
const FINAL_STATUSES = new Set([501, 505]);
/** Below 500, yet worth another try. */
const PASSING_STATUSES = new Set([408, 425, 429]);

function hintOf(status: number, wasMoved: boolean): string {
	if (wasMoved && (status === 401 || status === 403)) {
		return 'it led to another host, which gets no headers of this source: write the address that it led to as url';
	}
	if (status === 401)
		return 'the token or password is missing, wrong or out of date: set its environment variable anew';
	if (status === 403) return 'the token or password has no right to read this: look at its rights where it was made';
	if (status === 404 || status === 410) return 'mend url: there is nothing at that address';
	if (status === 429) return 'it allows fewer requests: declare rateLimit: { perMinute: 60 } or less, and run again';
	if (status >= 500) return 'the other side has a problem: run again later';
	return 'mend url, query or headers of the source';
}

/** An answer of a status that is no success. */
export function statusError(place: string, status: number, retryAfter: string | null, wasMoved: boolean): HttpError {
	return new HttpError(`${place} answered ${status}`, {
		hint: hintOf(status, wasMoved),
		retryable: PASSING_STATUSES.has(status) || (status >= 500 && !FINAL_STATUSES.has(status)),
		status,
		retryAfter,
	});
}

const REASONS: Readonly<Record<string, string>> = {
	ENOTFOUND: 'its name is not known',
	EAI_AGAIN: 'its name could not be looked up',
	ECONNREFUSED: 'nobody answers there',
	EHOSTUNREACH: 'there is no way to it',
	ENETUNREACH: 'there is no way to it',
	ETIMEDOUT: 'it does not answer',
	UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
	UND_ERR_HEADERS_TIMEOUT: 'it took too long to answer',
	UND_ERR_BODY_TIMEOUT: 'it stopped in the middle of its answer',
	UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'its answer is shorter than it said',
};

/** Whether a failure is one of the certificate or the protocol of TLS: no other try will mend it. */
function isTlsProblem(code: string): boolean {
	return /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/.test(code);
}

/** The code of an error of Node or of a library; empty where it has none. */
export function errorCode(cause: unknown): string {
	const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
	return typeof code === 'string' ? code : '';
}

/** What kept a request from being answered; its own text is left out, for it may tell of what was asked. */
export function connectionError(place: string, cause: unknown): HttpError {
	const code = errorCode(cause);
	if (isTlsProblem(code)) {
		return new HttpError(`${place}: its certificate is refused (${code})`, {
			hint: 'an authority of your own is made known with NODE_EXTRA_CA_CERTS=/path/to/ca.pem; there is no way to skip the check',
		});
	}
	return new HttpError(`${place}: ${REASONS[code] ?? `the connection broke${code === '' ? '' : ` (${code})`}`}`, {
		hint: 'look whether it can be reached from this machine, and run again',
		retryable: true,
	});
}
