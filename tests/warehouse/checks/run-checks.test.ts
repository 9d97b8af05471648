import { afterEach, beforeEach, expect, test } from 'vitest';
import { runChecks } from '#warehouse/checks/run-checks.ts';
import type { Check } from '#warehouse/checks/check.ts';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { QueryError } from '#warehouse/query.ts';

let database: Database;
let db: Connection;

beforeEach(async () => {
	database = await openMemory({ threads: 1, memoryLimit: '200MB' });
	db = await database.connect();
});

afterEach(() => {
	db.closeSync();
	database.close();
});

function check(changes: Partial<Check>): Check {
	return { name: 'x', severity: 'error', meaning: 'x is wrong', sql: 'select 0 as failing', ...changes };
}

test('says how many rows fail, with a few of them', async () => {
	const checks = [check({ sql: 'select 3 as failing', sampleSql: "select unnest(['a', 'b']) as text" })];
	expect(await runChecks(db, { hasStaging: true }, checks)).toEqual([
		{ name: 'x', severity: 'error', status: 'failed', failing: 3, meaning: 'x is wrong', sample: ['a', 'b'] },
	]);
});

test('asks for no sample where nothing fails', async () => {
	const checks = [check({ sampleSql: 'select text from nowhere' })];
	expect(await runChecks(db, { hasStaging: true }, checks)).toMatchObject([
		{ status: 'passed', failing: 0, sample: [] },
	]);
});

test('a quick count that cries wolf is corrected by the exact one', async () => {
	const wolf = check({ sql: 'select 1 as failing', confirmSql: 'select 0 as failing' });
	const real = check({ sql: 'select 1 as failing', confirmSql: 'select 2 as failing' });
	const results = await runChecks(db, { hasStaging: true }, [wolf, real]);
	expect(results.map(({ status, failing }) => [status, failing])).toEqual([
		['passed', 0],
		['failed', 2],
	]);
});

test('the exact count is not asked where the quick one finds nothing', async () => {
	const checks = [check({ confirmSql: 'select failing from nowhere' })];
	expect(await runChecks(db, { hasStaging: true }, checks)).toMatchObject([{ status: 'passed' }]);
});

test('leaves out of a published snapshot what compares with staging', async () => {
	const checks = [check({ name: 'a', needsStaging: true }), check({ name: 'b' })];
	const names = async (hasStaging: boolean): Promise<string[]> =>
		(await runChecks(db, { hasStaging }, checks)).map(({ name }) => name);
	expect(await names(true)).toEqual(['a', 'b']);
	expect(await names(false)).toEqual(['b']);
});

test('a relation that is missing is an error with its SQL, not a passed check', async () => {
	const sql = 'select count(*) as failing from gone';
	await expect(runChecks(db, { hasStaging: true }, [check({ sql })])).rejects.toThrow(QueryError);
});

test('a check that cannot be asked is named', async () => {
	const checks = [check({ name: 'mine', sql: "select 'a'::integer as failing" })];
	await expect(runChecks(db, { hasStaging: true }, checks)).rejects.toThrow(
		/^check "mine" could not be asked: Conversion Error/,
	);
});
