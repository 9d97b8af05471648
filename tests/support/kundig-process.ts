import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'vitest';
import { projectFolder } from './project.ts';

type Env = Readonly<Record<string, string>>;

/** Compiled code is kept between the many starts of these tests: each takes half as long. */
const ENV = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'kundig-compile-cache'), NO_COLOR: '1' };
const GIVE_UP_MS = 90_000;

export interface Exit {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
}

/** A `kundig` under way. */
export interface Kundig {
	readonly pid: number;
	/** How it ended, as soon as it has. */
	readonly exit: Promise<Exit>;
	/** The same, once all it said has arrived, too: a process left behind may hold the pipes open. */
	readonly closed: Promise<Exit>;
	stdout(): string;
	stderr(): string;
	kill(signal: NodeJS.Signals): void;
}

/** The command line through this Node, never through PATH: program and arguments. */
export function kundigCommand(args: readonly string[]): [program: string, ...args: string[]] {
	return [process.execPath, join(projectFolder, 'pipeline', 'kundig.js'), ...args];
}

/** Starts the command line; what still runs at the end of the test is killed. */
export function launch(test: TestContext, args: readonly string[], env: Env = {}): Kundig {
	const [program, ...rest] = kundigCommand(args);
	const started = launchProgram(program, rest, env);
	test.onTestFinished(() => started.kill('SIGKILL'));
	return started;
}

/** Starts any program as `launch` does, for instance a shell that limits what `kundig` may write. */
export function launchProgram(program: string, args: readonly string[], env: Env = {}): Kundig {
	const child = spawn(program, args, { cwd: tmpdir(), env: { ...ENV, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
	const { pid } = child;
	if (pid === undefined) throw new Error(`${program} could not be started`);
	let stdout = '';
	let stderr = '';
	child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
	const toExit = ([code, signal]: unknown[]): Exit => ({ code, signal }) as Exit;
	return {
		pid,
		exit: once(child, 'exit').then(toExit),
		closed: once(child, 'close').then(toExit),
		stdout: () => stdout,
		stderr: () => stderr,
		kill: (signal) => void child.kill(signal),
	};
}

/** How a process ended; an error when it does not within half a minute. */
export async function exitOf(started: Kundig): Promise<Exit> {
	const giveUp = new AbortController();
	const late = sleep(30_000, null, { signal: giveUp.signal, ref: false }).catch(() => null);
	const exit = await Promise.race([started.exit, late]);
	giveUp.abort();
	if (exit === null) throw new Error(`process ${started.pid} did not end; it said: ${started.stderr()}`);
	return exit;
}

/** What a verb answered. */
export interface Answer extends Exit {
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs a verb to its end; one that takes longer than a minute and a half is killed. */
export async function kundig(args: readonly string[], env: Env = {}): Promise<Answer> {
	const [program, ...rest] = kundigCommand(args);
	return answerOf(launchProgram(program, rest, env));
}

/** Waits for the end of a verb that was launched. */
export async function answerOf(started: Kundig): Promise<Answer> {
	const timer = setTimeout(() => started.kill('SIGKILL'), GIVE_UP_MS);
	const exit = await started.closed;
	clearTimeout(timer);
	return { ...exit, stdout: started.stdout(), stderr: started.stderr() };
}

export interface RunAnswer {
	readonly runId: string;
	readonly status: string;
	readonly snapshot: string | null;
	readonly sources: readonly {
		readonly name: string;
		readonly status: string;
		readonly read: number;
		readonly loaded: number;
		readonly unchanged: number;
		readonly quarantined: number;
		readonly error: string | null;
	}[];
	readonly checks: readonly {
		readonly name: string;
		readonly severity: string;
		readonly status: string;
		readonly failing: number;
	}[];
	readonly error: { readonly kind: string; readonly message: string; readonly hint: string } | null;
}

export interface StatusAnswer {
	readonly snapshot: { readonly id: string } | null;
	readonly runs: readonly { readonly runId: string; readonly status: string; readonly trigger: string }[];
	readonly sources: readonly { readonly name: string; readonly rows: number; readonly error: string | null }[];
}

/** The JSON document a verb printed. */
export function parseAnswer(answer: Answer): unknown {
	try {
		return JSON.parse(answer.stdout);
	} catch (cause) {
		throw new Error(`not one JSON document: ${answer.stdout}\n${answer.stderr}`, { cause });
	}
}

/** `kundig run --json` on a data folder. */
export async function runOnce(dataDir: string, config: string, env: Env = {}): Promise<RunAnswer> {
	return parseAnswer(await kundig(['run', '--json', '--data', dataDir, '--config', config], env)) as RunAnswer;
}

/** `kundig status --json` on a data folder. */
export async function statusIn(dataDir: string, config: string): Promise<StatusAnswer> {
	return parseAnswer(await kundig(['status', '--json', '--data', dataDir, '--config', config])) as StatusAnswer;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

/** A supervisor under way, with the address it serves. */
export interface Supervisor extends Kundig {
	readonly port: number;
	readonly url: string;
}

/** Starts the supervisor without its schedule; what it leaves is ended with the test. */
export async function launchStart(
	test: TestContext,
	dataDir: string,
	config: string,
	env: Env = {},
): Promise<Supervisor> {
	const port = await freePort();
	const args = ['start', '--no-schedule', '--port', String(port), '--data', dataDir, '--config', config];
	const [program, ...rest] = kundigCommand(args);
	const started = launchProgram(program, rest, env);
	test.onTestFailed(() => console.error(`kundig ${args.join(' ')} said:\n${started.stderr()}`));
	test.onTestFinished(async () => {
		started.kill('SIGTERM');
		const timer = setTimeout(() => started.kill('SIGKILL'), 15_000);
		await started.exit;
		clearTimeout(timer);
	});
	return { ...started, port, url: `http://127.0.0.1:${port}` };
}

/** The status of a page, or null when nobody answers. */
export async function statusOf(url: string): Promise<number | null> {
	try {
		const response = await fetch(url, { redirect: 'manual', headers: { connection: 'close' } });
		await response.arrayBuffer();
		return response.status;
	} catch {
		return null;
	}
}

/** Asks again and again until the answer is not null or false. */
export async function until<Answer>(
	what: string,
	ask: () => Answer | Promise<Answer>,
	withinMs = 60_000,
): Promise<NonNullable<Answer>> {
	const deadline = performance.now() + withinMs;
	for (;;) {
		const answer = await ask();
		if (answer !== null && answer !== undefined && answer !== false) return answer;
		if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
		await sleep(50);
	}
}

/** Waits until the dashboard shows figures. */
export async function untilShown(supervisor: Supervisor): Promise<void> {
	await until('the dashboard answers', async () => (await statusOf(`${supervisor.url}/`)) === 200);
}
