import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { uploadFolder } from '#records/upload-files.ts';
import { addUploads } from '#pipeline/uploads/add-uploads.ts';
import { CUSTOMERS, droppedFolder } from './dropped-files.ts';

test('a file is looked at as a source of its own, under a name that is free', async () => {
	const folder = await droppedFolder();
	const found = await folder.look(await folder.drop('seen.csv', CUSTOMERS));
	expect(found).toMatchObject({ name: 'seen_2', rows: 2, isWhole: true, key: ['customer_id'], continues: null });
	expect(found.entities).toMatchObject([{ entity: 'customers', missing: [] }]);
	expect(found.entities[0]?.columns.map(({ column, from }) => [column, from])).toEqual([
		['customer_id', 'customer_id'],
		['name', 'name'],
		['email', 'email'],
	]);
	expect(found.preview[0]?.rows).toEqual([
		['C1', 'Ada', 'ada@example.com'],
		['C2', 'Bob', 'bob@example.com'],
	]);
});

test('two files of one kind are parts of one source, unless somebody says otherwise', async () => {
	const folder = await droppedFolder();
	const first = await folder.drop('customers-1.csv', CUSTOMERS);
	await folder.look(first);
	const second = await folder.drop('customers-2.csv', 'customer_id,email,name\nC3,eve@example.com,Eve\n');
	expect((await folder.look(second)).continues).toEqual({
		source: 'customers_1',
		disposition: 'merge',
		uploadId: first.uploadId,
	});
	const own = await folder.confirm('customers-3.csv', CUSTOMERS, { continues: false });
	expect(own.look).toMatchObject({ continues: null, name: 'customers_3' });
	const other = await folder.drop('other.csv', 'customer_id,name\nC1,Ada\n');
	expect((await folder.look(other)).continues).toBeNull();
});

test('a file with the columns of a source that was dropped before is a newer one of it', async () => {
	const folder = await droppedFolder();
	await folder.confirm('customers.csv', CUSTOMERS);
	await addUploads(folder.records, await folder.want(), folder);
	const newer = await folder.drop('customers-new.csv', `${CUSTOMERS}C1,Again,again@example.com\n`);
	const found = await folder.look(newer);
	expect(found).toMatchObject({
		name: 'customers',
		continues: { source: 'customers', disposition: 'replace', uploadId: null },
		rows: 3,
		aside: [{ reason: 'duplicate_key', rows: 1 }],
	});
	// One of three rows twice is more than a hundredth.
	expect(found.refused?.message).toContain('customers');
	// Another kind of file cannot lie among them, and other columns are another source.
	expect((await folder.look(await folder.drop('customers.tsv', CUSTOMERS))).continues).toBeNull();
	expect((await folder.look(await folder.drop('some.csv', 'customer_id,name\nC1,Ada\n'))).continues).toBeNull();
});

test('what was chosen is what is found', async () => {
	const folder = await droppedFolder();
	const { look } = await folder.confirm('c.csv', CUSTOMERS, {
		name: 'people',
		disposition: 'merge',
		protection: { email: 'pseudonym' },
	});
	expect(look).toMatchObject({ name: 'people', disposition: 'merge' });
	expect(look?.columns.find(({ name }) => name === 'email')?.protection).toBe('pseudonym');
	expect(JSON.stringify(look?.preview)).not.toContain('ada@example.com');
});

test('a file that is gone is named', async () => {
	const folder = await droppedFolder();
	const upload = await folder.drop('c.csv', CUSTOMERS);
	rmSync(uploadFolder(folder.dataDir, upload.uploadId), { recursive: true });
	await expect(folder.look(upload)).rejects.toThrow('c.csv is no longer there');
});
