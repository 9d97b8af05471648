import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackup } from '#actions/backup/verify.ts';
import { buildApp } from '#pipeline/app-build.ts';
import { RECORDS_SCHEMA } from '#records/migrations.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import { knownRawSchema } from '#warehouse/raw-schema.ts';
import { figuresOf, leftovers } from '../support/company-figures.ts';
import { dataFolder, testFolder } from '../support/company-folder.ts';
import { makeCompanyStates } from '../support/company-states.ts';
import type { CompanyStates } from '../support/company-states.ts';
import { inTwos, isFull } from '../support/faults.ts';
import {
	kundig,
	launch,
	launchStart,
	parseAnswer,
	runOnce,
	statusOf,
	until,
	untilShown,
} from '../support/kundig-process.ts';
import { OLD_SCHEMAS, OLD_STATE, makeOlderFolder, olderFolderState } from '../support/older-folder.ts';

let states: CompanyStates;
let newest: { readonly records: number; readonly raw: number };

beforeAll(async () => {
	await buildApp();
	states = await makeCompanyStates();
	newest = { records: RECORDS_SCHEMA, raw: await knownRawSchema() };
});
afterAll(() => states.remove());

const backupsIn = (dataDir: string): string[] =>
	existsSync(join(dataDir, 'backups'))
		? readdirSync(join(dataDir, 'backups'))
				.filter((name) => !name.startsWith('work-'))
				.sort()
				.map((name) => join(dataDir, 'backups', name))
		: [];

/** Restores a backup into a folder of its own and says what that holds. */
async function restored(file: string, into: string): Promise<Awaited<ReturnType<typeof olderFolderState>>> {
	const { code, stderr } = await kundig(['restore', file, '--data', into]);
	expect(stderr).not.toContain('rror');
	expect(code).toBe(0);
	return olderFolderState(into);
}

describe('a data folder of an earlier version', () => {
	it('is backed up, brought to this one and run; its backup restores to the old state', async (test) => {
		const dataDir = dataFolder(test);
		await makeOlderFolder(dataDir);
		const run = await kundig(['run', '--json', '--data', dataDir, '--config', states.before.config]);
		expect(run.code).toBe(0);
		expect(run.stderr).toContain(
			`records.db has schema ${OLD_SCHEMAS.records} and raw.duckdb has schema ${OLD_SCHEMAS.raw} of an earlier version; making a backup`,
		);
		expect(await olderFolderState(dataDir)).toEqual({ schemas: newest, ...OLD_STATE });
		const [backup, ...others] = backupsIn(dataDir);
		expect(others).toEqual([]);
		expect(await restored(backup ?? '', join(dataDir, '..', 'old'))).toEqual({ schemas: OLD_SCHEMAS, ...OLD_STATE });
		// What was restored is upgraded once more, like any other.
		expect((await runOnce(join(dataDir, '..', 'old'), states.before.config)).error).toBeNull();
		expect(await olderFolderState(join(dataDir, '..', 'old'))).toEqual({ schemas: newest, ...OLD_STATE });
	});

	it('is upgraded by a verb that only reads, too', async (test) => {
		const dataDir = dataFolder(test);
		await makeOlderFolder(dataDir);
		const status = await kundig(['status', '--json', '--data', dataDir]);
		expect(status.code).toBe(0);
		expect(parseAnswer(status)).toMatchObject({ runs: [] });
		expect(backupsIn(dataDir)).toHaveLength(1);
		expect((await olderFolderState(dataDir)).schemas).toEqual(newest);
	});

	it('can be backed up as it is', async (test) => {
		const dataDir = dataFolder(test);
		await makeOlderFolder(dataDir);
		const file = join(dataDir, '..', 'by-hand.tar');
		expect((await kundig(['backup', file, '--data', dataDir])).code).toBe(0);
		expect((await olderFolderState(dataDir)).schemas).toEqual(OLD_SCHEMAS);
		expect(await restored(file, join(dataDir, '..', 'new'))).toEqual({ schemas: OLD_SCHEMAS, ...OLD_STATE });
	});

	it('keeps the last three backups that upgrades made', async (test) => {
		const dataDir = dataFolder(test);
		await makeOlderFolder(dataDir);
		expect((await kundig(['backup', join(dataDir, '..', 'old.tar'), '--data', dataDir])).code).toBe(0);
		for (let time = 1; time <= 4; time += 1) {
			expect((await kundig(['status', '--data', dataDir])).code).toBe(0);
			const back = ['restore', join(dataDir, '..', 'old.tar'), '--force', '--data', dataDir];
			expect((await kundig(back)).code).toBe(0);
		}
		expect(backupsIn(dataDir)).toHaveLength(3);
	});

	it('is left alone while another process holds it, which is named', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const go = join(dataDir, '..', 'go');
		const holder = launch(test, ['run', '--data', dataDir, '--config', states.after.config], {
			KUNDIG_PAUSEPOINT: `run.loaded=${go}`,
		});
		await until('it comes to its pause', () => existsSync(`${go}.reached`));
		const records = new DatabaseSync(join(dataDir, 'records.db'));
		records.exec("delete from kysely_migration where name >= '0012'");
		records.close();
		const second = await kundig(['status', '--json', '--data', dataDir]);
		expect(second.code).toBe(3);
		expect(second.stderr).toContain(`is held by process ${holder.pid} (run)`);
		expect(backupsIn(dataDir)).toEqual([]);
	});

	const POINTS = [
		'upgrade.backed-up',
		'upgrade.records-12',
		'upgrade.records-13',
		'upgrade.records',
		'upgrade.raw-5',
		'upgrade.raw',
	];
	const times = isFull ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] : [1];

	describe.concurrent('killed at a point of its upgrade', () => {
		it.for(POINTS.flatMap((point) => times.map((time) => ({ point, time }))))(
			'K6: $point (time $time): each store is old or new, and the next start goes on',
			({ point }, test) =>
				inTwos(async () => {
					const dataDir = dataFolder(test);
					await makeOlderFolder(dataDir);
					const plan = ['plan', '--data', dataDir, '--config', states.before.config];
					const killed = await kundig(plan, { KUNDIG_FAILPOINT: point });
					expect(killed.signal).toBe('SIGKILL');
					const { schemas, ...state } = await olderFolderState(dataDir);
					expect([OLD_SCHEMAS.records, newest.records]).toContain(schemas.records);
					expect([OLD_SCHEMAS.raw, newest.raw]).toContain(schemas.raw);
					expect(state).toEqual(OLD_STATE);
					expect((await kundig(plan)).code).toBe(0);
					expect(await olderFolderState(dataDir)).toEqual({ schemas: newest, ...OLD_STATE });
					for (const file of backupsIn(dataDir)) await openBackup(file);
					const [first] = backupsIn(dataDir);
					expect(await restored(first ?? '', join(dataDir, '..', 'old'))).toEqual({
						schemas: OLD_SCHEMAS,
						...OLD_STATE,
					});
				}),
		);
	});
});

