import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Posted {
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

export interface WebhookServer {
	readonly port: number;
	readonly posted: Posted[];
	close(): Promise<void>;
}

/** A server on loopback that keeps what is posted to it, and answers each with the next status, at last with 204. */
export async function startWebhookServer(statuses: readonly number[] = [], location?: string): Promise<WebhookServer> {
	const posted: Posted[] = [];
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			const status = statuses[posted.length] ?? 204;
			posted.push({ path: request.url ?? '', headers: request.headers, body });
			response.writeHead(status, location === undefined ? {} : { location });
			response.end(status === 204 ? undefined : 'a body that nobody is to see');
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		posted,
		async close() {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}
