/** Publishes snapshots one after the other into a data folder, as runs do, and lets go of all but the last three. */
import { currentSnapshot, forgetSnapshot, listSnapshots, publishSnapshot } from '#records/snapshots.ts';
import { openRecords } from '#records/database.ts';
import { takeLease } from '#records/lease.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import { migrateRaw } from '#warehouse/raw-schema.ts';
import { removeOtherSnapshots, startSnapshot } from '#warehouse/snapshot-files.ts';
import { writeSnapshotInfo } from '#warehouse/snapshot-info.ts';

const [, , dataDir = '', times = '1'] = process.argv;
const KEPT = 3;

const records = await openRecords(dataDir);
const lease = await takeLease(records, dataDir, 'run', new Date());
const database = await openMemory({ threads: 1, memoryLimit: '500MB' });
const connection = await database.connect();
await attach(connection, ':memory:', 'raw', { readOnly: false });
await migrateRaw(connection);

for (let time = 1; time <= Number(times); time += 1) {
	const id = `S${String(time).padStart(4, '0')}`;
	const publishedAt = new Date(Date.UTC(2026, 0, 1) + time * 1_000).toISOString();
	const build = await startSnapshot(connection, dataDir, id);
	// Each relation tells which snapshot it is of, in every row.
	await connection.run(`create table marts.main.fct_orders as select '${id}' as mark from range(1000)`);
	await connection.run(`create table marts.main.rollup_orders as select '${id}' as mark, 1000 as orders`);
	await connection.run(`create table people.main.dim_people as select '${id}' as mark from range(100)`);
	await writeSnapshotInfo(connection, {
		snapshotId: id,
		runId: `R${id}`,
		asOf: '2026-01-01',
		builtAt: publishedAt,
		company: { name: `Shop ${id}`, currency: 'EUR', zone: 'UTC', weekStart: 'monday' },
		events: { first: '2025-01-01', last: '2025-12-31' },
	});
	const bytes = await build.finish(() => undefined);
	const details = { relations: [], checks: [] };
	const snapshot = { id, runId: `R${id}`, asOf: '2026-01-01', fingerprint: id, bytes, publishedAt, details };
	await publishSnapshot(records, snapshot, lease.token);
	const all = await listSnapshots(records);
	for (const { id: old } of all.slice(KEPT)) await forgetSnapshot(records, old);
	removeOtherSnapshots(dataDir, new Set(all.slice(0, KEPT).map((each) => each.id)));
}

if ((await currentSnapshot(records))?.id !== `S${times.padStart(4, '0')}`) process.exitCode = 1;
connection.closeSync();
database.close();
await lease.release();
await records.destroy();
