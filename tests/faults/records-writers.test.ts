import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { openRecords } from '#records/database.ts';
import { readImport, rejectedRows } from '#records/import/imports.ts';
import { revertImport } from '#records/import/revert-import.ts';
import { listContacts } from '#records/people/contact-list.ts';
import { dataFolder, makeFolder, removeFolder } from '../support/company-folder.ts';
import { isFull, seed, seededRandom } from '../support/faults.ts';
import { launchProgram } from '../support/kundig-process.ts';
import type { Kundig } from '../support/kundig-process.ts';
import { bundleScript } from './records-writers/bundle.ts';

interface Acknowledged {
	readonly batchId: string;
	readonly changes: readonly {
		readonly sequence: number;
		readonly table_name: string;
		readonly record_id: string;
		readonly version: number;
	}[];
}

const WRITERS = 4;
const CYCLES = isFull ? 500 : 100;

let scripts: { readonly folder: string; readonly write: string; readonly import: string };

beforeAll(async () => {
	const folder = makeFolder();
	const [write, importer] = await Promise.all(['write.ts', 'import.ts'].map((script) => bundleScript(script, folder)));
	scripts = { folder, write: write ?? '', import: importer ?? '' };
});
afterAll(() => removeFolder(scripts.folder));

function start(test: TestContext, script: 'write' | 'import', args: readonly string[]): Kundig {
	const started = launchProgram(process.execPath, [scripts[script], ...args]);
	test.onTestFinished(() => started.kill('SIGKILL'));
	return started;
}

/** What a writer said in whole lines before it was killed. */
function acknowledged(writer: Kundig): Acknowledged[] {
	const lines = writer.stdout().split('\n').slice(0, -1);
	return lines.map((line) => JSON.parse(line) as Acknowledged);
}

async function untilAllSaid(writers: readonly Kundig[]): Promise<void> {
	while (writers.some((writer) => !writer.stdout().includes('\n'))) {
		for (const writer of writers) expect(writer.stderr()).toBe('');
		await sleep(2);
	}
}

/** Everything that is wrong with a records.db, whoever wrote it. */
function flaws(db: DatabaseSync): unknown[] {
	const integrity = db
		.prepare('pragma integrity_check')
		.all()
		.filter((row) => row.integrity_check !== 'ok');
	const foreignKeys = db.prepare('pragma foreign_key_check').all();
	// From 1 up without a gap, for each record.
	const skipped = db
		.prepare(
			`select table_name, record_id from changes group by table_name, record_id
			having count(*) <> max(version) or min(version) <> 1 or count(distinct version) <> count(*)`,
		)
		.all();
	const behind = [
		'contacts',
		'contact_points',
		'deals',
		'deal_lines',
		'deal_stage_events',
		'tickets',
		'ticket_messages',
	].flatMap((table) => {
		const key = `${table.slice(0, -1)}_id`;
		return db
			.prepare(
				`select '${table}' as table_name, ${key} as id from ${table} where version is not
					(select max(version) from changes where table_name = '${table}' and record_id = ${key})`,
			)
			.all();
	});
	const numbers = db
		.prepare('select count(*) as tickets, max(number) as last from tickets having tickets <> last')
		.all();
	return [...integrity, ...foreignKeys, ...skipped, ...behind, ...numbers];
}

/** The acknowledged changes that are not there as they were acknowledged. */
function lost(db: DatabaseSync, said: readonly Acknowledged[]): unknown[] {
	const find = db.prepare(
		`select sequence, table_name, record_id, version from changes where batch_id = ? order by sequence`,
	);
	return said.filter(({ batchId, changes }) => JSON.stringify(find.all(batchId)) !== JSON.stringify(changes));
}

it(`keeps every acknowledged change of four writers that are killed (KUNDIG_SEED=${seed})`, async (test) => {
	const random = seededRandom(seed);
	const dataDir = dataFolder(test);
	await (await openRecords(dataDir)).destroy();
	let changes = 0;
	let batches = 0;
	for (let cycle = 0; cycle < CYCLES; cycle += 1) {
		const writers = Array.from({ length: WRITERS }, (_, index) =>
			start(test, 'write', [dataDir, `writer${index}`, String(seed + cycle * WRITERS + index)]),
		);
		await untilAllSaid(writers);
		await sleep(random() * 120);
		for (const writer of writers) writer.kill('SIGKILL');
		await Promise.all(writers.map((writer) => writer.closed));

		const said = writers.flatMap(acknowledged);
		const db = new DatabaseSync(join(dataDir, 'records.db'));
		expect(flaws(db)).toEqual([]);
		expect(lost(db, said)).toEqual([]);
		const found = db.prepare("select count(distinct batch_id) as n from changes where batch_id <> 'seed'").get()?.n;
		// A writer may have been killed between its commit and its word.
		const unsaid = Number(found) - batches - said.length;
		expect(unsaid).toBeGreaterThanOrEqual(0);
		expect(unsaid).toBeLessThanOrEqual(WRITERS);
		batches = Number(found);
		changes += said.flatMap((one) => one.changes).length;
		db.close();
	}
	expect(changes).toBeGreaterThan(CYCLES * WRITERS);
});

it(`leaves an import that was killed as far as it says, and takes it back (KUNDIG_SEED=${seed})`, async (test) => {
	const random = seededRandom(seed);
	for (let cycle = 0; cycle < (isFull ? 20 : 4); cycle += 1) {
		const dataDir = dataFolder(test);
		const importer = start(test, 'import', [dataDir]);
		await untilAllSaid([importer]);
		await sleep(random() * 400);
		importer.kill('SIGKILL');
		await importer.closed;

		const records = await openRecords(dataDir);
		const { import_id } = await records.selectFrom('imports').select('import_id').executeTakeFirstOrThrow();
		const receipt = await readImport(records, import_id);
		const { processed = 0, created = 0, rejected = 0 } = receipt ?? {};
		expect(processed).toBeGreaterThanOrEqual(Number(importer.stdout().trim().split('\n').at(-1)));
		expect(created + rejected).toBe(processed);
		expect((await listContacts(records)).total).toBe(created);
		expect(await rejectedRows(records, import_id)).toHaveLength(rejected);
		// Every tenth row is bad.
		expect(rejected).toBe(Math.floor(processed / 10));
		await revertImport(records, 'local', import_id);
		expect((await listContacts(records)).total).toBe(0);
		await records.destroy();
		const db = new DatabaseSync(join(dataDir, 'records.db'));
		expect(flaws(db)).toEqual([]);
		db.close();
	}
});
