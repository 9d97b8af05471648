import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile, serverFile } from './measure.ts';

const PORT = 4698;
const TIMES = 60;
const WARM = 5;

/** Something a page does, and what it promises at p95, in milliseconds. `time` keeps answers from being the kept ones. */
export interface Promised {
	readonly name: string;
	readonly promise: number;
	readonly path: (time: number) => string;
	/** The form that is posted; a page is read where there is none. */
	readonly form?: (time: number) => Readonly<Record<string, string>>;
}

async function ask({ path, form }: Promised, time: number): Promise<number> {
	const address = `http://127.0.0.1:${PORT}${path(time)}`;
	const body = form === undefined ? null : new URLSearchParams(form(time));
	const began = performance.now();
	const answer = await fetch(
		address,
		body === null
			? {}
			: {
					method: 'post',
					body,
					headers: { origin: `http://127.0.0.1:${PORT}`, accept: 'application/json', 'x-sveltekit-action': 'true' },
				},
	);
	const text = await answer.text();
	if (!answer.ok || /"type":"(failure|error)"/.test(text)) {
		throw new Error(`${path(time)} answered ${answer.status}: ${text.slice(0, 200)}`);
	}
	return performance.now() - began;
}

async function untilUp(): Promise<void> {
	for (let time = 0; time < 100; time += 1) {
		try {
			await fetch(`http://127.0.0.1:${PORT}/data`);
			return;
		} catch {
			await sleep(100);
		}
	}
	throw new Error('the server did not come up');
}

/** Starts the built server on a data folder, asks it for each of the promised things, warm, and prints p50 and p95. */
export async function measureServer(data: string, promised: readonly Promised[]): Promise<void> {
	const server = spawn(process.execPath, [serverFile], {
		env: { ...process.env, PORT: String(PORT), KUNDIG_DATA: data, NODE_ENV: 'production' },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	try {
		await untilUp();
		for (const one of promised) {
			for (let time = 0; time < WARM; time += 1) await ask(one, 1000 + time);
			const times: number[] = [];
			for (let time = 0; time < TIMES; time += 1) times.push(await ask(one, time));
			const p95 = quantile(times, 0.95);
			const verdict = p95 <= one.promise ? 'kept' : 'MISSED';
			console.log(
				`${one.name}: p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (promise ${one.promise} ms: ${verdict})`,
			);
		}
	} finally {
		server.kill('SIGTERM');
	}
}