describe('a store of a newer version is refused with code 1 and stays as it is', () => {
	it('records.db, with both versions named', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const records = new DatabaseSync(join(dataDir, 'records.db'));
		records.exec("insert into kysely_migration values ('0099-add-everything', '2030-01-01T00:00:00Z')");
		records.exec("update store_version set app_version = '9.1.0'");
		records.close();
		const { code, stderr } = await kundig(['status', '--json', '--data', dataDir]);
		expect(code).toBe(1);
		expect(stderr).toContain(
			`records.db was written by Kundig 9.1.0, a newer version (it has "0099-add-everything", schema 99; this version knows schema ${newest.records})`,
		);
	});

	it('raw.duckdb, with both schemas named', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const database = await openMemory({ threads: 1, memoryLimit: '200MB' });
		const connection = await database.connect();
		await attach(connection, join(dataDir, 'raw.duckdb'), 'raw', { readOnly: false });
		await connection.run('insert into raw.main.schema_version values (99, now()::timestamp)');
		await connection.run("update raw.main.store_version set app_version = '9.1.0'");
		connection.closeSync();
		database.close();
		const { code, stderr } = await kundig(['run', '--json', '--data', dataDir, '--config', states.before.config]);
		expect(code).toBe(1);
		expect(stderr).toContain(`raw.duckdb has schema 99, this version knows ${newest.raw}: Kundig 9.1.0 wrote it`);
	});

	/** DuckDB's checksum of a block: each eight bytes times a constant, all of them xored. */
	function headerChecksum(block: Buffer): bigint {
		let sum = 5381n;
		for (let at = 0; at + 8 <= block.length; at += 8) {
			sum ^= BigInt.asUintN(64, block.readBigUInt64LE(at) * 0xbf58476d1ce4e5b9n);
		}
		return sum;
	}

	it('raw.duckdb in the format of a newer DuckDB', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const path = join(dataDir, 'raw.duckdb');
		const bytes = readFileSync(path);
		bytes.writeBigUInt64LE(999n, 12);
		bytes.writeBigUInt64LE(headerChecksum(bytes.subarray(8, 4096)), 0);
		writeFileSync(path, bytes);
		const { code, stderr } = await kundig(['run', '--data', dataDir, '--config', states.before.config]);
		expect(code).toBe(1);
		expect(stderr).toMatch(
			/raw\.duckdb was written by a newer DuckDB \(format 999\) than this version of Kundig has \(v1\./,
		);
		expect(readFileSync(path).equals(bytes)).toBe(true);
	});
});

describe('a start', () => {
	it('shows its page while it builds the figures of an earlier version anew, and then those', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const records = new DatabaseSync(join(dataDir, 'records.db'));
		records.exec("update store_version set app_version = '0.0.9'");
		records.close();
		const go = join(testFolder(test), 'go');
		const supervisor = await launchStart(test, dataDir, states.before.config, {
			KUNDIG_PAUSEPOINT: `run.loaded=${go}`,
		});
		await until('the run comes to its pause', () => existsSync(`${go}.reached`));
		const answer = await fetch(`${supervisor.url}/`, { headers: { 'accept-language': 'en' } });
		expect(answer.status).toBe(503);
		expect(await answer.text()).toContain('A new version of Kundig');
		writeFileSync(go, '');
		await untilShown(supervisor);
		expect(await figuresOf(dataDir)).toEqual(states.figuresBefore);
		expect(leftovers(dataDir)).toEqual([]);
	});

	it('upgrades an older folder first and serves it afterwards', async (test) => {
		const dataDir = dataFolder(test);
		await makeOlderFolder(dataDir);
		const supervisor = await launchStart(test, dataDir, states.before.config);
		await untilShown(supervisor);
		expect(supervisor.stderr()).toContain('making a backup before the upgrade');
		expect(backupsIn(dataDir)).toHaveLength(1);
	});

	it('shows the figures of the last snapshot when they could not be built anew', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const records = new DatabaseSync(join(dataDir, 'records.db'));
		records.exec("update store_version set app_version = '0.0.9'");
		records.close();
		const supervisor = await launchStart(test, dataDir, states.before.config, { KUNDIG_MIN_FREE_MB: '999999999' });
		await untilShown(supervisor);
		expect(supervisor.stderr()).toContain('The run failed: too little free space');
		expect(await statusOf(`${supervisor.url}/data`)).toBe(200);
	});
});
