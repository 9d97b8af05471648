import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { endAddition, lastAddition } from '#records/additions.ts';
import { openRecords } from '#records/database.ts';
import { isRestorePending } from '#records/restore-swap.ts';
import { nextWantedRun, startRun, wantRun } from '#records/runs.ts';
import { forgetUpload, listUploads, uploadById } from '#records/uploads.ts';
import { uploadsFolder } from '#records/upload-files.ts';
import { companyConfig } from '#pipeline/company-config.ts';
import { loadConfig } from '#pipeline/config.ts';
import { addUploads, replaceDemo } from '#pipeline/uploads/add-uploads.ts';
import { CUSTOMERS, droppedFolder, filesOf, sourcesOf, workOff } from './dropped-files.ts';

const COMPANY = { name: 'Zeltwerk', currency: 'EUR', zone: 'Europe/Berlin' };
const NEWER = 'customer_id,name,email\nC9,Zoe,zoe@example.com\n';

describe('confirmed files', () => {
	test('become sources of the config, and a run is wanted that loads them', async () => {
		const folder = await droppedFolder();
		const upload = await folder.confirm('customers.csv', CUSTOMERS);
		await addUploads(folder.records, await folder.want(), folder);
		expect((await sourcesOf(folder.configFile)).map(({ name }) => name)).toEqual(['seen', 'customers']);
		expect(filesOf(folder, 'customers')).toEqual([CUSTOMERS]);
		const ended = await uploadById(folder.records, upload.uploadId);
		// What was found held rows of people.
		expect(ended).toMatchObject({ state: 'added', source: 'customers', look: null });
		expect(readdirSync(uploadsFolder(folder.dataDir))).toEqual([]);
		const run = await nextWantedRun(folder.records);
		expect(run).toMatchObject({ trigger: 'page', onlySources: null });
		expect(await lastAddition(folder.records)).toMatchObject({ runId: run?.runId, error: null });
	});

	test('are loaded by a run that comes after the one under way, which has read the config already', async () => {
		const folder = await droppedFolder();
		const { runId } = await wantRun(folder.records, { trigger: 'page' });
		await startRun(folder.records, runId, 1);
		await folder.confirm('customers.csv', CUSTOMERS);
		await addUploads(folder.records, await folder.want(), folder);
		const run = await nextWantedRun(folder.records);
		expect(run?.runId).not.toBe(runId);
		expect(await lastAddition(folder.records)).toMatchObject({ runId: run?.runId });
	});

	test('do not come to lie beside files that no source of the config has any more', async () => {
		const folder = await droppedFolder();
		const upload = await folder.confirm('customers.csv', CUSTOMERS);
		const left = join(folder.dataDir, 'files', 'customers');
		mkdirSync(left, { recursive: true });
		writeFileSync(join(left, 'left.csv'), NEWER);
		await addUploads(folder.records, await folder.want(), folder);
		expect((await uploadById(folder.records, upload.uploadId))?.source).toBe('customers_2');
		expect(filesOf(folder, 'customers_2')).toEqual([CUSTOMERS]);
	});

	test('of one kind become one source, whose rows are merged by their key', async () => {
		const folder = await droppedFolder();
		await folder.confirm('customers-1.csv', CUSTOMERS);
		await folder.confirm('customers-2.csv', NEWER);
		await addUploads(folder.records, await folder.want(), folder);
		const sources = await sourcesOf(folder.configFile);
		expect(sources.map(({ name, disposition }) => [name, disposition])).toEqual([
			['seen', 'replace'],
			['customers_1', 'merge'],
		]);
		expect(filesOf(folder, 'customers_1').sort()).toEqual([CUSTOMERS, NEWER].sort());
	});

	test('that are newer take the place of a source that is replaced, whose file is kept aside', async () => {
		const folder = await droppedFolder();
		await folder.confirm('customers.csv', CUSTOMERS);
		await addUploads(folder.records, await folder.want(), folder);
		await folder.confirm('customers.csv', NEWER);
		await addUploads(folder.records, await folder.want(), folder);
		expect(filesOf(folder, 'customers')).toEqual([NEWER]);
		const earlier = join(folder.dataDir, 'files', 'customers', 'earlier');
		expect(readdirSync(earlier).map((name) => readFileSync(join(earlier, name), 'utf8'))).toEqual([CUSTOMERS]);
		expect((await sourcesOf(folder.configFile)).length).toBe(2);
	});

	test('that are newer lie beside those of a source that is merged', async () => {
		const folder = await droppedFolder();
		await folder.confirm('customers.csv', CUSTOMERS, { disposition: 'merge' });
		await addUploads(folder.records, await folder.want(), folder);
		await folder.confirm('customers.csv', NEWER);
		await addUploads(folder.records, await folder.want(), folder);
		expect(filesOf(folder, 'customers').sort()).toEqual([CUSTOMERS, NEWER].sort());
	});

	test('that belong with one that is not added are not added either: other rules were confirmed for them', async () => {
		const folder = await droppedFolder();
		const first = await folder.confirm('customers-1.csv', CUSTOMERS, { protection: { email: 'drop' } });
		const part = await folder.confirm('customers-2.csv', NEWER);
		expect(await forgetUpload(folder.records, first.uploadId)).toBe(true);
		await addUploads(folder.records, await folder.want(), folder);
		const failed = await uploadById(folder.records, part.uploadId);
		expect(failed).toMatchObject({
			state: 'failed',
			error: { message: expect.stringContaining('belongs with') as string },
		});
		expect((await sourcesOf(folder.configFile)).map(({ name }) => name)).toEqual(['seen']);
		expect(readdirSync(uploadsFolder(folder.dataDir))).toContain(part.uploadId);
	});

	test('never take each other’s place: of two that would replace one source the second is not added', async () => {
		const folder = await droppedFolder();
		await folder.confirm('customers.csv', CUSTOMERS);
		await addUploads(folder.records, await folder.want(), folder);
		await folder.confirm('customers-a.csv', NEWER);
		const second = await folder.confirm('customers-b.csv', 'customer_id,name,email\nC7,Kim,kim@example.com\n');
		await addUploads(folder.records, await folder.want(), folder);
		expect(filesOf(folder, 'customers')).toEqual([NEWER]);
		expect((await uploadById(folder.records, second.uploadId))?.state).toBe('failed');
		expect(readdirSync(uploadsFolder(folder.dataDir))).toEqual([second.uploadId]);
	});

	test('whose config cannot be written are back where they were, with the reason', async () => {
		const folder = await droppedFolder();
		const upload = await folder.confirm('customers.csv', CUSTOMERS);
		const text = readFileSync(folder.configFile, 'utf8').replace('sources: [', 'sources: [...[],');
		writeFileSync(folder.configFile, text.replace('sources:', "['sources']:"));
		await addUploads(folder.records, await folder.want(), folder);
		const failed = await uploadById(folder.records, upload.uploadId);
		expect(failed?.state).toBe('failed');
		expect(failed?.error?.message).toContain('the list of sources was not found');
		expect(readdirSync(uploadsFolder(folder.dataDir))).toEqual([upload.uploadId]);
		expect(existsSync(join(folder.dataDir, 'files', 'customers'))).toBe(false);
		expect(await nextWantedRun(folder.records)).toBeNull();
	});

	test.each(['uploads.placed', 'uploads.written', 'uploads.ended'])(
		'are added once though the process was killed at %s and began again',
		async (point) => {
			const folder = await droppedFolder();
			await folder.confirm('customers.csv', CUSTOMERS);
			await folder.want();
			expect(await workOff(folder, { KUNDIG_FAILPOINT: point })).toBe('SIGKILL');
			expect(await workOff(folder)).toBeNull();
			expect((await sourcesOf(folder.configFile)).map(({ name }) => name)).toEqual(['seen', 'customers']);
			expect(filesOf(folder, 'customers')).toEqual([CUSTOMERS]);
			expect(await listUploads(folder.records)).toEqual([]);
			expect((await nextWantedRun(folder.records))?.trigger).toBe('page');
		},
	);

	test('are finished when they are added again after their process died and that was noted', async () => {
		const folder = await droppedFolder();
		await folder.confirm('customers.csv', CUSTOMERS);
		const { additionId } = await folder.want();
		expect(await workOff(folder, { KUNDIG_FAILPOINT: 'uploads.written' })).toBe('SIGKILL');
		const error = { message: 'died', hint: 'again' };
		await endAddition(folder.records, additionId, { endedAt: new Date().toISOString(), runId: null, error });
		await addUploads(folder.records, await folder.want(), folder);
		expect((await sourcesOf(folder.configFile)).map(({ name }) => name)).toEqual(['seen', 'customers']);
		expect(await listUploads(folder.records)).toEqual([]);
	});
});

