import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import * as v from 'valibot';
import { loadSource } from '#pipeline/load.ts';
import { fileSourceSchema } from '#pipeline/sources/file/schema.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import { migrateRaw } from '#warehouse/raw-schema.ts';
import { startMeter } from './cost.ts';
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
const COUNTRIES = ['Germany', 'Austria', 'Switzerland', 'France', 'Netherlands'];

function order(number: number): Record<keyof typeof COLUMNS, string | number | boolean> {
	const day = `2025-${String((number % 12) + 1).padStart(2, '0')}-${String((number % 28) + 1).padStart(2, '0')}`;
	return {
		order_line_id: number,
		order_id: `O-${number >> 2}`,
		customer_id: `C${number % 5_000}`,
		product: `Lantern "Moor", ${number % 300} lm`,
		quantity: (number % 9) + 1,
		unit_price: (number % 10_000) / 100,
		country: COUNTRIES[number % COUNTRIES.length] ?? '',
		is_gift: number % 7 === 0,
		ordered_on: day,
		ordered_at: `${day}T12:34:56`,
	};
}

async function writeLines(path: string, line: (number: number) => string): Promise<void> {
	const file = createWriteStream(path);
	for (let from = 0; from < ROWS; from += 10_000) {
		const text = Array.from({ length: 10_000 }, (_, index) => line(from + index)).join('\n');
		if (!file.write(`${text}\n`)) await once(file, 'drain');
	}
	file.end();
	await once(file, 'finish');
}

/** Rows a second into raw, of a table of ten columns, by the kind of the file. */
export async function measureSources(): Promise<void> {
	await inFolder(async (folder) => {
		await writeLines(join(folder, 'orders.jsonl'), (number) => JSON.stringify(order(number)));
		const quoted = (value: string | number | boolean): string => `"${String(value).replaceAll('"', '""')}"`;
		await writeLines(join(folder, 'orders.csv'), (number) =>
			number === 0 ? Object.keys(COLUMNS).join(',') : Object.values(order(number)).map(quoted).join(','),
		);
		const database = await openMemory({ threads: 2, memoryLimit: '4GB' });
		const connection = await database.connect();
		await connection.run(
			`copy (from read_csv('${join(folder, 'orders.csv')}')) to '${join(folder, 'orders.parquet')}' (format parquet)`,
		);
		await attach(connection, join(folder, 'raw.duckdb'), 'raw', { readOnly: false });
		await migrateRaw(connection);
		for (const name of ['csv', 'jsonl', 'parquet']) {
			const source = v.parse(fileSourceSchema, {
				name,
				type: 'file',
				path: `orders.${name}`,
				key: ['order_line_id'],
				columns: COLUMNS,
				entities: {},
			});
			const meter = startMeter();
			const { loaded, quarantined } = await loadSource(connection, source, {
				runId: `bench-${name}`,
				dataDir: folder,
				configDir: folder,
				full: false,
				fencingToken: 1,
				isCurrent: () => true,
				zone: 'UTC',
				env: {},
				pseudonymKey: new Uint8Array(),
			});
			const { seconds, freeSeconds, cpuSeconds } = meter.cost();
			meter.stop();
			const speed = (took: number): string => Math.round(loaded / took).toLocaleString('en');
			console.log(
				`${name}: ${loaded} rows (${quarantined} set aside) into raw: ${speed(freeSeconds)} rows a second ` +
					`(by the clock ${speed(seconds)}; ${cpuSeconds.toFixed(1)} s of processors; aim for what goes through TypeScript: 150,000)`,
			);
		}
		connection.closeSync();
		database.close();
	});
}
