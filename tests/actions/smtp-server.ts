import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A message as the server took it. */
export interface TakenMail {
	readonly from: string;
	readonly to: readonly string[];
	/** Who signed in, as `user:password`; null for nobody. */
	readonly auth: string | null;
	/** Headers and text, lines ended by `\n`, dots at their beginning undone. */
	readonly data: string;
}

export interface MailServer {
	readonly port: number;
	readonly taken: TakenMail[];
	close(): Promise<void>;
}

interface MailServerOptions {
	/** Recipients that are refused. */
	readonly refuses?: readonly string[];
	/** Answers `451` to so many messages before it takes one. */
	readonly busyFor?: number;
	/** Says nothing at all after the connection. */
	readonly isSilent?: boolean;
	/** `user:password` that may sign in. */
	readonly account?: string;
}

/** A small e-mail server that speaks SMTP (RFC 5321, AUTH PLAIN of RFC 4954) on loopback, without encryption. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
	const taken: TakenMail[] = [];
	const sockets = new Set<Socket>();
	let busy = options.busyFor ?? 0;

	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		socket.on('error', () => undefined);
		if (options.isSilent === true) return;
		const say = (line: string): void => void socket.write(`${line}\r\n`);
		let auth: string | null = null;
		let from = '';
		let to: string[] = [];
		let data: string[] | null = null;
		let rest = '';

		function signIn(parameter: string): void {
			const [, user, password] = Buffer.from(parameter, 'base64').toString().split('\0');
			const isKnown = `${user}:${password}` === options.account;
			if (isKnown) auth = `${user}:${password}`;
			say(isKnown ? '235 2.7.0 welcome' : '535 5.7.8 no such account');
		}

		function hear(line: string): void {
			if (data !== null) {
				if (line !== '.') return void data.push(line.startsWith('..') ? line.slice(1) : line);
				if (busy > 0) {
					busy -= 1;
					say('451 4.3.0 come back later');
				} else {
					taken.push({ from, to, auth, data: data.join('\n') });
					say('250 2.0.0 taken');
				}
				data = null;
				return;
			}
			const [verb = ''] = line.toUpperCase().split(' ');
			const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
			if (verb === 'EHLO') {
				say('250-test.invalid');
				say(options.account === undefined ? '250 8BITMIME' : '250 AUTH PLAIN');
			} else if (verb === 'AUTH') signIn(line.split(' ')[2] ?? '');
			else if (verb === 'MAIL') {
				from = address;
				to = [];
				say('250 2.1.0 ok');
			} else if (verb === 'RCPT') {
				const isRefused = options.refuses?.includes(address) === true;
				if (!isRefused) to.push(address);
				say(isRefused ? '550 5.1.1 nobody of that name' : '250 2.1.5 ok');
			} else if (verb === 'DATA') {
				data = [];
				say('354 go on');
			} else if (verb === 'QUIT') {
				say('221 2.0.0 bye');
				socket.end();
			} else say('250 ok');
		}

		socket.setEncoding('utf8');
		socket.on('data', (chunk: string) => {
			const lines = (rest + chunk).split('\r\n');
			rest = lines.pop() ?? '';
			for (const line of lines) hear(line);
		});
		say('220 test.invalid ready');
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		taken,
		async close() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		},
	};
}
