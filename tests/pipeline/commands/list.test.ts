import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '#pipeline/main.ts';
import { openRecords } from '#records/database.ts';
import { listExports } from '#records/exports.ts';
import { createList } from '#records/marketing/lists.ts';
import { addConsent } from '#records/people/consents.ts';
import { createContact } from '#records/people/contacts.ts';
import { typeRecords } from '../../support/type-records.ts';
import { makeShop, startKundig } from './small-shop.ts';
import type { Ended } from './small-shop.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const reasons = v.array(v.strictObject({ reason: v.string(), rows: count }));
const exportShape = v.object({
	list: v.string(),
	file: v.string(),
	rows: count,
	sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
	excluded: reasons,
	snapshot: v.string(),
	purpose: v.string(),
	channel: v.string(),
});
const listsShape = v.object({
	lists: v.array(
		v.object({
			id: v.string(),
			name: v.string(),
			channel: v.string(),
			purpose: v.string(),
			matching: count,
			recipients: count,
			excluded: reasons,
			lastExport: v.nullable(v.object({ at: v.string(), rows: count })),
		}),
	),
});

const shop = makeShop();
const out = join(shop.folder, 'out.csv');

async function kundig(...argv: readonly string[]): Promise<Ended> {
	let stdout = '';
	let stderr = '';
	const written = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => Boolean((stdout += String(chunk))));
	const said = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => Boolean((stderr += String(chunk))));
	try {
		return { code: await main([...argv, '--data', shop.data]), stdout, stderr };
	} finally {
		written.mockRestore();
		said.mockRestore();
	}
}

function exporting(...flags: readonly string[]): Promise<Ended> {
	return kundig('list', 'export', 'buyers', '--out', out, ...flags);
}

const forMarketing = ['--channel', 'email', '--purpose', 'marketing'] as const;

/** Ada of the shop agreed to marketing by e-mail, Bob to a newsletter alone. */
beforeAll(async () => {
	await typeRecords(shop.data, async (transaction, author) => {
		for (const [key, purpose] of [
			['ada', 'marketing'],
			['bob', 'newsletter'],
		] as const) {
			const emails = [{ value: `${key}@example.com` }];
			const contact = await createContact(transaction, author, { last_name: key, external_key: key, emails });
			const said = { channel: 'email', purpose, status: 'granted', evidence: 'double_opt_in' };
			await addConsent(transaction, author, contact.contact_id, said);
		}
		await createList(transaction, author, { name: 'Buyers', definition: { channel: 'email', purpose: 'marketing' } });
	});
	const run = await startKundig(['run', '--config', shop.config, '--data', shop.data], shop.folder).ended;
	expect(run.code, run.stderr).toBe(0);
}, 60_000);

afterAll(() => rmSync(shop.folder, { recursive: true, force: true }));

describe('list export', () => {
	it('writes who may be reached, and answers with what is in the register', async () => {
		const ended = await exporting(...forMarketing, '--json');
		expect(ended.code, ended.stderr).toBe(0);
		const answer = v.parse(exportShape, JSON.parse(ended.stdout));
		const bytes = readFileSync(out);
		expect(parse(bytes, { columns: true })).toEqual([{ customer_id: 'ada', name: 'ada', email: 'ada@example.com' }]);
		expect(answer).toMatchObject({
			list: 'Buyers',
			file: out,
			rows: 1,
			sha256: createHash('sha256').update(bytes).digest('hex'),
			excluded: [{ reason: 'no_consent', rows: 1 }],
			purpose: 'marketing',
			channel: 'email',
		});
		expect(statSync(out).mode & 0o077).toBe(0);
		const records = await openRecords(shop.data);
		const [entry] = await listExports(records, 1);
		await records.destroy();
		expect(entry).toMatchObject({ list_name: 'Buyers', sha256: answer.sha256, rows: 1, snapshot_id: answer.snapshot });
	});

	it('uses no consent for another purpose or channel', async () => {
		const newsletter = await exporting('--channel', 'email', '--purpose', 'newsletter', '--json');
		expect(v.parse(exportShape, JSON.parse(newsletter.stdout))).toMatchObject({ rows: 1 });
		expect(parse(readFileSync(out), { columns: true })).toMatchObject([{ customer_id: 'bob' }]);
		const phone = await exporting('--channel', 'phone', '--purpose', 'marketing', '--json');
		expect(v.parse(exportShape, JSON.parse(phone.stdout))).toMatchObject({
			rows: 0,
			excluded: [{ reason: 'no_address', rows: 2 }],
		});
	});

	it('takes the format by its flag, else by the file’s name', async () => {
		const sheet = join(shop.folder, 'out.xlsx');
		expect((await kundig('list', 'export', 'Buyers', '--out', sheet, ...forMarketing)).code).toBe(0);
		expect(readFileSync(sheet).subarray(0, 2).toString()).toBe('PK');
		expect((await exporting(...forMarketing, '--format', 'parquet')).code).toBe(0);
		expect(readFileSync(out).subarray(0, 4).toString()).toBe('PAR1');
	});

	it('answers wrong use with code 2 and the names that would be right', async () => {
		const elsewhere = join(shop.folder, 'none.csv');
		const asked = (...argv: readonly string[]) => kundig('list', 'export', ...argv, '--out', elsewhere);
		for (const [ended, words] of [
			[await asked('sellers', ...forMarketing), 'no such list: "sellers" (expected Buyers)'],
			[await asked('buyers', '--channel', 'fax', '--purpose', 'marketing'), 'expected email, phone, post, sms'],
			[await asked('buyers', '--channel', 'email', '--purpose', 'fun'), 'expected marketing, newsletter, surveys'],
			[await asked('buyers', ...forMarketing, '--format', 'pdf'), 'expected csv, xlsx, parquet'],
			[await asked('buyers', '--channel', 'email'), '--purpose'],
			[
				await kundig('list', 'export', 'buyers', '--out', join(shop.folder, 'no', 'x.csv'), ...forMarketing),
				'cannot write',
			],
		] as const) {
			expect(ended.code, ended.stderr).toBe(2);
			expect(ended.stderr).toContain(words);
		}
		expect(existsSync(elsewhere)).toBe(false);
	});
});

describe('list ls', () => {
	it('counts every list as it is now', async () => {
		const ended = await kundig('list', 'ls', '--json');
		const { lists } = v.parse(listsShape, JSON.parse(ended.stdout));
		expect(lists).toMatchObject([
			{
				name: 'Buyers',
				channel: 'email',
				purpose: 'marketing',
				matching: 2,
				recipients: 1,
				excluded: [{ reason: 'no_consent', rows: 1 }],
				lastExport: { rows: 1 },
			},
		]);
		expect((await kundig('list', 'ls')).stdout).toMatch(/Buyers +email +marketing +2 +1 +20/);
	});
});
