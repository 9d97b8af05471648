/**
 * The web server: SvelteKit's handler behind a server of ours. The adapter's own one would assume https for every
 * address, so that each form on plain http is refused, and would listen everywhere by default.
 */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Server as NetServer } from 'node:net';

const CLOSE_AFTER_MS = 3_000;

type Handler = (request: unknown, response: unknown, next?: () => void) => void;

// Both are read when the handler is loaded.
process.env.PROTOCOL_HEADER ??= 'x-forwarded-proto';
// A file to import may have 50 MB; it comes with its form.
process.env.BODY_SIZE_LIMIT ??= '52M';

const built = new URL('../build/handler.js', import.meta.url).href;
const { handler } = (await import(built)) as { readonly handler: Handler };

/** Names of this machine: under any other one, a page elsewhere could make a browser read ours (DNS rebinding). */
const OWN_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

const server: Server = createServer((request, response) => {
	if (!OWN_HOST.test(request.headers.host ?? '')) {
		response.writeHead(421, { 'content-type': 'text/plain' }).end('this address is not served here; use localhost\n');
		return;
	}
	// Nothing stands between the browser and us before sign-in exists, so no forwarded header is believed.
	request.headers['x-forwarded-proto'] = 'http';
	handler(request, response);
});
server.headersTimeout = 10_000;
server.requestTimeout = 60_000;

let isStopping = false;

/** Lets requests under way finish, then ends the process. */
function stop(): void {
	if (isStopping) return;
	isStopping = true;
	server.close(() => process.exit(0));
	server.closeIdleConnections();
	setTimeout(() => server.closeAllConnections(), CLOSE_AFTER_MS).unref();
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);

if (process.send) {
	// The supervisor holds the address already and hands its socket over, so no request is refused in between.
	process.on('message', (message: unknown, socket: unknown) => {
		if (message === 'listen') server.listen(socket as NetServer, () => process.send?.('listening'));
	});
	process.on('disconnect', stop);
	process.send('ready');
} else {
	server.listen(Number(process.env.PORT ?? 4600), '127.0.0.1');
}
