import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecords } from '#records/database.ts';
import { updateContact } from '#records/people/contacts.ts';
import { listSnapshots } from '#records/snapshots.ts';
import { readCurrentSnapshot } from '#pipeline/read-snapshot.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import { rows, unsafe } from '#warehouse/query.ts';
import { makeFolder, removeFolder } from '../support/company-folder.ts';
import { writeSmallCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { kundig, parseAnswer, runOnce } from '../support/kundig-process.ts';
import { typeRecords } from '../support/type-records.ts';

/** One company from test to test, which its config sees from earlier days first. */
let folder: string;
let dataDir: string;
let company: Company;

beforeAll(async () => {
	folder = makeFolder();
	dataDir = join(folder, 'data');
	company = await writeSmallCompany(folder);
});

afterAll(() => removeFolder(folder));

/** A run as of a day. */
async function runAsOf(day: string, ...flags: readonly string[]): Promise<void> {
	const config = join(company.folder, `as-of-${day}.config.ts`);
	writeFileSync(config, readFileSync(company.config, 'utf8').replace('records:', `asOf: '${day}',\n\trecords:`));
	const words = ['run', ...flags, '--json', '--data', dataDir, '--config', config];
	expect(parseAnswer(await kundig(words))).toMatchObject({ status: 'ok' });
}

/** Rows of a query on the snapshot in use. */
function inSnapshot(query: string): Promise<unknown[][]> {
	return readCurrentSnapshot(dataDir, async (db) => {
		const found = await rows<Record<string, unknown>>(db, unsafe(query));
		return found.map((row) => Object.values(row));
	});
}

/** Rows of a query on what was noted. */
async function inHistory(query: string): Promise<unknown[][]> {
	const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	const db = await database.connect();
	try {
		await attach(db, join(dataDir, 'raw.duckdb'), 'raw', { readOnly: true });
		const found = await rows<Record<string, unknown>>(db, unsafe(query));
		return found.map((row) => Object.values(row));
	} finally {
		db.closeSync();
		database.close();
	}
}

const FITS = `select fitted_for, refit_reason, is_used from raw.history.fits
	where model = 'customer-value' order by fitted_for`;
const MODEL = "select refit_reason, trained_to from models where model = 'customer-value'";

test('a first run fits, forecasts and notes segments', async () => {
	await runAsOf('2026-07-15');
	expect(await inHistory(FITS)).toEqual([['2026-07-15', 'first', true]]);
	expect(await inHistory('select distinct made_on from raw.history.forecasts_made')).toEqual([['2026-07-15']]);
	expect(await inHistory('select distinct from_on from raw.history.segment_members')).toEqual([['2026-07-15']]);
	expect(await inSnapshot('select count(*) from forecast_accuracy')).toEqual([[0]]);
	expect(await inSnapshot("select min(step), max(step) from forecasts where grain = 'week'")).toEqual([[1, 13]]);
});

test('within a week the models stay, and what has moved on is scored by them', async () => {
	const [version] = await inSnapshot("select version from models where model = 'customer-value'");
	await runAsOf('2026-07-18');
	expect(await inHistory(FITS)).toHaveLength(1);
	expect(await inSnapshot(MODEL)).toEqual([['first', '2026-07-14']]);
	expect(await inSnapshot('select distinct model_version from customer_scores where p_alive is not null')).toEqual([
		version,
	]);
	// No week is over since: the forecasts are those of then.
	expect(await inSnapshot('select distinct made_on from forecasts')).toEqual([['2026-07-15']]);
});

test('a week later they are fitted anew, and forecasts whose weeks are over are judged', async () => {
	await runAsOf('2026-07-28');
	expect(await inHistory(FITS)).toEqual([
		['2026-07-15', 'first', true],
		['2026-07-28', 'schedule', expect.any(Boolean)],
	]);
	const judged = await inSnapshot(
		`select made_on, bucket, horizon from forecast_accuracy where series = 'total' and grain = 'week' order by 2`,
	);
	expect(judged).toEqual([
		['2026-07-15', '2026-07-13', 1],
		['2026-07-15', '2026-07-20', 2],
	]);
	expect(await inSnapshot('select count(distinct since_on) > 0 from segment_movements')).toEqual([[true]]);
});

test('whoever asks has them fitted at once: a day has one fit', async () => {
	await runAsOf('2026-07-28', '--refit');
	expect(await inHistory(FITS)).toEqual([
		['2026-07-15', 'first', true],
		['2026-07-28', 'asked', expect.any(Boolean)],
	]);
	expect(
		await inHistory(
			"select count(*) from raw.history.forecasts_made where made_on = '2026-07-28' and step = 1 and series = 'total'",
		),
	).toEqual([[2]]);
});

test('an edit that no feature knows of copies every score', async () => {
	expect(await runOnce(dataDir, company.config)).toMatchObject({ status: 'ok' });
	await typeRecords(dataDir, async (transaction, author) => {
		const contact = await transaction
			.selectFrom('contacts')
			.select('contact_id')
			.where('deleted_at', 'is', null)
			.orderBy('contact_id')
			.executeTakeFirstOrThrow();
		await updateContact(transaction, author, { id: contact.contact_id, version: 'current' }, { job_title: 'Buyer' });
	});
	expect(await runOnce(dataDir, company.config)).toMatchObject({ status: 'ok' });
	const records = await openRecords(dataDir);
	const [newest] = await listSnapshots(records);
	await records.destroy();
	const copied = (newest?.details.relations ?? []).filter(({ isCopied }) => isCopied).map(({ name }) => name);
	expect(copied).toEqual(
		expect.arrayContaining(['customer_scores', 'deal_scores', 'forecasts', 'forecast_accuracy', 'models']),
	);
});
