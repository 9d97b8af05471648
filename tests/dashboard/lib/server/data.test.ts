import { beforeAll, expect, test } from 'vitest';
import { replaceQuarantine } from '#records/quarantine.ts';
import { endRun, startRun, wantRun } from '#records/runs.ts';
import { saveSourceError, saveSourceState } from '#records/sources.ts';
import { METRIC_IDS } from '#warehouse/metrics/catalog.ts';
import { row, unsafe } from '#warehouse/query.ts';
import { readData, showSnapshot } from '#lib/server/data.ts';
import { ownRecords } from './data-folder.ts';
import { openTinySnapshot } from './tiny-snapshot.ts';

const HOUR = 3_600_000;
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR).toISOString();

let failedId = '';

beforeAll(async () => {
	const db = await ownRecords();
	for (const [id, at] of [
		['S1', ago(50)],
		['S2', ago(2)],
	] as const) {
		await db
			.insertInto('snapshots')
			.values({
				snapshot_id: id,
				run_id: `R-${id}`,
				as_of: '2026-11-24',
				fingerprint: id,
				bytes: 1000,
				published_at: at,
				details: JSON.stringify({ relations: [], checks: [] }),
			})
			.execute();
	}
	const state = { lastCheckedAt: ago(1), rows: 10, error: null };
	await saveSourceState(db, { ...state, source: 'fresh', lastLoadedAt: ago(3), lateAfterHours: 48 });
	await saveSourceState(db, { ...state, source: 'late', lastLoadedAt: ago(49), lateAfterHours: 48 });
	await saveSourceError(db, 'new', ago(1), 'the file is gone');
	const { runId } = await wantRun(db, { trigger: 'schedule' });
	failedId = runId;
	await startRun(db, runId, 1);
	await endRun(db, runId, {
		status: 'failed',
		seconds: 1,
		snapshotId: 'S2',
		asOf: '2026-11-24',
		report: null,
		error: { kind: 'source', message: 'the file is gone', hint: 'put it back' },
	});
	const entry = { runId, source: 'late', table: 't', file: 'f.csv', column: null, reason: 'type_mismatch' };
	await replaceQuarantine(
		db,
		'late',
		Array.from({ length: 8 }, (_, line) => ({
			...entry,
			line,
			message: 'no number',
			original: 'x',
			isRejectedLoad: false,
		})),
		{ isRejectedLoad: false },
	);
});

test('before the first snapshot the page says what there is, without figures', async () => {
	const data = await readData(null);
	expect(data).toMatchObject({ shown: null, checks: [], lineage: { nodes: [], relations: [] }, zone: 'UTC' });
	expect(data.metrics.map(({ id }) => id)).toEqual([...METRIC_IDS]);
	expect(data.metrics.every(({ sql }) => sql === null)).toBe(true);
});

test('snapshots come newest first', async () => {
	expect((await readData(null)).snapshots.map(({ id }) => id)).toEqual(['S2', 'S1']);
});

test('a source is late after the hours it declares, and never loaded before its first row', async () => {
	const { sources } = await readData(null);
	expect(sources.map(({ source, freshness, error }) => [source, freshness, error])).toEqual([
		['fresh', 'ok', null],
		['late', 'late', null],
		['new', 'never', 'the file is gone'],
	]);
});

test('the last run is the last that ended, whatever waits', async () => {
	const { runId } = await wantRun(await ownRecords(), { trigger: 'page' });
	const { lastRun, progress } = await readData(null);
	expect(lastRun?.runId).toBe(failedId);
	expect(progress?.runId).toBe(runId);
});

test('the quarantine shows its first rows and how many there are', async () => {
	const { quarantine } = await readData(null);
	expect(quarantine.rows.map(({ line }) => line)).toEqual([0, 1, 2, 3, 4]);
	expect(quarantine.total).toBe(8);
});

test('only a snapshot that is kept can be shown', async () => {
	expect(await showSnapshot('S1')).toBe(true);
	const pointer = await (await ownRecords()).selectFrom('pointer').select('snapshot_id').executeTakeFirst();
	expect(pointer?.snapshot_id).toBe('S1');
	expect(await showSnapshot('GONE')).toBe(false);
});

test('a metric’s definition carries SQL that reads its value from the snapshot', async () => {
	const tiny = await openTinySnapshot();
	try {
		const { metrics } = await readData(tiny.snapshot);
		for (const { id, sql } of metrics) {
			const text = sql ?? 'select 1 as nothing';
			expect(await tiny.snapshot.read((db) => row(db, unsafe(text))), id).toHaveProperty('value');
		}
	} finally {
		tiny.close();
	}
});

test('a snapshot that was published before its lineage was kept shows none', async () => {
	const tiny = await openTinySnapshot({ also: 'drop table lineage' });
	try {
		expect((await readData(tiny.snapshot)).lineage).toEqual({ nodes: [], relations: [] });
	} finally {
		tiny.close();
	}
});
