import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { describeFailure } from './describe-failure.ts';
import { PortInUseError } from './errors.ts';
import { pageLanguage, progressList, progressPage } from './progress-page.ts';
import type { Preparation } from './progress-page.ts';

/** Names of this machine: under any other one, a page elsewhere could make a browser read ours (DNS rebinding). */
const OWN_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** The address to listen at; where `localhost` means two, the older one. */
export const listenHost = (host: string): string => (host === 'localhost' ? '127.0.0.1' : host);

export interface ProgressServerOptions {
	readonly host: string;
	readonly port: number;
	readonly state: () => Promise<Preparation>;
	/** Somebody asks for another attempt after a failure. */
	readonly onAgain: () => Promise<void>;
}

/**
 * Answers every address with 503 and the progress page until the dashboard takes over.
 * @throws PortInUseError
 */
export async function openProgressServer(options: ProgressServerOptions): Promise<Server> {
	const server = createServer((request, response) => {
		void (async () => {
			const nonce = randomBytes(16).toString('base64');
			const language = pageLanguage(request.headers['accept-language']);
			if (!OWN_HOST.test(request.headers.host ?? '')) {
				response
					.writeHead(421, { 'content-type': 'text/plain' })
					.end('this address is not served here; use localhost\n');
				return;
			}
			const isOwn = request.headers.origin === `http://${request.headers.host ?? ''}`;
			if (request.method === 'POST' && isOwn) {
				await options.onAgain();
				response.writeHead(303, { location: '/' }).end();
				return;
			}
			const state = await options.state();
			const isList = request.headers.accept === 'application/x-kundig-progress';
			response.writeHead(503, {
				'content-type': isList ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8',
				'retry-after': '2',
				'cache-control': 'no-store',
				'x-content-type-options': 'nosniff',
				'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
			});
			response.end(isList ? progressList(state, language) : progressPage(state, language, nonce));
		})().catch((error: unknown) => {
			// Whoever looks is told; a page that says nothing would be asked for again and again.
			const { message } = describeFailure(error);
			if (response.headersSent) response.destroy();
			else
				response
					.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '2' })
					.end(`${message}\n`);
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			reject(error.code === 'EADDRINUSE' ? new PortInUseError(options.port) : error);
		});
		server.listen(options.port, options.host, resolve);
	});
	return server;
}
