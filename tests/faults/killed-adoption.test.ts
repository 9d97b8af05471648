import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCompany } from '#records/people/companies.ts';
import { figuresOf, leftovers, recordsIntegrity } from '../support/company-figures.ts';
import type { Figures } from '../support/company-figures.ts';
import { dataFolder, makeFolder, removeFolder } from '../support/company-folder.ts';
import { writeSmallCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { inTwos } from '../support/faults.ts';
import { kundig, runOnce } from '../support/kundig-process.ts';
import { typeRecords } from '../support/type-records.ts';

let folder: string;
let company: Company;
let undisturbed: Figures;

/** The changes of a records.db in their order: what was typed, when and by whom. */
function changesIn(file: string): unknown[] {
	const database = new DatabaseSync(file, { readOnly: true });
	try {
		return database.prepare("select * from changes where batch_id <> 'seed' order by sequence").all();
	} finally {
		database.close();
	}
}

const ofCompany = (): unknown[] => changesIn(join(company.folder, 'records.db'));
const ofFolder = (dataDir: string): unknown[] => changesIn(join(dataDir, 'records.db'));

beforeAll(async () => {
	folder = makeFolder();
	company = await writeSmallCompany(folder);
	const dataDir = join(folder, 'data');
	expect((await runOnce(dataDir, company.config)).error).toBeNull();
	undisturbed = await figuresOf(dataDir);
});
afterAll(() => removeFolder(folder));

describe.concurrent('a first run killed while it takes over the records of its config, and run again', () => {
	it.for([
		['records.adopting', false],
		['records.adopted', true],
	] as const)('%s: all of them are there or none (%s)', ([point, areThere], test) =>
		inTwos(async () => {
			const dataDir = dataFolder(test);
			const args = ['run', '--data', dataDir, '--config', company.config];
			const killed = await kundig(args, { KUNDIG_FAILPOINT: point });
			expect(killed.signal).toBe('SIGKILL');
			expect(ofFolder(dataDir)).toEqual(areThere ? ofCompany() : []);
			expect(recordsIntegrity(dataDir)).toBe('ok');
			expect((await runOnce(dataDir, company.config)).error).toBeNull();
			expect(ofFolder(dataDir)).toEqual(ofCompany());
			expect(await figuresOf(dataDir)).toEqual(undisturbed);
			expect(leftovers(dataDir)).toEqual([]);
		}),
	);
});

it('a second run adds nothing, and what was typed since stays', async (test) => {
	const dataDir = dataFolder(test, join(folder, 'data'));
	await typeRecords(dataDir, (transaction, author) => createCompany(transaction, author, { name: 'Halde GmbH' }));
	const typed = ofFolder(dataDir);
	const { stderr } = await kundig(['run', '--verbose', '--data', dataDir, '--config', company.config]);
	expect(stderr).toContain('The data folder has records of its own');
	expect(ofFolder(dataDir)).toEqual(typed);
	expect((await runOnce(dataDir, company.config)).status).toBe('unchanged');
});

it('a folder in which somebody typed before its first run keeps their records alone', async (test) => {
	const dataDir = dataFolder(test);
	await typeRecords(dataDir, (transaction, author) => createCompany(transaction, author, { name: 'Own AG' }));
	expect((await runOnce(dataDir, company.config)).error).toBeNull();
	expect(ofFolder(dataDir)).toHaveLength(1);
});
