import { beforeEach, expect, it } from 'vitest';
import { undoBatch, undoNext } from '#records/changes/undo.ts';
import { UndoError } from '#records/changes/undo-blockers.ts';
import type { Records } from '#records/database.ts';
import { applyImport } from '#records/import/apply-import.ts';
import { IMPORT_ENTITIES } from '#records/import/entities.ts';
import { readImportFile } from '#records/import/import-file.ts';
import type { ImportRequest } from '#records/import/import-request.ts';
import { listImports, readImport, rejectedRows } from '#records/import/imports.ts';
import { recogniseColumns } from '#records/import/mapping.ts';
import { planImport } from '#records/import/plan-import.ts';
import { revertImport } from '#records/import/revert-import.ts';
import { listCompanies } from '#records/people/company-list.ts';
import { createCompany } from '#records/people/companies.ts';
import { readContact } from '#records/people/contact-read.ts';
import { listContacts } from '#records/people/contact-list.ts';
import { contactsByEmail, createContact, updateContact } from '#records/people/contacts.ts';
import { listDeals } from '#records/sales/deal-list.ts';
import { listLeads } from '#records/sales/lead-list.ts';
import { acting, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

let records: Records;
let doing: Do;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
});

function request(text: string, told: Partial<ImportRequest> = {}): ImportRequest {
	const file = readImportFile(new TextEncoder().encode(text));
	const entity = told.entity ?? 'contacts';
	return {
		entity,
		file,
		fileName: 'people.csv',
		mapping: recogniseColumns(IMPORT_ENTITIES[entity].fields, file.header),
		mode: 'both',
		matchField: 'email',
		...told,
	};
}

const TEN_BAD = [
	'External key,First name,Last name,E-mail,Phone,Country,Company,Owner',
	'K1,Ada,Lovelace,ada@example.com,030 23125 014,Deutschland,Acme,Local user',
	'K2,Bob,Bird,not an address,,,,',
	'K3,Cleo,Cat,cleo@example.com,call me,,,',
	'K1,Dan,Deer,dan@example.com,,,,',
	'K5,Eve,Eel,ADA@example.com ,,,,',
	'K6,Fay,Fox,fay@example.com,,,,Nobody',
	',,,,,,,',
	'K8,Gus,Gull,gus@example.com',
	'K9,Hal,Hawk,hal@example.com,,,acme,',
].join('\n');

/** What is wrong with rows: line, field, reason, and what stood there. */
function wrong(rejected: readonly { line: number; field: string | null; reason: string; message: string }[]): string[] {
	return rejected.map(({ line, field, reason, message }) => `${line} ${field ?? '-'} ${reason}: ${message}`);
}

const WRONG = [
	'3 email invalid_email: not an address',
	'4 phone invalid_phone: call me',
	'5 external_key repeated: 2',
	'6 email repeated: 2',
	'7 owner not_found: Nobody',
	'8 last_name required: ',
	'9 - ragged: 4 of 8',
];

it('says beforehand what it would do, and keeps nothing of it', async () => {
	const plan = await planImport(records, 'local', request(TEN_BAD));
	expect(plan.counts).toEqual({ rows: 9, created: 2, updated: 0, unchanged: 0, rejected: 7 });
	expect(wrong(plan.rejected)).toEqual(WRONG);
	expect(plan.rejected[0]?.cells).toEqual(['K2', 'Bob', 'Bird', 'not an address', '', '', '', '']);
	expect((await listContacts(records)).total).toBe(0);
	expect(await listImports(records, 5)).toEqual([]);
	// What was there at the start: the local user, a pipeline and its six stages.
	expect(await records.selectFrom('changes').select('sequence').execute()).toHaveLength(8);
});

it('lets a row that was refused take no key from a later one', async () => {
	const text = [
		'External key,Last name,E-mail',
		'K1,One,no address',
		'K2,Two,no address',
		'K1,Three,three@example.com',
	];
	const plan = await planImport(records, 'local', request(text.join('\n')));
	expect(wrong(plan.rejected)).toEqual(['2 email invalid_email: no address', '3 email invalid_email: no address']);
	expect(plan.counts).toMatchObject({ created: 1, rejected: 2 });
});

