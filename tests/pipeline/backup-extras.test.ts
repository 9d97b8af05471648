import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backupExtras } from '#pipeline/backup-extras.ts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-extras-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text = ''): void {
	const path = join(folder, name);
	mkdirSync(join(path, '..'), { recursive: true });
	writeFileSync(path, text);
}

it('a config takes along what it imports, what people added beside it, and the key of pseudonyms', () => {
	write('kundig.config.ts', "import { zone } from './zone.ts';\nexport default { zone };\n");
	write('zone.ts', "export const zone = 'UTC';\n");
	write('kundig/transforms/fct_days.sql');
	write('kundig/checks/no_gaps.sql');
	write('unrelated.ts');
	write('data/pseudonym.key', 'aa');
	const { extras, config, leftOut } = backupExtras(join(folder, 'kundig.config.ts'), join(folder, 'data'));
	expect(extras.map(({ name }) => name)).toEqual([
		'pseudonym.key',
		'config/kundig.config.ts',
		'config/kundig/checks/no_gaps.sql',
		'config/kundig/transforms/fct_days.sql',
		'config/zone.ts',
	]);
	expect(config).toBe('config/kundig.config.ts');
	expect(leftOut).toEqual([]);
});

it('where there is neither config nor key there is nothing to take along', () => {
	expect(backupExtras(null, join(folder, 'data'))).toEqual({ extras: [], config: null, leftOut: [] });
});

it('a data folder with a company of its own takes along its config and the files that people dropped', () => {
	write('data/company/kundig.config.ts');
	write('data/company/kundig/checks/no_gaps.sql');
	write('data/files/orders/orders.20260101.csv', 'id');
	write('data/files/orders/earlier/orders.20250101.csv', 'id');
	write('data/files/orders/.orders.20260102.csv', 'id');
	write('data/demo/kundig.config.ts');
	const { extras, config } = backupExtras(null, join(folder, 'data'));
	expect(extras.map(({ name }) => name)).toEqual([
		'company/kundig.config.ts',
		'company/kundig/checks/no_gaps.sql',
		'files/orders/orders.20260101.csv',
	]);
	expect(config).toBe('company/kundig.config.ts');
});
