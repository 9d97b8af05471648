import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeCompany } from '#demo/company.ts';
import { buildApp } from '#pipeline/app-build.ts';
import { inFolder, kundig, quantile, serverFile } from './measure.ts';

const PORT = 4698;
const TIMES = 60;
const WARM = 5;

/** Addresses by what they promise, in milliseconds at p95. Numbers in them keep answers from being the kept ones. */
const PAGES: readonly { readonly name: string; readonly promise: number; readonly path: (time: number) => string }[] = [
	{ name: '/ kept', promise: 150, path: () => '/' },
	{
		name: '/ anew',
		promise: 150,
		path: (time) =>
			`/?period=2025-${String((time % 12) + 1).padStart(2, '0')}-01..2026-10-${String((time % 14) + 1).padStart(2, '0')}`,
	},
	{
		name: '/customers search',
		promise: 100,
		path: (time) => `/customers?q=${'abcdefghiklmnoprst'.charAt(time % 18)}${time % 10}`,
	},
	{
		name: '/customers sort',
		promise: 100,
		path: (time) => `/customers?sort=${['name', 'country', 'orders_count'][time % 3]}&page=${1 + (time % 60)}`,
	},
	{ name: '/customers/[id]', promise: 150, path: (time) => `/customers/C${String(time + 1).padStart(6, '0')}` },
	{ name: '/data', promise: 150, path: () => '/data' },
	{
		name: '/rows',
		promise: 150,
		path: (time) => `/rows?metric=net_revenue&period=2026-01-01..2026-09-${String((time % 30) + 1).padStart(2, '0')}`,
	},
];

async function get(path: string): Promise<number> {
	const began = performance.now();
	const answer = await fetch(`http://127.0.0.1:${PORT}${path}`);
	await answer.arrayBuffer();
	if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
	return performance.now() - began;
}

async function untilUp(): Promise<void> {
	for (let time = 0; time < 100; time += 1) {
		try {
			await get('/data');
			return;
		} catch {
			await sleep(100);
		}
	}
	throw new Error('the server did not come up');
}

/** Answers of each page from the server of a demo company with 5,000 customers, warm. */
export async function measurePages(): Promise<void> {
	await buildApp();
	await inFolder(async (folder) => {
		const out = join(folder, 'company');
		const data = join(folder, 'data');
		await writeCompany({ customers: 5_000, seed: 1, until: '2026-10-14', out });
		kundig(['run', '--data', data, '--config', join(out, 'kundig.config.ts')]);
		const server = spawn(process.execPath, [serverFile], {
			env: { ...process.env, PORT: String(PORT), KUNDIG_DATA: data, NODE_ENV: 'production' },
			stdio: ['ignore', 'ignore', 'inherit'],
		});
		try {
			await untilUp();
			for (const { name, promise, path } of PAGES) {
				for (let time = 0; time < WARM; time += 1) await get(path(1000 + time));
				const times: number[] = [];
				for (let time = 0; time < TIMES; time += 1) times.push(await get(path(time)));
				const p95 = quantile(times, 0.95);
				const verdict = p95 <= promise ? 'kept' : 'MISSED';
				console.log(
					`${name}: p50 ${quantile(times, 0.5).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (promise ${promise} ms: ${verdict})`,
				);
			}
		} finally {
			server.kill('SIGTERM');
		}
	});
}