it('does what it said, keeps what it refused, and is taken back', async () => {
	const told: number[] = [];
	const { importId, batchId, counts } = await applyImport(records, 'local', request(TEN_BAD), ({ rows }) => {
		told.push(rows);
	});
	expect(counts).toEqual({ rows: 9, created: 2, updated: 0, unchanged: 0, rejected: 7 });
	expect(told.at(-1)).toBe(9);
	const [ada] = await contactsByEmail(records, 'ada@example.com');
	expect(await readContact(records, ada?.contact_id ?? '')).toMatchObject({
		contact: { full_name: 'Ada Lovelace', country: 'Germany', external_key: 'K1', owner_name: 'Local user' },
		phones: [{ value_normalised: '+493023125014' }],
		companies: [{ name: 'Acme' }],
	});
	// Hal's acme is Ada's.
	expect((await listCompanies(records)).rows).toMatchObject([{ name: 'Acme', contacts: 2 }]);

	expect(await readImport(records, importId)).toMatchObject({
		user_name: 'Local user',
		entity: 'contacts',
		file_name: 'people.csv',
		mode: 'both',
		rows: 9,
		processed: 9,
		created: 2,
		rejected: 7,
		finished_at: expect.any(String) as string,
		batch_id: batchId,
		reverted_at: null,
	});
	const rejected = await rejectedRows(records, importId);
	expect(wrong(rejected)).toEqual(WRONG);
	expect(rejected[3]?.cells).toEqual(['K5', 'Eve', 'Eel', 'ADA@example.com ', '', '', '', '']);
	expect(await rejectedRows(records, importId, { limit: 2, offset: 5 })).toHaveLength(2);

	const undone = await revertImport(records, 'local', importId);
	expect(undone).toBeGreaterThan(0);
	expect((await listContacts(records)).total).toBe(0);
	expect((await listCompanies(records)).total).toBe(0);
	expect((await readImport(records, importId))?.reverted_at).toEqual(expect.any(String));
	expect(await revertImport(records, 'local', importId)).toBe(0);
	// And the taking back can be taken back.
	const reverted = await readImport(records, importId);
	await undoBatch(records, 'local', reverted?.revert_batch_id ?? '');
	expect((await listContacts(records)).total).toBe(2);
});

it('updates what it finds, adds what is new, leaves empty cells alone, and counts what was so already', async () => {
	await doing(async (transaction, author) => {
		await createContact(transaction, author, {
			first_name: 'Ada',
			last_name: 'Lovelace',
			job_title: 'Countess',
			emails: [{ value: 'ada@example.com', label: 'work' }],
		});
		await createContact(transaction, author, { last_name: 'Bird', emails: [{ value: 'bob@example.com' }] });
	});
	const text = [
		'E-mail,Last name,Job title,Second e-mail',
		'ada@example.com,Lovelace,,ada@home.example',
		'BOB@example.com,Bird,,',
		'new@example.com,New,Boss,',
	].join('\n');
	const { counts } = await applyImport(records, 'local', request(text));
	expect(counts).toEqual({ rows: 3, created: 1, updated: 1, unchanged: 1, rejected: 0 });
	const [ada] = await contactsByEmail(records, 'ada@home.example');
	const page = await readContact(records, ada?.contact_id ?? '');
	expect(page?.contact).toMatchObject({ first_name: 'Ada', job_title: 'Countess' });
	expect(page?.emails.map(({ value, label, is_primary }) => [value, label, is_primary])).toEqual([
		['ada@example.com', 'work', 1],
		['ada@home.example', null, 0],
	]);
	const [bob] = await contactsByEmail(records, 'bob@example.com');
	expect(bob?.version).toBe(1);
});

