import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { endRemoval, lastRemoval, sourcesToForget, wantRemoval } from '#records/removals.ts';
import { nextWantedRun, startRun, wantRun } from '#records/runs.ts';
import { uploadPath, uploadsFolder } from '#records/upload-files.ts';
import { confirmUpload, listUploads, uploadById } from '#records/uploads.ts';
import { addUploads } from '#pipeline/uploads/add-uploads.ts';
import { placedName } from '#pipeline/uploads/place-file.ts';
import { takeBackSource } from '#pipeline/uploads/take-back.ts';
import { CUSTOMERS, droppedFolder, filesOf, sourcesOf, workOff } from './dropped-files.ts';
import type { Dropped } from './dropped-files.ts';

const NEWER = 'customer_id,name,email\nC9,Zoe,zoe@example.com\n';
const PROTECTED = { protection: { email: 'pseudonym', name: 'drop' } } as const;

async function want(folder: Dropped, source = 'customers') {
	const removal = await wantRemoval(folder.records, source, new Date().toISOString());
	if (removal === null) throw new Error('something is under way');
	return removal;
}

/** A folder in which a file has become the source customers. */
async function withCustomers(choices = {}, content = CUSTOMERS): Promise<Dropped> {
	const folder = await droppedFolder();
	await folder.confirm('customers.csv', content, choices);
	await addUploads(folder.records, await folder.want(), folder);
	return folder;
}

async function names(folder: Dropped): Promise<string[]> {
	return (await sourcesOf(folder.configFile)).map(({ name }) => name);
}

/** What the files of the list hold. */
async function listed(folder: Dropped): Promise<string[]> {
	return (await listUploads(folder.records)).map((upload) => readFileSync(uploadPath(folder.dataDir, upload), 'utf8'));
}

/** Nothing of the source customers was touched. */
async function expectAsBefore(folder: Dropped, text: string): Promise<void> {
	expect(readFileSync(folder.configFile, 'utf8')).toBe(text);
	expect(filesOf(folder, 'customers')).toEqual([CUSTOMERS]);
	expect(await listUploads(folder.records)).toEqual([]);
	expect(await sourcesToForget(folder.records)).toEqual([]);
}

