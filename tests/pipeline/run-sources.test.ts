import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { act } from '#records/changes/act.ts';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { createCompany } from '#records/people/companies.ts';
import { saveSourceState } from '#records/sources.ts';
import { parseConfig } from '#pipeline/config.ts';
import { sourcesOfRun } from '#pipeline/run-sources.ts';

const source = { type: 'file', path: 'x.csv', columns: { id: 'text' }, entities: {} };
const config = parseConfig(
	{
		company: { name: 'Shop', currency: 'EUR', zone: 'UTC' },
		sources: [
			{ ...source, name: 'orders' },
			{ ...source, name: 'products' },
		],
	},
	'config',
);

let folder: string;
let records: Records;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-run-sources-'));
	records = await openRecords(folder);
});

afterEach(async () => {
	await records.destroy();
	rmSync(folder, { recursive: true, force: true });
});

test('where nobody has typed anything a run has the sources of its config', async () => {
	expect(await sourcesOfRun(records, config, null)).toEqual(['orders', 'products']);
});

test('the records come last once somebody has typed something', async () => {
	await act(records, 'local', (transaction, author) => createCompany(transaction, author, { name: 'Firn AG' }));
	expect(await sourcesOfRun(records, config, null)).toEqual(['orders', 'products', 'records']);
});

test('a run that is asked for the records has them, and so has one after they were loaded', async () => {
	expect(await sourcesOfRun(records, config, ['records'])).toEqual(['orders', 'products', 'records']);
	await saveSourceState(records, {
		source: 'records',
		lastLoadedAt: '2026-11-24T10:00:00Z',
		lastCheckedAt: '2026-11-24T10:00:00Z',
		rows: 9,
		lateAfterHours: null,
		error: null,
	});
	expect(await sourcesOfRun(records, config, ['orders'])).toEqual(['orders', 'products', 'records']);
});
