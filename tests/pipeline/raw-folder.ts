import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { attach, openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { rows, sql, unsafe } from '#warehouse/query.ts';
import { migrateRaw } from '#warehouse/raw-schema.ts';
import { loadSource } from '#pipeline/load.ts';
import type { SourceResult } from '#pipeline/load/source-result.ts';
import type { LoadContext } from '#pipeline/load/load-context.ts';
import { SourceError } from '#pipeline/errors.ts';
import { fileSourceSchema } from '#pipeline/sources/file/schema.ts';
import type { FileSource } from '#pipeline/sources/file/schema.ts';

export type SourceInput = Partial<v.InferInput<typeof fileSourceSchema>>;

/** A source named orders with the columns of ORDERS, as the config would give it. */
export function orderSource(input: SourceInput = {}): FileSource {
	return v.parse(fileSourceSchema, {
		name: 'orders',
		type: 'file',
		path: 'orders.csv',
		columns: { id: 'text', quantity: 'integer', price: 'decimal', ordered_on: 'date' },
		entities: {},
		...input,
	});
}

/** Two well-formed orders under the header of `orderSource`. */
export const ORDERS = 'id,quantity,price,ordered_on\nA1,2,9.90,2025-01-31\nA2,1,100,2025-02-01\n';

/** `count` well-formed order lines without a header: ids L1, L2, …, quantity 1, price 2.50. */
export function orderLines(count: number, from = 1): string {
	return Array.from({ length: count }, (_, index) => `L${from + index},1,2.50,2025-03-01\n`).join('');
}

/** A temporary folder with a data folder, an attached and migrated raw, and files to load. */
export interface RawFolder {
	readonly dir: string;
	readonly dataDir: string;
	readonly connection: Connection;
	write(name: string, content: string | Uint8Array): string;
	remove(name: string): void;
	load(source?: FileSource, context?: Partial<LoadContext>): Promise<SourceResult>;
	/** What the load fails with. */
	failure(source?: FileSource, context?: Partial<LoadContext>): Promise<SourceError>;
	/** Rows of a query on raw; `rows()` without one gives the orders by file and line. */
	rows(query?: string): Promise<Record<string, unknown>[]>;
	close(): void;
}

/** Raw lies in memory, which halves the time of a test, unless it is to be on disk. */
export async function openRawFolder(options: { readonly isOnDisk?: boolean } = {}): Promise<RawFolder> {
	const dir = mkdtempSync(join(tmpdir(), 'kundig-load-'));
	const dataDir = join(dir, 'data');
	mkdirSync(dataDir);
	const database = await openMemory({ threads: 2, memoryLimit: '1GB' });
	const connection = await database.connect();
	const rawPath = options.isOnDisk === true ? join(dataDir, 'raw.duckdb') : ':memory:';
	await attach(connection, rawPath, 'raw', { readOnly: false });
	await migrateRaw(connection);
	let runs = 0;
	const folder: RawFolder = {
		dir,
		dataDir,
		connection,
		write(name, content) {
			const path = join(dir, name);
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, content);
			return path;
		},
		remove: (name) => rmSync(join(dir, name)),
		load(source = orderSource(), context = {}) {
			runs += 1;
			return loadSource(connection, source, {
				runId: `run-${String(runs).padStart(4, '0')}`,
				dataDir,
				configDir: dir,
				full: false,
				fencingToken: 7,
				zone: 'UTC',
				env: {},
				pseudonymKey: new Uint8Array(32).fill(7),
				isCurrent: () => true,
				...context,
			});
		},
		async failure(source, context) {
			try {
				await folder.load(source, context);
			} catch (error) {
				if (error instanceof SourceError) return error;
				throw error;
			}
			throw new Error('the load succeeded');
		},
		rows: (query = 'select * exclude (_load_id) from raw.orders__rows order by _file, _line') =>
			rows<Record<string, unknown>>(connection, sql`${unsafe(query)}`),
		close() {
			connection.closeSync();
			database.close();
			rmSync(dir, { recursive: true });
		},
	};
	return folder;
}
