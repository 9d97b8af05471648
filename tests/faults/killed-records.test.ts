import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCompany, deleteCompany, updateCompany } from '#records/people/companies.ts';
import { createContact } from '#records/people/contacts.ts';
import { createDeal } from '#records/sales/deals.ts';
import { moveDeal } from '#records/sales/move-deal.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import { rows, unsafe } from '#warehouse/query.ts';
import { figuresOf, leftovers, recordsIntegrity, runsIn } from '../support/company-figures.ts';
import type { Figures } from '../support/company-figures.ts';
import { dataFolder } from '../support/company-folder.ts';
import { inTwos, isFull, seed, seededRandom } from '../support/faults.ts';
import { kundig, launch, runOnce } from '../support/kundig-process.ts';
import { makeShopFolder } from '../support/shop-folder.ts';
import type { ShopFolder } from '../support/shop-folder.ts';
import { typeRecords } from '../support/type-records.ts';

let shop: ShopFolder;
/** Data folders: with records typed but never loaded, and with some loaded and others typed since. */
let typed: string;
let edited: string;
let figures: { readonly typed: Figures; readonly edited: Figures };

const current = (id: string): { id: string; version: 'current' } => ({ id, version: 'current' });

/** Two companies, a contact and a deal. */
async function typeFirst(dataDir: string): Promise<{ readonly companyId: string; readonly dealId: string }> {
	return typeRecords(dataDir, async (transaction, author) => {
		const { company_id: companyId } = await createCompany(transaction, author, { name: 'Firn AG', external_key: 'c2' });
		const { company_id: other } = await createCompany(transaction, author, { name: 'Ufer KG' });
		await createContact(transaction, author, { last_name: 'Berg', companies: [{ company_id: other }] });
		const deal = { name: 'Tents', company_id: companyId, amount: '4000', currency: 'EUR' };
		return { companyId: other, dealId: (await createDeal(transaction, author, deal)).deal_id };
	});
}

async function typeMore(dataDir: string, ids: { readonly companyId: string; readonly dealId: string }): Promise<void> {
	await typeRecords(dataDir, async (transaction, author) => {
		await moveDeal(transaction, author, current(ids.dealId), { stageId: 'meeting' });
		await deleteCompany(transaction, author, current(ids.companyId));
		await createCompany(transaction, author, { name: 'Halde GmbH' });
	});
}

async function figuresAfterRun(dataDir: string): Promise<Figures> {
	expect((await runOnce(dataDir, shop.config)).error).toBeNull();
	return figuresOf(dataDir);
}

beforeAll(async () => {
	shop = makeShopFolder();
	await runOnce(shop.dataDir, shop.config);
	const copyAs = (name: string): string => {
		const copy = join(shop.dataDir, '..', name);
		cpSync(shop.dataDir, copy, { recursive: true, preserveTimestamps: true });
		return copy;
	};
	const ids = await typeFirst(shop.dataDir);
	typed = copyAs('typed');
	const typedFigures = await figuresAfterRun(shop.dataDir);
	await typeMore(shop.dataDir, ids);
	edited = copyAs('edited');
	figures = { typed: typedFigures, edited: await figuresAfterRun(shop.dataDir) };
});
afterAll(() => shop.remove());

/** What the two stores have of the records, in a form that can be compared. */
async function bothSides(dataDir: string): Promise<{ readonly typed: unknown[]; readonly loaded: unknown[] }> {
	const columns: Readonly<Record<string, string>> = {
		companies: 'company_id, name, city, deleted_at is null as live',
		contacts: 'contact_id, full_name, deleted_at is null as live',
		deals: 'deal_id, stage_id, amount, deleted_at is null as live',
		deal_stage_events: 'deal_stage_event_id, to_stage_id, deleted_at is null as live',
	};
	const store = new DatabaseSync(join(dataDir, 'records.db'));
	const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	const db = await database.connect();
	try {
		await attach(db, join(dataDir, 'raw.duckdb'), 'raw', { readOnly: true });
		const both = { typed: [] as unknown[], loaded: [] as unknown[] };
		for (const [table, list] of Object.entries(columns)) {
			const here = store.prepare(`select ${list} from ${table} order by 1`).all();
			const there = await rows<Record<string, unknown>>(
				db,
				unsafe(`select ${list} from raw.records__${table} order by 1`),
			);
			both.typed.push(here.map((row) => ({ ...row, live: row.live === 1 })));
			both.loaded.push(there);
		}
		return both;
	} finally {
		store.close();
		db.closeSync();
		database.close();
	}
}

