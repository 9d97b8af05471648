import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Author } from '#records/changes/act.ts';
import { openRecords } from '#records/database.ts';
import type { RecordsTransaction } from '#records/database.ts';
import { setOverride } from '#records/overrides.ts';
import { createContact, deleteContact, updateContact } from '#records/people/contacts.ts';
import { createDeal } from '#records/sales/deals.ts';
import { moveDeal } from '#records/sales/move-deal.ts';
import { listSnapshots } from '#records/snapshots.ts';
import { figuresOf } from '../support/company-figures.ts';
import { makeFolder, removeFolder } from '../support/company-folder.ts';
import { changeLines, writeSmallCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { kundig, parseAnswer, runOnce } from '../support/kundig-process.ts';
import type { RunAnswer } from '../support/kundig-process.ts';
import { typeRecords } from '../support/type-records.ts';

/** One company whose records and files change from test to test. */
let folder: string;
let dataDir: string;
let company: Company;

beforeAll(async () => {
	folder = makeFolder();
	dataDir = join(folder, 'data');
	company = await writeSmallCompany(folder);
	expect(await runOnce(dataDir, company.config)).toMatchObject({ status: 'ok' });
});

afterAll(() => removeFolder(folder));

/** Names of the newest snapshot's relations that were not taken over from the one before. */
async function builtRelations(): Promise<string[]> {
	const records = await openRecords(dataDir);
	const [newest] = await listSnapshots(records);
	await records.destroy();
	return (newest?.details.relations ?? []).filter(({ isCopied }) => isCopied !== true).map(({ name }) => name);
}

/** The id of some live record. */
async function someId(table: 'contacts' | 'deals', key: 'contact_id' | 'deal_id'): Promise<string> {
	const records = await openRecords(dataDir);
	const found = await records
		.selectFrom(table)
		.select(key)
		.where('deleted_at', 'is', null)
		.orderBy(key)
		.limit(1)
		.executeTakeFirst();
	await records.destroy();
	return (found as Record<string, string> | undefined)?.[key] ?? '';
}

const current = (id: string): { id: string; version: 'current' } => ({ id, version: 'current' });

async function runFull(): Promise<void> {
	const words = ['run', '--full', '--json', '--data', dataDir, '--config', company.config];
	expect(parseAnswer(await kundig(words)) as RunAnswer).toMatchObject({ status: 'ok' });
}

describe('a run that copies what has not changed makes what a run from nothing makes', () => {
	const edits: readonly [
		what: string,
		edit: () => Promise<unknown>,
		built: readonly string[],
		copied: readonly string[],
	][] = [
		[
			'after a contact took another name',
			async () => {
				const id = await someId('contacts', 'contact_id');
				return typed((transaction, author) => updateContact(transaction, author, current(id), { last_name: 'Firn' }));
			},
			['dim_contact_names'],
			['dim_products', 'dim_campaigns', 'fct_campaign_costs'],
		],
		[
			'after a new contact and a deal with them',
			() =>
				typed(async (transaction, author) => {
					const contact = await createContact(transaction, author, { last_name: 'Neu', country: 'Austria' });
					await createDeal(transaction, author, {
						name: 'Tents',
						contact_id: contact.contact_id,
						amount: '4000',
						currency: 'EUR',
					});
				}),
			['dim_customers', 'fct_deals', 'identity_links'],
			['dim_products', 'dim_campaigns'],
		],
		[
			'after a deal moved to another stage',
			async () => {
				const id = await someId('deals', 'deal_id');
				const records = await openRecords(dataDir);
				const stages = await records.selectFrom('stages').selectAll().orderBy('position').execute();
				const deal = await records.selectFrom('deals').selectAll().where('deal_id', '=', id).executeTakeFirst();
				await records.destroy();
				const next = stages.find(({ stage_id: stage, outcome }) => stage !== deal?.stage_id && outcome === 'open');
				return typed((transaction, author) =>
					moveDeal(transaction, author, current(id), { stageId: next?.stage_id ?? '' }),
				);
			},
			['fct_deal_stage_events'],
			['fct_order_lines', 'fct_orders', 'dim_customers', 'dim_people', 'fct_tickets', 'rollup_order_lines_by_day'],
		],
		[
			'after a contact was deleted',
			async () => {
				const id = await someId('contacts', 'contact_id');
				return typed((transaction, author) => deleteContact(transaction, author, current(id)));
			},
			['dim_contact_names', 'identity_links'],
			['dim_products'],
		],
		[
			'after a customer was corrected',
			() =>
				typed((transaction, author) =>
					setOverride(transaction, author, 'C000001', {
						field: 'country',
						value: 'Liechtenstein',
						sourceValue: 'Germany',
					}),
				),
			['dim_customers', 'fct_order_lines', 'dim_people_overrides'],
			['dim_products', 'dim_deal_names'],
		],
		[
			'after a file changed',
			() => {
				changeLines(company, 'products.csv', (lines) =>
					lines.map((line, index) => (index === 3 ? line.replace(/^([^,]*),[^,]*/, '$1,Renamed') : line)),
				);
				return Promise.resolve();
			},
			['dim_products'],
			['dim_campaigns', 'fct_leads', 'dim_people'],
		],
	];

	function typed<Result>(work: (transaction: RecordsTransaction, author: Author) => Promise<Result>): Promise<Result> {
		return typeRecords(dataDir, work);
	}

	test.each(edits)('%s', async (_, edit, built, copied) => {
		await edit();
		expect(await runOnce(dataDir, company.config)).toMatchObject({ status: 'ok' });
		const relations = await builtRelations();
		expect(relations).toEqual(expect.arrayContaining([...built]));
		for (const name of copied) expect(relations).not.toContain(name);
		const { marts, metrics } = await figuresOf(dataDir);
		await runFull();
		const anew = await figuresOf(dataDir);
		expect(marts).toEqual(anew.marts);
		expect(metrics).toEqual(anew.metrics);
	});
});

test('a snapshot whose files are gone is no reason to stop: everything is built anew', async () => {
	const id = await someId('contacts', 'contact_id');
	const records = await openRecords(dataDir);
	const [newest] = await listSnapshots(records);
	await records.destroy();
	removeFolder(join(dataDir, 'snapshots', newest?.id ?? 'none'));
	await typeRecords(dataDir, (transaction, author) =>
		updateContact(transaction, author, current(id), { last_name: 'Berg' }),
	);
	expect(await runOnce(dataDir, company.config)).toMatchObject({ status: 'ok' });
	expect(await builtRelations()).toContain('fct_order_lines');
});
