import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adoptRecords } from '#records/adopt.ts';
import { act } from '#records/changes/act.ts';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { createCompany } from '#records/people/companies.ts';
import { createContact } from '#records/people/contacts.ts';
import { createLead } from '#records/sales/leads.ts';
import { convertLead } from '#records/sales/convert-lead.ts';
import { searchAll } from '#records/search-all.ts';

let folder: string;
let file: string;
let records: Records;

async function typeCompany(target: Records, name: string): Promise<string> {
	const { result } = await act(target, 'local', (transaction, author) => createCompany(transaction, author, { name }));
	return result.company_id;
}

/** Everything that records are kept in, row by row, by table; the file is closed or at rest. */
function dump(path: string): Record<string, unknown[]> {
	const database = new DatabaseSync(path, { readOnly: true });
	try {
		const kept = `users products sales_pipelines stages companies contacts contact_points company_contacts leads deals
			deal_stage_events changes`.split(/\s+/);
		return Object.fromEntries(
			kept.map((table) => [table, database.prepare(`select * from ${table} order by 1`).all()]),
		);
	} finally {
		database.close();
	}
}

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-adopt-'));
	const source = await openRecords(join(folder, 'source'));
	const parent = await typeCompany(source, 'Firn AG');
	await act(source, 'local', async (transaction, author) => {
		// A lead names a deal that names the lead.
		await createContact(transaction, author, { last_name: 'Berg', companies: [{ company_id: parent }] });
		const lead = await createLead(transaction, author, { full_name: 'Ida Moos', company_name: 'Moos KG' });
		const deal = { name: 'Tents', currency: 'EUR' };
		const seen = { id: lead.lead_id, version: 'current' } as const;
		await convertLead(transaction, author, seen, { company: 'new', contact: 'new', deal });
	});
	// A company that came before its parent.
	await source
		.updateTable('companies')
		.set({ parent_company_id: await typeCompany(source, 'Holding AG') })
		.execute();
	// A hole in the sequence.
	await source.deleteFrom('changes').where('table_name', '=', 'contact_points').execute();
	await source.destroy();
	file = join(folder, 'records-of-somebody.db');
	copyFileSync(join(folder, 'source', 'records.db'), file);
	records = await openRecords(join(folder, 'data'));
});

afterEach(async () => {
	await records.destroy();
	rmSync(folder, { recursive: true, force: true });
});

function adopt(onWriting?: () => void): Promise<boolean> {
	const workFolder = join(folder, 'data', 'tmp', 'work');
	return adoptRecords(records, { file, workFolder, ...(onWriting === undefined ? {} : { onWriting }) });
}

const ours = (): Record<string, unknown[]> => dump(join(folder, 'data', 'records.db'));

test('the records are those of the file, with their changes, sequences and seeded rows, and can be searched', async () => {
	expect(await adopt()).toBe(true);
	expect(ours()).toEqual(dump(file));
	const found = await searchAll(records, 'firn');
	expect(JSON.stringify(found)).toContain('Firn AG');
	expect(existsSync(join(folder, 'data', 'tmp', 'work'))).toBe(false);
});

test('what is typed afterwards goes on in the sequence', async () => {
	await adopt();
	const last = ours().changes?.length ?? 0;
	await typeCompany(records, 'Ufer KG');
	const sequences = (ours().changes as { sequence: number }[]).map(({ sequence }) => sequence);
	expect(sequences.length).toBe(last + 1);
	expect(Math.max(...sequences)).toBe(sequences.at(-1));
});

test('a second time nothing happens', async () => {
	await adopt();
	const before = ours();
	expect(await adopt()).toBe(false);
	expect(ours()).toEqual(before);
});

test('where somebody has typed something, it stays and nothing is added', async () => {
	await typeCompany(records, 'Own GmbH');
	const before = ours();
	expect(await adopt()).toBe(false);
	expect(ours()).toEqual(before);
});

test('nothing is left of it when it fails in the middle', async () => {
	const before = ours();
	const failure = new Error('in the middle');
	const failing = adopt(() => {
		throw failure;
	});
	await expect(failing).rejects.toBe(failure);
	expect(ours()).toEqual(before);
	expect(await adopt()).toBe(true);
});

test('a file of a newer version is refused, one that is none too, and the file stays as it was', async () => {
	const newer = new DatabaseSync(file);
	newer.exec("insert into kysely_migration (name, timestamp) values ('9999-later', '2026-01-01')");
	newer.close();
	await expect(adopt()).rejects.toThrow('newer version');
	file = join(folder, 'missing.db');
	await expect(adopt()).rejects.toThrow('missing.db');
});