describe('a source that is taken back', () => {
	test('leaves the config as it was before it, its file is to be looked at again, and a run is wanted', async () => {
		const folder = await droppedFolder();
		const before = readFileSync(folder.configFile, 'utf8');
		const upload = await folder.confirm('customers.csv', CUSTOMERS, PROTECTED);
		await addUploads(folder.records, await folder.want(), folder);
		const { runId } = await wantRun(folder.records, { trigger: 'page' });
		await startRun(folder.records, runId, 1);
		await takeBackSource(folder.records, await want(folder), folder);

		expect(readFileSync(folder.configFile, 'utf8')).toBe(before);
		const [again, ...others] = await listUploads(folder.records);
		expect(others).toEqual([]);
		expect(again).toMatchObject({ uploadId: upload.uploadId, state: 'waiting', source: null, additionId: null });
		expect(again?.choices).toMatchObject(PROTECTED);
		expect(await listed(folder)).toEqual([CUSTOMERS]);
		expect(existsSync(join(folder.dataDir, 'files', 'customers'))).toBe(false);
		// The one under way has read the config already.
		const run = await nextWantedRun(folder.records);
		expect(run).toMatchObject({ trigger: 'page' });
		expect(run?.runId).not.toBe(runId);
		expect(await lastRemoval(folder.records)).toMatchObject({ source: 'customers', runId: run?.runId, error: null });
		expect(await sourcesToForget(folder.records)).toEqual(['customers']);
	});

	test('is corrected and added again under its name', async () => {
		const folder = await withCustomers();
		await takeBackSource(folder.records, await want(folder), folder);
		const [again] = await listUploads(folder.records);
		if (again === undefined) throw new Error('nothing came back');
		const look = await folder.look(again);
		expect(look).toMatchObject({ name: 'customers', continues: null });
		expect(await confirmUpload(folder.records, again.uploadId, again.revision)).toBe(true);
		await addUploads(folder.records, await folder.want(), folder);
		expect(await names(folder)).toEqual(['seen', 'customers']);
		expect(filesOf(folder, 'customers')).toEqual([CUSTOMERS]);
	});

	test('is a source of its own again, with all its files, although another one would take them', async () => {
		const folder = await withCustomers({ disposition: 'merge' });
		await folder.confirm('customers.csv', NEWER);
		await addUploads(folder.records, await folder.want(), folder);
		await folder.confirm('names.csv', 'customer_id,name\nC7,Kim\n', { continues: false });
		await addUploads(folder.records, await folder.want(), folder);
		await takeBackSource(folder.records, await want(folder), folder);
		const [first, second] = await listUploads(folder.records);
		if (first === undefined || second === undefined) throw new Error('not all came back');
		expect(await folder.look(first)).toMatchObject({ name: 'customers', continues: null });
		expect((await folder.look(second)).continues).toMatchObject({ uploadId: first.uploadId, source: 'customers' });
	});

	test('brings back all its files, those that newer ones took the place of, too', async () => {
		// The one the config tells again, the other it does not.
		const said = { ...PROTECTED, dates: 'day-first' };
		const folder = await withCustomers(said);
		await folder.confirm('customers.csv', NEWER);
		await addUploads(folder.records, await folder.want(), folder);
		await takeBackSource(folder.records, await want(folder), folder);
		expect(await listed(folder)).toEqual([CUSTOMERS, NEWER]);
		const uploads = await listUploads(folder.records);
		// Nothing was said of the newer one: it was of the source.
		for (const { choices } of uploads) expect(choices).toMatchObject(said);
		// As files of one source again, neither is written over the other.
		expect(new Set(uploads.map((upload) => placedName(upload))).size).toBe(2);
	});

	test('that nothing is noted of comes back by what the config says', async () => {
		const folder = await withCustomers(PROTECTED);
		// As after the demo was replaced: the records are new ones.
		await folder.records.deleteFrom('uploads').execute();
		writeFileSync(join(folder.dataDir, 'files', 'customers', 'put here.csv'), NEWER);
		await takeBackSource(folder.records, await want(folder), folder);
		expect((await listed(folder)).sort()).toEqual([CUSTOMERS, NEWER].sort());
		const uploads = await listUploads(folder.records);
		expect(uploads.map(({ fileName }) => fileName).sort()).toEqual(['customers.csv', 'put here.csv']);
		for (const upload of uploads) {
			expect(upload).toMatchObject({ state: 'waiting', source: null, choices: { name: 'customers', ...PROTECTED } });
			expect(upload.bytes).toBe(
				CUSTOMERS === (await content(folder, upload.uploadId)) ? CUSTOMERS.length : NEWER.length,
			);
		}
		const [first] = uploads;
		const look = first === undefined ? null : await folder.look(first);
		expect(look?.columns.map(({ name, protection }) => [name, protection])).toEqual([
			['customer_id', 'none'],
			['name', 'drop'],
			['email', 'pseudonym'],
		]);
	});

	test('keeps out what the config keeps out, also where somebody wrote that there', async () => {
		const folder = await withCustomers();
		const text = readFileSync(folder.configFile, 'utf8');
		const changed = text.replace("email: 'text'", "email: { type: 'text', pseudonym: true }");
		expect(changed).not.toBe(text);
		writeFileSync(folder.configFile, changed);
		await takeBackSource(folder.records, await want(folder), folder);
		expect((await listUploads(folder.records))[0]?.choices.protection).toEqual({ email: 'pseudonym' });
	});

	test.each(['removal.unlisted', 'removal.returned', 'removal.moved', 'removal.emptied', 'removal.wanted'])(
		'is taken back once though the process was killed at %s and began again',
		async (point) => {
			const folder = await withCustomers(PROTECTED);
			await folder.confirm('customers.csv', NEWER);
			await addUploads(folder.records, await folder.want(), folder);
			await want(folder);
			expect(await workOff(folder, { KUNDIG_FAILPOINT: point })).toBe('SIGKILL');
			expect(await workOff(folder)).toBeNull();
			expect(await names(folder)).toEqual(['seen']);
			expect(await listed(folder)).toEqual([CUSTOMERS, NEWER]);
			for (const upload of await listUploads(folder.records)) {
				// One that still named its source would never be looked at.
				expect(upload).toMatchObject({ state: 'waiting', source: null, choices: PROTECTED });
			}
			expect(readdirSync(uploadsFolder(folder.dataDir)).length).toBe(2);
			expect(existsSync(join(folder.dataDir, 'files', 'customers'))).toBe(false);
			expect(await lastRemoval(folder.records)).toMatchObject({ error: null });
			expect((await nextWantedRun(folder.records))?.trigger).toBe('page');
		},
	);

	test('is finished when it is taken back again after the process died and that was noted', async () => {
		const folder = await withCustomers(PROTECTED);
		const { removalId } = await want(folder);
		expect(await workOff(folder, { KUNDIG_FAILPOINT: 'removal.returned' })).toBe('SIGKILL');
		const error = { message: 'died', hint: 'again', reason: null };
		await endRemoval(folder.records, removalId, { endedAt: new Date().toISOString(), runId: null, error });
		// A file of its name is not added into what lies there.
		const other = await folder.confirm('customers.csv', NEWER);
		await addUploads(folder.records, await folder.want(), folder);
		expect((await uploadById(folder.records, other.uploadId))?.source).toBe('customers_2');
		await takeBackSource(folder.records, await want(folder), folder);
		expect(await listed(folder)).toEqual([CUSTOMERS]);
		expect(await names(folder)).toEqual(['seen', 'customers_2']);
	});
});

