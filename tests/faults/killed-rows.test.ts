import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { attach, openMemory } from '#warehouse/database.ts';
import { rows, sql } from '#warehouse/query.ts';
import { testFolder } from '../support/company-folder.ts';
import { inTwos, isFull, seed, seededRandom } from '../support/faults.ts';
import { kundig, runOnce } from '../support/kundig-process.ts';
import { listHandler, startStubApi } from '../support/stub-api.ts';
import type { StubApi } from '../support/stub-api.ts';

const ROWS = 60;
const PAGE = 5;
/** Rows of a commit: of two pages. */
const env = { KUNDIG_COMMIT_ROWS: '10' };

/** Orders as an API tells them, two of each second, so that a boundary always cuts through an instant. */
const orders = Array.from({ length: ROWS }, (_, index) => ({
	id: `S${index}`,
	amount: index,
	updated_at: `2026-03-01T00:00:${String(Math.floor(index / 2)).padStart(2, '0')}`,
}));

let api: StubApi;

beforeAll(async () => {
	api = await startStubApi(listHandler({ rows: () => orders, by: 'page', size: PAGE, since: 'updated_at' }));
});
afterAll(() => api.close());

function configIn(folder: string, disposition: 'merge' | 'append'): string {
	const source = {
		name: 'orders',
		type: 'rest',
		url: `${api.origin}/orders`,
		allow: [api.host],
		rows: 'data.items',
		pages: { by: 'page', param: 'page', first: 1 },
		since: { param: 'since', as: 'iso' },
		order: 'ascending',
		total: 'meta.total',
		columns: { id: 'text', amount: 'decimal', updated_at: 'timestamp' },
		key: ['id'],
		disposition,
		cursor: { column: 'updated_at' },
		entities: { orders: { order_id: 'id', ordered_at: 'updated_at' } },
	};
	const config = { company: { name: 'Kill AG', currency: 'EUR', zone: 'UTC' }, sources: [source] };
	const file = join(folder, 'kundig.config.ts');
	writeFileSync(file, `export default ${JSON.stringify(config)};\n`);
	return file;
}

/** What raw has of the orders, and the cursor they were loaded up to. */
async function loaded(dataDir: string): Promise<{ readonly ids: string[]; readonly cursor: string | null }> {
	const database = await openMemory({ threads: 1, memoryLimit: '200MB' });
	const db = await database.connect();
	try {
		await attach(db, join(dataDir, 'raw.duckdb'), 'raw', { readOnly: true });
		const [cursor] = await rows<{ cursor: string | null }>(
			db,
			sql`select cursor::json->>'value' as cursor from raw.loads where is_active and source = 'orders'`,
		);
		if (cursor === undefined) return { ids: [], cursor: null };
		const found = await rows<{ id: string }>(db, sql`select id from raw.orders__rows order by amount`);
		return { ids: found.map(({ id }) => id), cursor: cursor.cursor };
	} finally {
		db.closeSync();
		database.close();
	}
}

/** A second before a cursor, as the source asks: whether an API gives the boundary itself is not known. */
function secondBefore(cursor: string | null): string | null {
	if (cursor === null) return null;
	return Temporal.PlainDateTime.from(cursor.replace(' ', 'T')).subtract({ seconds: 1 }).toString();
}

/** Kills a first run at a point; the next one asks from where the first was committed, and has each order once. */
async function killAndGoOn(test: TestContext, disposition: 'merge' | 'append', point: string): Promise<void> {
	const folder = testFolder(test);
	const dataDir = join(folder, 'data');
	const config = configIn(folder, disposition);
	const killed = await kundig(['run', '--config', config, '--data', dataDir], { ...env, KUNDIG_FAILPOINT: point });
	expect(killed.signal ?? killed.code, point).not.toBe(0);
	const before = await loaded(dataDir);
	expect(before.ids).toEqual(orders.slice(0, before.ids.length).map(({ id }) => id));
	const asked = api.requests.length;
	const report = await runOnce(dataDir, config, env);
	expect(report.error).toBeNull();
	expect(api.requests[asked]?.query.get('since') ?? null).toBe(secondBefore(before.cursor));
	expect((await loaded(dataDir)).ids).toEqual(orders.map(({ id }) => id));
	for (const { read, loaded: brought, unchanged, quarantined } of report.sources) {
		expect(read).toBe(brought + unchanged + quarantined);
	}
}

const POINTS = ['load.staged@2', 'load.inserted', 'load.inserted@3', 'load.committed', 'load.committed@4'];

describe.each(['merge', 'append'] as const)('H11: rows of an API that are read with %s', (disposition) => {
	it.for(POINTS)('come once each though a run is killed at %s', (point, test) =>
		inTwos(() => killAndGoOn(test, disposition, point)),
	);
});

const random = seededRandom(seed);
const MORE = isFull ? 190 : 0;
const points = Array.from({ length: MORE }, () => {
	const name = ['load.staged', 'load.inserted', 'load.committed'][Math.floor(random() * 3)] ?? '';
	return [`${name}@${1 + Math.floor(random() * 6)}`, random() < 0.5 ? 'merge' : 'append'] as const;
});

it.runIf(isFull)(
	`H11: ${MORE} kills at points by chance lose and double nothing (KUNDIG_SEED=${seed})`,
	async (test) => {
		for (const [point, disposition] of points) await killAndGoOn(test, disposition, point);
	},
	3_600_000,
);