it('creates alone or updates alone when it is told so, and says of which rows it did neither', async () => {
	await doing(async (transaction, author) => {
		await createContact(transaction, author, { last_name: 'Ada', emails: [{ value: 'ada@example.com' }] });
		await createContact(transaction, author, { last_name: 'Twin', emails: [{ value: 'twin@example.com' }] });
		await createContact(transaction, author, { last_name: 'Twin', emails: [{ value: 'twin@example.com' }] });
	});
	const text = 'E-mail,Last name\nada@example.com,A\ntwin@example.com,B\nnew@example.com,C\n,D\n';
	const created = await planImport(records, 'local', request(text, { mode: 'create' }));
	expect(wrong(created.rejected)).toEqual(['2 email exists: ada@example.com', '3 email ambiguous: twin@example.com']);
	expect(created.counts.created).toBe(2);
	const updated = await planImport(records, 'local', request(text, { mode: 'update' }));
	expect(wrong(updated.rejected)).toEqual([
		'3 email ambiguous: twin@example.com',
		'4 email no_match: new@example.com',
		'5 email no_match: ',
	]);
	expect(updated.counts.updated).toBe(1);
});

it('finds by key or by name too', async () => {
	await doing(async (transaction, author) => {
		await createContact(transaction, author, { first_name: 'Ada', last_name: 'Lovelace', external_key: 'K1' });
	});
	const byName = request('Vorname;Nachname;Ort\nada;LOVELACE;Bern\n', { matchField: 'name' });
	expect((await planImport(records, 'local', byName)).counts.updated).toBe(1);
	const byKey = request('Kundennummer;Ort\nK1;Bern\n', { matchField: 'external_key' });
	expect((await planImport(records, 'local', byKey)).counts.updated).toBe(1);
});

it('refuses what does not fit the file', async () => {
	const text = 'E-mail,Last name\nada@example.com,A\n';
	const fits = async (told: Partial<ImportRequest>) => planImport(records, 'local', request(text, told));
	const wrongMapping = { issues: [{ field: 'mapping', code: 'invalid' }] };
	await expect(fits({ mapping: [{ column: 'E-mail', field: 'email' }] })).rejects.toMatchObject(wrongMapping);
	const columns = (first: string, second: string) => [
		{ column: 'E-mail', field: first },
		{ column: 'Last name', field: second },
	];
	await expect(fits({ mapping: columns('email', 'version') })).rejects.toMatchObject(wrongMapping);
	await expect(fits({ mapping: columns('email', 'email') })).rejects.toMatchObject(wrongMapping);
	await expect(fits({ matchField: 'phone' })).rejects.toMatchObject({ issues: [{ code: 'unknown_value' }] });
	await expect(fits({ matchField: 'external_key' })).rejects.toMatchObject({ issues: [{ code: 'required' }] });
	await fits({ matchField: 'external_key', mode: 'create' });
});

it('imports companies, with what other systems write', async () => {
	const text = [
		'Id,Account Name,Website,Type,NumberOfEmployees,AnnualRevenue,CurrencyIsoCode,BillingCountry,CreatedDate',
		'001A,Acme,https://www.acme.com/x,Customer - Direct,"1,200","1,234,567.50",EUR,Germany,2024-05-06T10:00:00Z',
		'001B,Bolt,http://gmail.com,Something,,,,,',
		'001C,Core,,,many,,,,',
		'001D,Dune,,,,,,,yesterday',
	].join('\n');
	const { counts, importId } = await applyImport(
		records,
		'local',
		request(text, { entity: 'companies', matchField: 'external_key' }),
	);
	expect(counts).toMatchObject({ created: 2, rejected: 2 });
	const companies = await records.selectFrom('companies').selectAll().orderBy('name').execute();
	expect(companies).toMatchObject([
		{
			name: 'Acme',
			domain: 'acme.com',
			company_type: 'customer',
			employee_count: 1200,
			annual_revenue: '1234567.50',
			currency: 'EUR',
			created_at: '2024-05-06T00:00:00.000Z',
		},
		{ name: 'Bolt', domain: null, company_type: 'other' },
	]);
	expect(wrong(await rejectedRows(records, importId))).toEqual([
		'4 employee_count invalid_number: many',
		'5 created_on invalid_day: yesterday',
	]);
});

it('imports leads', async () => {
	const text = [
		'Vorname;Nachname;Firma;E-Mail;Status;Quelle;Betrag',
		'Ada;Lovelace;Acme;ada@acme.com;In Bearbeitung;Messe;1.500,00',
		'Bob;Bird;;bob@x.org;Irgendwas;;',
	].join('\n');
	const { counts, importId } = await applyImport(records, 'local', request(text, { entity: 'leads' }));
	expect(counts).toMatchObject({ created: 1, rejected: 1 });
	expect((await listLeads(records)).rows).toMatchObject([
		{ full_name: 'Ada Lovelace', status: 'working', source: 'Messe', amount: '1500.00' },
	]);
	expect(wrong(await rejectedRows(records, importId))).toEqual(['3 status unknown_value: Irgendwas']);
});

