import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { plainContract } from '#pipeline/sources/contract/row-contract.ts';
import { RowTextWriter } from '#pipeline/sources/contract/row-text.ts';
import { sourceColumns } from '#pipeline/sources/contract/source-columns.ts';
import { ISO_FORMAT } from '#pipeline/sources/contract/value-format.ts';
import { openDatabase } from '#pipeline/sources/database/open-database.ts';
import { sourceSchema } from '#pipeline/sources/schema.ts';
import { hasMariadb, startMariadb } from '../tests/support/mariadb-server.ts';
import { postgresPrograms, startPostgres } from '../tests/support/postgres-server.ts';
import { inFolder } from './measure.ts';

const ROWS = 500_000;
const COLUMNS = {
	order_line_id: 'integer',
	order_id: 'text',
	customer_id: 'text',
	product: 'text',
	quantity: 'integer',
	unit_price: 'decimal',
	country: 'text',
	is_gift: 'boolean',
	ordered_on: 'date',
	ordered_at: 'timestamp',
} as const;

/** A table of ten columns; `number` gives numbers from 1 as `id`, `text` joins texts. */
function tableSql(numbers: string, text: (...parts: string[]) => string, day: string, time: string): string {
	return `create table orders as select id as order_line_id, ${text("'O-'", 'id / 4')} as order_id,
		${text("'C'", 'id % 5000')} as customer_id, ${text(`'Lantern "Moor", '`, 'id % 300', "' lm'")} as product,
		id % 9 + 1 as quantity, (id % 10000) / 100.0 as unit_price, 'Germany' as country, id % 7 = 0 as is_gift,
		${day} as ordered_on, ${time} as ordered_at from ${numbers}`;
}

const joined = (...parts: string[]): string => `concat(${parts.join(', ')})`;
const piped = (...parts: string[]): string => parts.map((part) => `(${part})`).join(' || ');

async function measure(folder: string, input: Record<string, unknown>, env: Record<string, string>): Promise<void> {
	const source = v.parse(sourceSchema, {
		name: 'orders',
		table: 'orders',
		columns: COLUMNS,
		entities: {},
		zone: 'UTC',
		cursor: { column: 'order_line_id' },
		...input,
	});
	if (source.type === 'file' || source.type === 'url' || source.type === 'rest') throw new RangeError('no database');
	const columns = sourceColumns(source);
	const reader = await openDatabase(source, plainContract(columns, ISO_FORMAT), { columns, env, configDir: folder });
	const writer = await RowTextWriter.create(join(folder, `${source.type}.csv`), columns.length);
	const began = performance.now();
	const cpu = process.cpuUsage();
	for await (const { rows } of reader.pages(null)) {
		for (const row of rows) writer.add(writer.records + 1, row);
		await writer.drain();
	}
	await writer.finish();
	const seconds = (performance.now() - began) / 1000;
	const used = process.cpuUsage(cpu);
	await writer.close();
	await reader.close();
	console.log(
		`${source.type}: ${writer.records} rows to text in ${seconds.toFixed(1)} s, ${((used.user + used.system) / 1e6).toFixed(1)} s of processors here: ${Math.round(writer.records / seconds).toLocaleString('en')} rows a second`,
	);
}

/** Rows a second out of each database into the text that DuckDB reads, of a table of ten columns. */
export async function measureDatabases(): Promise<void> {
	await inFolder(async (folder) => {
		const database = new DatabaseSync(join(folder, 'orders.sqlite'));
		const numbers = `(with recursive numbers (id) as (select 1 union all select id + 1 from numbers where id < ${ROWS}) select id from numbers)`;
		database.exec(
			tableSql(numbers, piped, "date('2025-01-01', id % 365 || ' days')", "datetime(1735689600 + id, 'unixepoch')"),
		);
		database.close();
		await measure(folder, { type: 'sqlite', path: 'orders.sqlite' }, {});

		const programs = postgresPrograms();
		if (programs === null) {
			console.log('postgres: not installed');
		} else {
			const server = await startPostgres(programs);
			const day = "date '2025-01-01' + id % 365";
			const time = "timestamptz '2025-01-01 00:00+00' + id * interval '1 second'";
			await server.run(
				tableSql(`generate_series(1, ${ROWS}) as id`, joined, day, time),
				'create index on orders (order_line_id)',
			);
			await measure(folder, { type: 'postgres', url: { env: 'URL' } }, { URL: server.url() });
			await server.stop();
		}

		if (hasMariadb()) {
			const server = await startMariadb();
			const day = "date '2025-01-01' + interval id % 365 day";
			const time = "timestamp '2025-01-01 00:00:00' + interval id second";
			const series = `(select seq as id from seq_1_to_${ROWS}) as numbers`;
			await server.run(tableSql(series, joined, day, time), 'create index by_id on orders (order_line_id)');
			await measure(folder, { type: 'mysql', url: { env: 'URL' } }, { URL: server.url() });
			await server.stop();
		} else {
			console.log('mysql: not installed');
		}
	});
}