async function expectRecovery(dataDir: string, wanted: Figures): Promise<void> {
	const report = await runOnce(dataDir, shop.config);
	expect(report.error).toBeNull();
	expect(['ok', 'unchanged']).toContain(report.status);
	for (const { name, read, loaded, unchanged, quarantined } of report.sources) {
		expect(read, name).toBe(loaded + unchanged + quarantined);
	}
	expect(await figuresOf(dataDir)).toEqual(wanted);
	const both = await bothSides(dataDir);
	expect(both.loaded).toEqual(both.typed);
	expect(leftovers(dataDir)).toEqual([]);
	expect(recordsIntegrity(dataDir)).toBe('ok');
}

const POINTS = [
	'records.staged',
	'records.inserted',
	'records.committed',
	'run.loaded',
	'history.noted',
	'history.committed',
	'run.transformed',
	'publish.renamed',
	'publish.pointed',
];

describe.concurrent('a run killed at a point while it takes the records, and run again', () => {
	it.for(POINTS)('%s, at their first load', (point, test) =>
		inTwos(async () => {
			const dataDir = dataFolder(test, typed);
			const killed = await kundig(['run', '--data', dataDir, '--config', shop.config], { KUNDIG_FAILPOINT: point });
			expect(killed.signal).toBe('SIGKILL');
			await expectRecovery(dataDir, figures.typed);
		}),
	);

	it.for(POINTS)('%s, at a later load', (point, test) =>
		inTwos(async () => {
			const dataDir = dataFolder(test, edited);
			const killed = await kundig(['run', '--data', dataDir, '--config', shop.config], { KUNDIG_FAILPOINT: point });
			expect(killed.signal).toBe('SIGKILL');
			await expectRecovery(dataDir, figures.edited);
			expect(runsIn(dataDir).at(-2)?.kind).toBe('interrupted');
		}),
	);
});

describe.concurrent(`runs killed at random moments while somebody types on (KUNDIG_SEED=${seed})`, () => {
	const random = seededRandom(seed);
	const rounds = Array.from({ length: isFull ? 60 : 6 }, (_, index) => ({
		index,
		waits: [random(), random(), random()],
	}));

	it.for(rounds)('round $index', ({ waits }, test) =>
		inTwos(async () => {
			const dataDir = dataFolder(test, typed);
			for (const [turn, share] of waits.entries()) {
				const run = launch(test, ['run', '--data', dataDir, '--config', shop.config]);
				const killing = sleep(200 + share * 2_500).then(() => run.kill('SIGKILL'));
				for (let edit = 0; edit < 5; edit += 1) {
					await typeRecords(dataDir, async (transaction, author) => {
						const { company_id: id } = await createCompany(transaction, author, { name: `Company ${turn}/${edit}` });
						await updateCompany(transaction, author, current(id), { city: `City ${edit}` });
					});
					await sleep(100);
				}
				await killing;
				await run.closed;
			}
			expect((await runOnce(dataDir, shop.config)).error).toBeNull();
			const both = await bothSides(dataDir);
			expect(both.loaded).toEqual(both.typed);
			expect(both.typed[0]).toHaveLength(2 + 3 * 5);
			expect((await runOnce(dataDir, shop.config)).status).toBe('unchanged');
		}),
	);
});
