import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as v from 'valibot';
import { sourceColumns } from '#pipeline/sources/contract/source-columns.ts';
import { plainContract } from '#pipeline/sources/contract/row-contract.ts';
import type { RowContract } from '#pipeline/sources/contract/row-contract.ts';
import { badValues } from '#pipeline/sources/contract/bad-values.ts';
import { GOOD_ROWS } from '#pipeline/sources/contract/stage.ts';
import { inContractOrder, TextStage } from '#pipeline/sources/contract/text-stage.ts';
import { ISO_FORMAT, valueFormat } from '#pipeline/sources/contract/value-format.ts';
import { openDatabase } from '#pipeline/sources/database/open-database.ts';
import type { DatabaseSource } from '#pipeline/sources/database/schema.ts';
import type { BrokenRow, CursorRange, RowFields, RowReader, RowReading } from '#pipeline/sources/row-source.ts';
import { sourceSchema } from '#pipeline/sources/schema.ts';
import { openMemory } from '#warehouse/database.ts';
import { rows, sql, unsafe } from '#warehouse/query.ts';

/** What of a source a test says; the rest is as it is in every one. */
export type SourceInput = Record<string, unknown> & { readonly type: DatabaseSource['type'] };

export function databaseSource(input: SourceInput): DatabaseSource {
	const source = v.parse(sourceSchema, { name: 'orders', entities: {}, ...input });
	if (source.type === 'file' || source.type === 'url' || source.type === 'rest') throw new RangeError('no database');
	return source;
}

function contractOf(source: DatabaseSource): RowContract {
	return {
		...plainContract(sourceColumns(source), valueFormat(source, source.format, ISO_FORMAT, true)),
		key: source.key,
		unknownColumns: source.contract.columns,
		dropped: source.drop,
	};
}

/** Opens a source as the loader does. */
export async function openSource(input: SourceInput, reading: Partial<RowReading> = {}): Promise<RowReader> {
	const source = databaseSource(input);
	const contract = contractOf(source);
	return openDatabase(source, contract, { columns: contract.columns, env: {}, configDir: '/', ...reading });
}

/** The values of all rows as DuckDB has them by the declared types, as text, and what is wrong with the others. */
export async function typedRows(
	input: SourceInput,
	reading: Partial<RowReading>,
): Promise<{ readonly rows: unknown[]; readonly wrong: string[] }> {
	const contract = contractOf(databaseSource(input));
	const folder = mkdtempSync(join(tmpdir(), 'kundig-typed-'));
	const database = await openMemory({ threads: 1, memoryLimit: '200MB' });
	const connection = await database.connect();
	const target = {
		connection,
		table: 'staged',
		contract,
		origin: 'orders',
		folder,
	};
	const text = await TextStage.create(inContractOrder(target));
	try {
		for (const row of await readSource(input, reading)) text.add(text.records + 1, row);
		const stage = await text.finish();
		const values = contract.columns.map((_, index) => `v${index}::varchar`).join(', ');
		const found = await rows<{ row: string }>(
			connection,
			sql`select to_json([${unsafe(values)}])::varchar as row from staged where ${unsafe(GOOD_ROWS)} order by line`,
		);
		const wrong = await badValues(connection, stage, contract, 10);
		return { rows: found.map(({ row }): unknown => JSON.parse(row)), wrong: wrong.map(({ message }) => message) };
	} finally {
		await text.close();
		connection.closeSync();
		database.close();
		rmSync(folder, { recursive: true });
	}
}

/** All rows of a range. */
export async function rowsOf(reader: RowReader, range: CursorRange | null = null): Promise<RowFields[]> {
	const rows: RowFields[] = [];
	for await (const page of reader.pages(range)) rows.push(...page.rows);
	return rows;
}

/** All rows of a source, which is closed then. */
export async function readSource(
	input: SourceInput,
	reading: Partial<RowReading> = {},
	range: CursorRange | null = null,
): Promise<RowFields[]> {
	const reader = await openSource(input, reading);
	try {
		return await rowsOf(reader, range);
	} finally {
		await reader.close();
	}
}

/** All rows that are set aside. */
export async function brokenOf(reader: RowReader): Promise<BrokenRow[]> {
	const broken: BrokenRow[] = [];
	for await (const page of reader.pages(null)) broken.push(...page.broken);
	return broken;
}

export function range(from: string | null, to: string | null = null): CursorRange {
	return { from, to, isFromIncluded: true };
}

/**
 * The most bytes of the heap that are held while rows are read, beyond those before, by a reader who pauses for a while.
 * @throws Error when the rows are not so many
 */
export async function heapOf(reader: RowReader, rows: number): Promise<number> {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	collect();
	const before = process.memoryUsage().heapUsed;
	let count = 0;
	let most = 0;
	for await (const page of reader.pages(null)) {
		const isMeasured = Math.floor(count / 50_000) < Math.floor((count + page.rows.length) / 50_000);
		count += page.rows.length;
		if (!isMeasured) continue;
		if (most === 0) await setTimeout(2_000);
		collect();
		most = Math.max(most, process.memoryUsage().heapUsed - before);
	}
	if (count !== rows) throw new Error(`read ${count} rows, expected ${rows}`);
	return most;
}