describe('in the place of the demo', () => {
	test('a company stands with its files, and what was there is a data folder of its own', async () => {
		const folder = await droppedFolder({ isDemo: true });
		await folder.confirm('customers.csv', CUSTOMERS);
		await folder.confirm('orders.csv', 'order_id,customer_id,order_date\nO1,C1,2026-01-02\n', { entity: 'orders' });
		await replaceDemo(folder.records, await folder.want(COMPANY), folder.dataDir);
		expect(isRestorePending(folder.dataDir)).toBe(true);
		await folder.records.destroy();
		// Whoever opens the folder next finishes it.
		const records = await openRecords(folder.dataDir);
		expect(await listUploads(records)).toEqual([]);
		await records.destroy();
		const { config } = await loadConfig(companyConfig(folder.dataDir));
		expect(config.company).toMatchObject(COMPANY);
		expect(config.sources.map(({ name }) => name)).toEqual(['customers', 'orders']);
		expect(filesOf(folder, 'customers')).toEqual([CUSTOMERS]);
		expect(existsSync(join(folder.dataDir, 'demo'))).toBe(false);
		const [aside] = readdirSync(join(folder.dataDir, 'replaced'));
		const replaced = join(folder.dataDir, 'replaced', aside ?? '');
		expect(existsSync(join(replaced, 'demo', 'kundig.config.ts'))).toBe(true);
		expect(readFileSync(join(replaced, 'records.db')).includes('ada@example.com')).toBe(false);
	});

	test('stands nothing where one file fails: all stay to be confirmed, and the demo stays', async () => {
		const folder = await droppedFolder({ isDemo: true });
		const good = await folder.confirm('customers.csv', CUSTOMERS);
		const bad = await folder.confirm('orders.csv', 'order_id,customer_id,order_date\nO1,C1,2026-01-02\n', {
			entity: 'orders',
		});
		const addition = await folder.want(COMPANY);
		await folder.records
			.updateTable('uploads')
			.set({ choices: JSON.stringify({ entity: 'orders', fills: { orders: { order_id: '' } } }) })
			.where('upload_id', '=', bad.uploadId)
			.execute();
		await replaceDemo(folder.records, addition, folder.dataDir);
		expect(isRestorePending(folder.dataDir)).toBe(false);
		expect(await lastAddition(folder.records)).toMatchObject({
			error: { message: expect.stringContaining('orders needs order_id') as string },
		});
		expect((await uploadById(folder.records, good.uploadId))?.state).toBe('confirmed');
		expect((await uploadById(folder.records, bad.uploadId))?.state).toBe('failed');
		expect(readdirSync(uploadsFolder(folder.dataDir)).sort()).toEqual([good.uploadId, bad.uploadId].sort());
		expect(existsSync(join(folder.dataDir, 'demo'))).toBe(true);
	});
});
