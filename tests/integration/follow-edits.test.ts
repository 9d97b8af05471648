import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCompany, updateCompany } from '#records/people/companies.ts';
import { readCurrentSnapshot } from '#pipeline/read-snapshot.ts';
import { rows, unsafe } from '#warehouse/query.ts';
import { launchStart, statusIn, until } from '../support/kundig-process.ts';
import type { StatusAnswer } from '../support/kundig-process.ts';
import { makeShopFolder } from '../support/shop-folder.ts';
import type { ShopFolder } from '../support/shop-folder.ts';
import { typeRecords } from '../support/type-records.ts';

let shop: ShopFolder;

beforeAll(() => {
	shop = makeShopFolder({ quietSeconds: 1 });
});

afterAll(() => shop.remove());

const runs = async (): Promise<StatusAnswer['runs']> => (await statusIn(shop.dataDir, shop.config)).runs;

/** Waits until nothing is wanted or running and gives what set each run off, the newest first. */
function triggersAtRest(count: number): Promise<string[]> {
	return until(`${count} runs have ended`, async () => {
		const all = await runs();
		const isAtRest = all.length >= count && all.every(({ status }) => status === 'ok' || status === 'unchanged');
		return isAtRest ? all.map(({ trigger }) => trigger) : null;
	});
}

function companies(): Promise<unknown> {
	return readCurrentSnapshot(shop.dataDir, (db) =>
		rows(db, unsafe('select name, city from dim_company_names order by name')),
	);
}

test('a supervisor lets a run follow what people type, and none when they type nothing', async (context) => {
	await launchStart(context, shop.dataDir, shop.config);
	expect(await triggersAtRest(1)).toEqual(['start']);

	const { company_id: id } = await typeRecords(shop.dataDir, (transaction, author) =>
		createCompany(transaction, author, { name: 'Firn AG' }),
	);
	expect(await triggersAtRest(2)).toEqual(['edit', 'start']);
	expect(await companies()).toEqual([{ name: 'Firn AG', city: null }]);

	await typeRecords(shop.dataDir, (transaction, author) =>
		updateCompany(transaction, author, { id, version: 'current' }, { city: 'Chur' }),
	);
	expect(await triggersAtRest(3)).toEqual(['edit', 'edit', 'start']);
	expect(await companies()).toEqual([{ name: 'Firn AG', city: 'Chur' }]);

	// Were the edit followed twice, the run after it would be there by now.
	const before = await runs();
	await typeRecords(shop.dataDir, (transaction, author) => createCompany(transaction, author, { name: 'Ufer KG' }));
	await triggersAtRest(before.length + 1);
	expect(await runs()).toHaveLength(before.length + 1);
	expect((await runs()).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
});
