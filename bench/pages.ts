import { join } from 'node:path';
import { writeCompany } from '#demo/company.ts';
import { buildApp } from '#pipeline/app-build.ts';
import { inFolder, kundig } from './measure.ts';
import { measureServer } from './web-server.ts';
import type { Promised } from './web-server.ts';

const PAGES: readonly Promised[] = [
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
	{ name: '/sales', promise: 150, path: () => '/sales' },
	{ name: '/service', promise: 150, path: () => '/service' },
	{ name: '/data', promise: 150, path: () => '/data' },
	{
		name: '/rows',
		promise: 150,
		path: (time) => `/rows?metric=net_revenue&period=2026-01-01..2026-09-${String((time % 30) + 1).padStart(2, '0')}`,
	},
];

/** Answers of each page from the server of a demo company with 5,000 customers, warm. */
export async function measurePages(): Promise<void> {
	await buildApp();
	await inFolder(async (folder) => {
		const out = join(folder, 'company');
		const data = join(folder, 'data');
		await writeCompany({ customers: 5_000, seed: 1, until: '2026-10-14', out });
		kundig(['run', '--data', data, '--config', join(out, 'kundig.config.ts')]);
		await measureServer(data, PAGES);
	});
}