it('imports deals into their stages, closed on their day, with companies they name', async () => {
	const acme = await doing((transaction, author) =>
		createCompany(transaction, author, { name: 'Acme', external_key: '001A' }),
	);
	const text = [
		'Opportunity ID,Opportunity Name,AccountId,Account,Stage,Amount,Close Date,Loss reason',
		'006A,Boxes,001A,,Closed Won,1200,2026-02-20,',
		'006B,Crates,,Bolt,Lost,80,2026-02-21,Too expensive',
		'006C,Lids,,Bolt,meeting,,2026-06-30,',
		'006D,Nails,,,Stage of the moon,,,',
		'006E,Screws,001Z,,Meeting,,,',
	].join('\n');
	const wanted = { entity: 'deals', matchField: 'external_key', defaults: { currency: 'EUR' } } as const;
	const { counts, importId } = await applyImport(records, 'local', request(text, wanted));
	expect(counts).toMatchObject({ created: 3, rejected: 2 });
	const { rows } = await listDeals(records, { sort: { by: 'name' } });
	expect(rows).toMatchObject([
		{
			name: 'Boxes',
			stage_id: 'won',
			company_id: acme.company_id,
			amount: '1200.00',
			currency: 'EUR',
			closed_at: '2026-02-20T00:00:00.000Z',
		},
		{ name: 'Crates', stage_id: 'lost', loss_reason: 'price', company_name: 'Bolt' },
		{ name: 'Lids', stage_id: 'meeting', closed_at: null, expected_close_on: '2026-06-30', company_name: 'Bolt' },
	]);
	expect(wrong(await rejectedRows(records, importId))).toEqual([
		'5 stage not_found: Stage of the moon',
		'6 company_key not_found: 001Z',
	]);

	const later = 'Opportunity ID,Stage\n006C,Lost\n006A,Won\n';
	const second = await applyImport(records, 'local', request(later, { ...wanted, mode: 'update' }));
	expect(second.counts).toMatchObject({ updated: 1, unchanged: 1 });
	expect((await listDeals(records, { filters: { stageIds: ['lost'] } })).total).toBe(2);
});

it('is not taken back when a record of it was changed since, and goes on when it was cut off', async () => {
	const rows = Array.from({ length: 60 }, (_, index) => `p${index}@example.com,Person${index}`);
	const { importId, batchId } = await applyImport(records, 'local', request(`E-mail,Last name\n${rows.join('\n')}\n`));
	const [first] = await contactsByEmail(records, 'p0@example.com');
	const seen = { id: first?.contact_id ?? '', version: 1 };
	const change = (job_title: string | null, version: number) =>
		doing((transaction, author) => updateContact(transaction, author, { ...seen, version }, { job_title }));
	await change('Boss', 1);
	const failure = await revertImport(records, 'local', importId).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(UndoError);
	expect((failure as UndoError).records).toMatchObject([{ table: 'contacts', id: seen.id, reason: 'changed_later' }]);
	expect((await listContacts(records)).total).toBe(60);
	expect((await readImport(records, importId))?.revert_batch_id).toBeNull();

	// As if a process had died in the middle of taking it back: 40 of its 120 changes are undone already.
	const again = await applyImport(
		records,
		'local',
		request(`E-mail,Last name\n${rows.map((row) => row.replace('@', '@b.')).join('\n')}\n`),
	);
	await records.updateTable('imports').set({ revert_batch_id: 'R' }).where('import_id', '=', again.importId).execute();
	await records
		.transaction()
		.execute((transaction) => undoNext(transaction, { userId: 'local', batchId: 'R' }, again.batchId, 40));
	expect((await listContacts(records)).total).toBe(100);
	expect(await revertImport(records, 'local', again.importId)).toBe(80);
	expect((await listContacts(records)).total).toBe(60);
	expect(batchId).not.toBe(again.batchId);
});