describe('a source is not taken back, and nothing is changed,', () => {
	test('while another one refers to it', async () => {
		const folder = await withCustomers();
		const columns = "{ mail: { type: 'text', references: 'customers.email' } }";
		const other = `{ name: 'other', type: 'file', path: 'other.csv', columns: ${columns}, entities: {} },`;
		const text = readFileSync(folder.configFile, 'utf8').replace('sources: [', `sources: [\n\t\t${other}`);
		writeFileSync(folder.configFile, text);
		await takeBackSource(folder.records, await want(folder), folder);
		expect((await lastRemoval(folder.records))?.error?.message).toBe('mail of other refers to customers');
		await expectAsBefore(folder, text);
	});

	test('while a schedule names it', async () => {
		const folder = await withCustomers();
		const schedule = "schedule: [{ cron: '0 3 * * *', zone: 'UTC', sources: ['customers'] }],";
		const text = readFileSync(folder.configFile, 'utf8').replace('sources: [', `${schedule}\n\tsources: [`);
		writeFileSync(folder.configFile, text);
		await takeBackSource(folder.records, await want(folder), folder);
		expect((await lastRemoval(folder.records))?.error?.message).toMatch(/schedule.*customers/);
		await expectAsBefore(folder, text);
	});

	test('where the config reads its files under another name', async () => {
		const folder = await withCustomers();
		const text = readFileSync(folder.configFile, 'utf8').replace("name: 'customers'", "name: 'kunden'");
		writeFileSync(folder.configFile, text);
		await takeBackSource(folder.records, await want(folder), folder);
		expect((await lastRemoval(folder.records))?.error?.message).toBe(
			'the config reads the files of customers as kunden, too',
		);
		await expectAsBefore(folder, text);
	});

	test('where its entry is not written out', async () => {
		const folder = await withCustomers();
		const text = readFileSync(folder.configFile, 'utf8').replace("name: 'customers'", "name: ['customers'].join()");
		writeFileSync(folder.configFile, text);
		await takeBackSource(folder.records, await want(folder), folder);
		expect((await lastRemoval(folder.records))?.error?.message).toContain('the entry of customers was not found');
		await expectAsBefore(folder, text);
	});

	test('where it is the only one', async () => {
		const folder = await withCustomers();
		const text = readFileSync(folder.configFile, 'utf8').replace(/^.*name: 'seen'.*\n/m, '');
		writeFileSync(folder.configFile, text);
		await takeBackSource(folder.records, await want(folder), folder);
		expect((await lastRemoval(folder.records))?.error?.reason).toBe('only_source');
		await expectAsBefore(folder, text);
	});

	test('where its files lie elsewhere', async () => {
		const folder = await withCustomers();
		const text = readFileSync(folder.configFile, 'utf8');
		await takeBackSource(folder.records, await want(folder, 'seen'), folder);
		expect((await lastRemoval(folder.records))?.error?.message).toBe('the files of seen were not dropped on the page');
		await expectAsBefore(folder, text);
	});

	test('where its entry was taken out by hand, and nothing tells any more what to keep out of its files', async () => {
		const folder = await withCustomers();
		const stray = join(folder.dataDir, 'files', 'stray');
		mkdirSync(stray);
		writeFileSync(join(stray, 'stray.csv'), NEWER);
		await takeBackSource(folder.records, await want(folder, 'stray'), folder);
		expect((await lastRemoval(folder.records))?.error?.message).toBe('the config has no source stray any more');
		expect(readdirSync(stray)).toEqual(['stray.csv']);
	});
});

async function content({ dataDir, records }: Dropped, uploadId: string): Promise<string> {
	const upload = await uploadById(records, uploadId);
	return upload === null ? '' : readFileSync(uploadPath(dataDir, upload), 'utf8');
}
