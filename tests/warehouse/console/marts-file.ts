import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attach, detach, openMemory } from '#warehouse/database.ts';

/** A folder of its own with a snapshot of two files: marts with ten orders, people with one name. */
export async function makeSnapshot(): Promise<{ readonly folder: string; readonly marts: string }> {
	const folder = mkdtempSync(join(tmpdir(), 'kundig-console-'));
	const marts = join(folder, 'marts.duckdb');
	const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	const connection = await database.connect();
	await attach(connection, marts, 'marts', { readOnly: false });
	await connection.run(`create table marts.fct_orders as
		select 'O' || range as order_id, (range * 1.5)::decimal(18, 2) as net_base, range % 2 = 0 as is_identified,
			timestamp '2011-12-09 12:50:00' + to_minutes(range) as ordered_at, date '2011-12-09' as ordered_on
		from range(10)`);
	await detach(connection, 'marts');
	await attach(connection, join(folder, 'people.duckdb'), 'people', { readOnly: false });
	await connection.run("create table people.dim_people as select 'C1' as customer_id, 'Ada Example' as name");
	await detach(connection, 'people');
	connection.closeSync();
	database.close();
	return { folder, marts };
}
