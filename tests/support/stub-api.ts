import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a stub server saw it. */
export interface StubRequest {
	/** Its place among all requests, counted from 1. */
	readonly number: number;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
}

export type StubHandler = (request: StubRequest, response: ServerResponse) => void | Promise<void>;

/** A server on the loopback that behaves as its handler says. */
export interface StubApi {
	/** `127.0.0.1:port`: what a source names in `allow`. */
	readonly host: string;
	/** `http://127.0.0.1:port`. */
	readonly origin: string;
	readonly requests: readonly StubRequest[];
	/** Replaces the behaviour from the next request on. */
	answer(handler: StubHandler): void;
	close(): Promise<void>;
}

/** Starts a stub server; a handler that throws breaks the connection. */
export async function startStubApi(handler: StubHandler): Promise<StubApi> {
	const requests: StubRequest[] = [];
	let current = handler;
	const server = createServer((incoming, response) => {
		const url = new URL(incoming.url ?? '/', 'http://stub');
		const request: StubRequest = {
			number: requests.length + 1,
			path: url.pathname,
			query: url.searchParams,
			headers: incoming.headers,
		};
		requests.push(request);
		Promise.resolve()
			.then(() => current(request, response))
			.catch(() => response.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		host,
		origin: `http://${host}`,
		requests,
		answer(next) {
			current = next;
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

/** Answers with JSON. */
export function sendJson(
	response: ServerResponse,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
	status = 200,
): void {
	response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export type StubRow = Readonly<Record<string, unknown>>;

/** How a list of rows is given page by page. */
export interface StubList {
	/** The rows at the moment of a request, in the order in which they are given. */
	readonly rows: () => readonly StubRow[];
	readonly by: 'link' | 'next' | 'cursor' | 'page' | 'offset';
	/** Rows of a page, whatever size is asked for. */
	readonly size: number;
	/** The field that `since` asks by; rows of that very value are given. */
	readonly since?: string;
}

/** The place of the first row that a request asks for. */
function startOf(query: URLSearchParams, by: StubList['by'], size: number): number {
	if (by === 'offset') return Number(query.get('offset') ?? 0);
	if (by === 'cursor') return Number(query.get('cursor') ?? 0);
	return (Number(query.get('page') ?? 1) - 1) * size;
}

/**
 * Behaves as an API whose answers are `{ data: { items }, meta: { total, next_cursor }, paging: { next } }`; of the ways to
 * the next page only the one asked for is there.
 */
export function listHandler({ rows, by, size, since }: StubList): StubHandler {
	return ({ path, query, headers }, response) => {
		const from = query.get('since');
		const wanted = rows().filter((row) => since === undefined || from === null || String(row[since]) >= from);
		const start = startOf(query, by, size);
		const items = wanted.slice(start, start + size);
		const hasMore = start + size < wanted.length;
		const next = new URLSearchParams(query);
		next.set('page', String(start / size + 2));
		const address = `http://${headers.host ?? ''}${path}?${next.toString()}`;
		sendJson(
			response,
			{
				data: { items },
				meta: { total: wanted.length, next_cursor: by === 'cursor' && hasMore ? String(start + size) : null },
				paging: { next: by === 'next' && hasMore ? address : null },
			},
			by === 'link' && hasMore
				? { link: `<${address}>; rel="next", <http://${headers.host ?? ''}/>; rel="first"` }
				: {},
		);
	};
}

/** Ways in which an answer comes to nothing on its way; `at` is where in the body, between 0 and 1. */
export const BROKEN_ANSWERS = {
	'a socket that is half closed': (response, body, at) => {
		response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
		response.write(partOf(body, at), () => response.socket?.end());
	},
	'a body that stalls': (response, body, at) => {
		response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
		response.write(partOf(body, at));
	},
	'a body that drips': (response, body) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		let sent = 0;
		const drip = setInterval(() => {
			response.write(body.charAt(sent));
			sent += 1;
		}, 10);
		response.on('close', () => clearInterval(drip));
	},
	'a body shorter than its content-length': (response, body) => {
		response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) + 7 });
		response.write(body, () => response.socket?.end());
	},
	'a body longer than its content-length': (response, body, at) => {
		const length = Buffer.byteLength(partOf(body, at));
		response.writeHead(200, { 'content-type': 'application/json', 'content-length': length }).end(body);
	},
	'a chunk that is cut': (response, body, at) => {
		response.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
		response.write(partOf(body, at), () => response.socket?.destroy());
	},
	'no answer at all': (response) => response.socket?.destroy(),
} as const satisfies Record<string, (response: ServerResponse, body: string, at: number) => void>;

function partOf(body: string, at: number): string {
	return body.slice(0, Math.max(1, Math.floor(body.length * at)));
}
