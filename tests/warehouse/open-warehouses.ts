import { onTestFinished } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { rows, unsafe } from '#warehouse/query.ts';
import { buildWarehouse } from './build-warehouse.ts';
import type { GivenWarehouse } from './build-warehouse.ts';

/** Builds a warehouse that is closed with the test. */
export async function openWarehouse(given: GivenWarehouse): Promise<Connection> {
	const built = await buildWarehouse(given);
	onTestFinished(() => built.close());
	return built.db;
}

/** Rows of a query as lists of values, in the order of its columns. */
export async function tableOf(db: Connection, query: string): Promise<unknown[][]> {
	const found = await rows<Record<string, unknown>>(db, unsafe(query));
	return found.map((row) => Object.values(row));
}
