import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whom a server runs as; empty for whoever runs the tests. */
export interface ServerUser {
	readonly uid?: number;
	readonly gid?: number;
}

/** Servers refuse to run as root: then their own user, or nobody, runs them. */
export function serverUser(name: string): ServerUser {
	if (process.getuid?.() !== 0) return {};
	const users = new Map(
		readFileSync('/etc/passwd', 'utf8')
			.split('\n')
			.map((line) => line.split(':'))
			.map(([user, , uid, gid]) => [user, { uid: Number(uid), gid: Number(gid) }]),
	);
	const found = users.get(name) ?? users.get('nobody');
	if (found === undefined) throw new Error(`neither ${name} nor nobody is a user of this machine`);
	return found;
}

/** A folder that the server's user alone can enter; whoever keeps the server removes it. */
export function serverFolder(name: string, { uid, gid }: ServerUser): string {
	const folder = mkdtempSync(join(tmpdir(), `kundig-${name}-`));
	chmodSync(folder, 0o700);
	if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
	return folder;
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

/** Runs a program to its end. @throws Error with what it said when it fails */
export function runToEnd(program: string, args: readonly string[], user: ServerUser, cwd: string): void {
	const run = spawnSync(program, args, { ...user, cwd, encoding: 'utf8', env: { ...process.env, HOME: cwd } });
	if (run.status === 0) return;
	throw new Error(`${program} failed: ${run.error?.message ?? ''}${run.stdout}${run.stderr}`);
}

/** Makes a certificate for `localhost`, signed by itself, that the server's user can read. */
export function makeCertificate(folder: string, user: ServerUser): { readonly file: string; readonly key: string } {
	const [file, key] = [join(folder, 'server.crt'), join(folder, 'server.key')];
	const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
	const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
	runToEnd('openssl', ['req', ...kind, ...name, '-keyout', key, '-out', file], user, folder);
	return { file, key };
}

/**
 * The keeper runs a server until its input ends, which is when it is told to or when whoever started it died, whatever of.
 * It then ends the server by the signal given, with force after ten seconds, and removes the folder.
 */
const KEEPER = `
folder=$1; end=$2; shift 2
"$@" >"$folder/log" 2>&1 &
server=$!
echo "$server"
cat >/dev/null
kill "-$end" "$server" 2>/dev/null
( sleep 10; kill -KILL "$server" 2>/dev/null ) >/dev/null 2>&1 &
timer=$!
wait "$server"
kill "$timer" 2>/dev/null
rm -rf "$folder"
`;

/** A server that runs until it is stopped or the tests end, however they end. */
export class ServerProcess {
	readonly #keeper: ChildProcess;
	readonly #folder: string;
	readonly pid: number;

	private constructor(keeper: ChildProcess, folder: string, pid: number) {
		this.#keeper = keeper;
		this.#folder = folder;
		this.pid = pid;
	}

	/** @param end the signal that ends the server though somebody is connected */
	static async start(
		folder: string,
		user: ServerUser,
		end: 'INT' | 'TERM',
		command: readonly string[],
	): Promise<ServerProcess> {
		const keeper = spawn('/bin/sh', ['-c', KEEPER, 'keeper', folder, end, ...command], {
			...user,
			cwd: folder,
			stdio: ['pipe', 'pipe', 'ignore'],
			env: { ...process.env, HOME: folder },
		});
		const line = await new Promise<string>((resolve, reject) => {
			keeper.once('error', reject);
			keeper.stdout.once('data', (bytes: Buffer) => {
				resolve(bytes.toString('utf8'));
			});
		});
		return new ServerProcess(keeper, folder, Number(line));
	}

	/** Waits until `isReady` says so. @throws Error with the server's log when that takes more than a minute */
	async waitUntil(isReady: () => Promise<boolean>): Promise<void> {
		for (let attempt = 0; attempt < 600; attempt += 1) {
			if (await isReady().catch(() => false)) return;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		const log = readFileSync(join(this.#folder, 'log'), 'utf8');
		await this.stop();
		throw new Error(`the server did not get ready: ${log}`);
	}

	/** Ends the server at once, as a crash does. */
	crash(): void {
		process.kill(this.pid, 'SIGKILL');
	}

	/** Ends the server and removes its folder. */
	async stop(): Promise<void> {
		if (this.#keeper.exitCode !== null) return;
		const ended = new Promise((resolve) => this.#keeper.once('exit', resolve));
		this.#keeper.stdin?.end();
		await ended;
	}
}
