import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { plainContract } from '#pipeline/sources/contract/row-contract.ts';
import { sourceColumns } from '#pipeline/sources/contract/source-columns.ts';
import { badValues } from '#pipeline/sources/contract/bad-values.ts';
import { removeDuplicates } from '#pipeline/sources/contract/duplicates.ts';
import { inContractOrder, TextStage } from '#pipeline/sources/contract/text-stage.ts';
import { ISO_FORMAT, valueFormat } from '#pipeline/sources/contract/value-format.ts';
import { openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { row, rows, sql } from '#warehouse/query.ts';
import { sourceSchema } from '#pipeline/sources/schema.ts';
import * as v from 'valibot';

/** A record has some 100 characters, and text is written a million at a time: three parts and a bit. */
const RECORDS = 35_000;
const NOTE = 'x'.repeat(80);

let folder: string;
let connection: Connection;
let close: () => void;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-text-stage-'));
	const database = await openMemory({ threads: 2, memoryLimit: '500MB' });
	connection = await database.connect();
	close = () => {
		connection.closeSync();
		database.close();
		rmSync(folder, { recursive: true });
	};
});
afterEach(() => close());

const source = v.parse(sourceSchema, {
	name: 'orders',
	type: 'file',
	path: 'orders.jsonl',
	key: ['id'],
	columns: { id: 'integer', note: 'text' },
	entities: {},
});
const contract = {
	...plainContract(sourceColumns(source), valueFormat(source, source.format, ISO_FORMAT, true)),
	key: ['id'],
};

async function openStage(): Promise<TextStage> {
	const target = { connection, table: 'staged', contract, origin: 'orders', folder, partCharacters: 1_000_000 };
	return TextStage.create(inContractOrder(target));
}

test('records that are written in several parts are one table, in their order', async () => {
	const stage = await openStage();
	for (let line = 1; line <= RECORDS; line += 1) {
		stage.add(line, [String(line * 2), line === 20_000 ? 'a note\nof "two" lines' : NOTE]);
		await stage.drain();
	}
	const { rows: count, bad } = await stage.finish();
	expect({ count, bad, parts: readdirSync(folder).length }).toEqual({ count: RECORDS, bad: 0, parts: 4 });
	const wrong = await row<{ count: number }>(
		connection,
		sql`select count(*) as count from staged where line <> rowid + 1 or v0 <> line * 2`,
	);
	expect(wrong?.count).toBe(0);
	expect(await rows(connection, sql`select line, v1 from staged where v1 <> ${NOTE}`)).toEqual([
		{ line: 20_000, v1: 'a note\nof "two" lines' },
	]);
	await stage.close();
	expect(readdirSync(folder)).toEqual([]);
});

test('what breaks the contract is found in every part, and a key that comes again in a later one', async () => {
	const stage = await openStage();
	for (let line = 1; line <= RECORDS; line += 1) {
		const id = line === 34_000 ? '7' : String(line);
		stage.add(line, [line % 10_000 === 5 ? 'five' : id, NOTE]);
		await stage.drain();
	}
	const staged = await stage.finish();
	expect((await badValues(connection, staged, contract, 10)).map(({ line }) => line)).toEqual([
		5, 10_005, 20_005, 30_005,
	]);
	expect(await removeDuplicates(connection, staged, contract, 10)).toEqual({
		count: 1,
		rows: [{ line: 7, lastLine: 34_000 }],
	});
	await stage.close();
});

test('a stage that is given up leaves neither text nor work behind, and the connection can be used', async () => {
	const stage = await openStage();
	for (let line = 1; line <= RECORDS; line += 1) {
		stage.add(line, [String(line), NOTE]);
		await stage.drain();
	}
	await stage.close();
	expect(readdirSync(folder)).toEqual([]);
	expect(await row(connection, sql`select 1 as one`)).toEqual({ one: 1 });
});

test('what goes wrong while a part is staged stops whoever adds more', async () => {
	const stage = await openStage();
	const addAll = async (): Promise<void> => {
		for (let line = 1; line <= 10 * RECORDS; line += 1) {
			stage.add(line, [String(line), NOTE]);
			await stage.drain();
		}
	};
	rmSync(join(folder, 'staged.0.csv'));
	await expect(addAll()).rejects.toThrow('staged.0.csv');
	await stage.close();
});

test('a stage without any record is an empty table', async () => {
	const stage = await openStage();
	expect(await stage.finish()).toMatchObject({ rows: 0, bad: 0 });
	await stage.close();
});
