import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as v from 'valibot';
import { plainContract } from '#pipeline/sources/contract/row-contract.ts';
import { RowTextWriter } from '#pipeline/sources/contract/row-text.ts';
import { sourceColumns } from '#pipeline/sources/contract/source-columns.ts';
import { ISO_FORMAT } from '#pipeline/sources/contract/value-format.ts';
import { openRest } from '#pipeline/sources/rest/open-rest.ts';
import { restSourceSchema } from '#pipeline/sources/rest/schema.ts';
import { startMeter } from './cost.ts';
import { inFolder, quantile } from './measure.ts';

const TIMES = 5;

/** Rows a second of a table of ten columns from an API of this machine, pages of 1,000, to the text that DuckDB reads. */
export async function measureRest(): Promise<void> {
	const server = fork(join(import.meta.dirname, 'rest-server.ts'));
	const [port] = (await once(server, 'message')) as [number];
	const host = `127.0.0.1:${port}`;
	const source = v.parse(restSourceSchema, {
		name: 'order_lines',
		type: 'rest',
		url: `http://${host}/order-lines`,
		allow: [host],
		rows: 'data',
		pages: { by: 'page' },
		key: ['order_line_id'],
		columns: {
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
		},
		entities: {},
	});
	const columns = sourceColumns(source);
	const contract = plainContract(columns, ISO_FORMAT);
	const speeds: number[] = [];
	try {
		for (let time = 0; time < TIMES; time += 1) {
			await inFolder(async (folder) => {
				const meter = startMeter();
				const reader = await openRest(source, contract, { columns, env: {}, configDir: folder });
				const writer = await RowTextWriter.create(join(folder, 'rows.csv'), columns.length);
				for await (const { rows } of reader.pages(null)) {
					for (const row of rows) writer.add(writer.records + 1, row);
					await writer.drain();
				}
				await writer.finish();
				await writer.close();
				await reader.close();
				const { seconds, freeSeconds, cpuSeconds } = meter.cost();
				meter.stop();
				speeds.push(writer.records / freeSeconds);
				console.log(
					`rest: ${writer.records} rows in ${freeSeconds.toFixed(2)} s (${seconds.toFixed(2)} s by the clock, ` +
						`${cpuSeconds.toFixed(2)} s of processors)`,
				);
			});
		}
	} finally {
		server.disconnect();
	}
	const median = Math.round(quantile(speeds, 0.5)).toLocaleString('en');
	console.log(`rest: ${median} rows a second (median of ${TIMES}; aim 150,000)`);
}
