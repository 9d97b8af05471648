import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadConfig } from '#pipeline/config.ts';
import { openAsker } from '#pipeline/commands/ask.ts';
import { addAsking } from '#pipeline/commands/source.ts';
import { callMain } from './call-main.ts';
import type { Said } from './call-main.ts';

let folder: string;
let config: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-source-'));
	config = join(folder, 'kundig.config.ts');
});

afterEach(() => {
	vi.restoreAllMocks();
	rmSync(folder, { recursive: true });
});

const kundig = (...argv: readonly string[]): Promise<Said> =>
	callMain([...argv, '--config', config, '--data', join(folder, 'data')]);

function write(name: string, text: string): string {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
}

const ORDERS = 'order_id,customer_id,order_date,quantity,unit_price\nA,1,2025-01-31,2,9.90\nB,2,2025-02-01,1,5\n';
const AMBIGUOUS = ORDERS.replace('2025-01-31', '01/02/2025').replace('2025-02-01', '03/04/2025');
const COMPANY = ['--company', 'Firn', '--currency', 'CHF', '--zone', 'Europe/Zurich'];

describe('source add', () => {
	test('makes a config, and puts a next source at its end', async () => {
		expect(await kundig('source', 'add', write('orders.csv', ORDERS), '--yes', ...COMPANY)).toMatchObject({ code: 0 });
		expect(await kundig('source', 'add', write('kunden.csv', 'Kundennummer;Name\nK1;Ada\n'), '--yes')).toMatchObject({
			code: 0,
		});
		const { config: written } = await loadConfig(config);
		expect(written.company).toMatchObject({ name: 'Firn', currency: 'CHF', zone: 'Europe/Zurich' });
		expect(written.sources.map((source) => [source.name, Object.keys(source.entities)])).toEqual([
			['orders', ['order_lines', 'orders', 'customers']],
			['kunden', ['customers']],
		]);
		// Beside the config, so that the folder can be moved.
		expect(written.sources[0]).toMatchObject({ path: 'orders.csv' });
	});

	test('with --json shows the proposal and what was written, and without --yes writes nothing', async () => {
		const path = write('orders.csv', ORDERS);
		const looked = JSON.parse((await kundig('source', 'add', path, '--json')).stdout) as {
			proposal: { preview: unknown[] };
			written: null;
		};
		expect(looked).toMatchObject({ proposal: { name: 'orders', key: ['order_id'] }, written: null });
		expect(looked.proposal.preview).toHaveLength(3);
		expect(existsSync(config)).toBe(false);
		const added = JSON.parse((await kundig('source', 'add', path, '--json', '--yes', ...COMPANY)).stdout) as object;
		expect(added).toMatchObject({ written: { file: config, isNew: true, isWritten: true, backup: null } });
	});

	test('does not guess: what the data leave open ends it, with the flag that answers', async () => {
		const path = write('orders.csv', AMBIGUOUS);
		const open = await kundig('source', 'add', path, '--yes', ...COMPANY);
		expect(open.code).toBe(1);
		expect(open.stderr).toMatch(/begin with the day or with the month.*--dates day-first or --dates month-first/);
		expect(existsSync(config)).toBe(false);
		const failed = JSON.parse((await kundig('source', 'add', path, '--yes', '--json')).stdout) as object;
		expect(failed).toMatchObject({ error: { kind: 'question' } });
		expect((await kundig('source', 'add', path, '--yes', '--dates', 'month-first', ...COMPANY)).code).toBe(0);
		expect(readFileSync(config, 'utf8')).toContain("dateFormat: '%m/%d/%Y'");
	});

	test('gives a source a name that is free, but for one that a person chose', async () => {
		const path = write('orders.csv', ORDERS);
		await kundig('source', 'add', path, '--yes', ...COMPANY);
		expect((await kundig('source', 'add', path, '--yes')).code).toBe(0);
		expect((await loadConfig(config)).config.sources.map(({ name }) => name)).toEqual(['orders', 'orders_2']);
		const taken = await kundig('source', 'add', path, '--yes', '--name', 'orders');
		expect(taken).toMatchObject({ code: 2 });
		expect(taken.stderr).toMatch(/a source named "orders" already/);
	});

	test.each([
		[['--entity', 'wishes'], /unknown entity "wishes"/],
		[['--entity', 'order_lines'], /order_lines needs quantity, unit_price/],
		[['--key', 'nummer'], /key: the source has no column "nummer"/],
		[['--dates', 'backwards'], /allowed choices|invalid --dates|expected/i],
		[['--table', 'clicks'], /--table is for sources of type postgres, mysql, sqlite, and this one is of type file/],
		[['--cursor', 'clicks'], /--cursor is for sources of type rest, postgres, mysql, sqlite/],
		[['--header', 'A: b', '--allow', 'x'], /--header is for sources of type url, rest/],
	])('refuses %j, which it cannot do', async (flags, message) => {
		const said = await kundig(
			'source',
			'add',
			write('clicks.csv', 'visit,clicks\na,1\nb,1\n'),
			'--yes',
			...flags,
			...COMPANY,
		);
		expect(said.code).toBe(2);
		expect(said.stderr).toMatch(message);
		expect(existsSync(config)).toBe(false);
	});

	test('refuses a currency and a zone that are none', async () => {
		const path = write('orders.csv', ORDERS);
		expect((await kundig('source', 'add', path, '--yes', '--currency', 'Euro')).stderr).toMatch(
			/invalid currency: "Euro"/,
		);
		expect((await kundig('source', 'add', path, '--yes', '--zone', 'Mars/Base')).stderr).toMatch(
			/unknown time zone "Mars\/Base"/,
		);
		expect(existsSync(config)).toBe(false);
	});

	test('without a terminal asks for --yes', async () => {
		const said = await kundig('source', 'add', write('orders.csv', ORDERS));
		expect(said).toMatchObject({ code: 2 });
		expect(said.stderr).toMatch(/--yes/);
	});
});

/** What a person types, line by line; each line comes when the one before was read. */
async function asking(lines: readonly string[], path: string | undefined): Promise<{ said: string; result: unknown }> {
	const [input, output] = [new PassThrough(), new PassThrough()];
	let said = '';
	let next = 0;
	output.on('data', (chunk: Buffer) => {
		said += chunk.toString();
		if (!said.endsWith(': ')) return;
		said += '\n';
		const line = lines[next];
		next += 1;
		if (line === undefined) input.end();
		else input.write(`${line}\n`);
	});
	const asker = openAsker(input, output);
	try {
		return { result: await addAsking(path, {}, config, asker).catch((error: unknown) => error), said };
	} finally {
		asker.close();
	}
}

describe('source add with a person', () => {
	test('asks what the data leave open, shows what it found, and writes what was agreed', async () => {
		const path = write('orders.csv', AMBIGUOUS);
		const answers = ['1', 'bestellungen', 'Firn', 'chf', 'Europe/Zurich', 'yes'];
		const { said, result } = await asking(answers, path);
		expect(result).toMatchObject({ isWritten: true, isNew: true });
		expect(said).toMatch(/does 01\/02\/2025 in order_date begin with the day or with the month/);
		const { config: written } = await loadConfig(config);
		expect(written.company).toMatchObject({ name: 'Firn', currency: 'CHF', zone: 'Europe/Zurich' });
		expect(written.sources[0]).toMatchObject({ name: 'bestellungen', format: { dateFormat: '%d/%m/%Y' } });
	});

	test('asks for the file where none is named, and again where an answer is none', async () => {
		const path = write('orders.csv', AMBIGUOUS);
		const { said, result } = await asking([path, 'perhaps', 'month-first', '', '', '', '', ''], undefined);
		expect(said).toMatch(/"perhaps" is none of them/);
		expect(result).toMatchObject({ isWritten: true });
		expect(readFileSync(config, 'utf8')).toContain("dateFormat: '%m/%d/%Y'");
	});

	test('asks which table of a database, and how it is read on', async () => {
		const path = join(folder, 'shop.db');
		const shop = new DatabaseSync(path);
		shop.exec(`create table customers (id integer primary key, name text, email text, changed_at text);
			insert into customers values (1, 'Ada', 'ada@example.com', '2026-01-01 10:00:00');
			create table visits (id integer primary key, customer_id integer)`);
		shop.close();
		const { said, result } = await asking(['1', 'none', 'people', 'Firn', 'EUR', 'Europe/Zurich', 'yes'], path);
		expect(said).toMatch(/which of its 2 tables and views is to be read\n {2}1 {2}customers: a table\n {2}2 {2}visits/);
		expect(said).toMatch(/1 {2}changed_at: read on by changed_at: it grows with every change\n.*\n {2}3 {2}none/);
		expect(result).toMatchObject({ isWritten: true });
		const [source] = (await loadConfig(config)).config.sources;
		expect(source).toMatchObject({ name: 'people', type: 'sqlite', path: 'shop.db', disposition: 'replace' });
		expect(source).not.toHaveProperty('cursor');
	});

	test('writes nothing after a no, or when nobody answers any more', async () => {
		const path = write('orders.csv', ORDERS);
		expect((await asking(['', '', '', '', 'no'], path)).result).toBeNull();
		expect((await asking(['orders'], path)).result).toHaveProperty(
			'message',
			expect.stringMatching(/nobody to answer/),
		);
		expect(existsSync(config)).toBe(false);
	});
});

describe('source check', () => {
	test('says what a load would do, and ends with 1 when it would be refused', async () => {
		const path = write('orders.csv', ORDERS);
		await kundig('source', 'add', path, '--yes', ...COMPANY);
		const good = await kundig('source', 'check', 'orders');
		expect(good.code).toBe(0);
		expect(good.stdout).toMatch(/all 2 rows of orders.csv\n2 would be loaded, 0 set aside/);
		write('orders.csv', ORDERS.replace('9.90', 'gratis'));
		const bad = await kundig('source', 'check', 'orders', '--json');
		expect(bad.code).toBe(1);
		expect(JSON.parse(bad.stdout)).toMatchObject({
			rows: { read: 2, loaded: 1, quarantined: 1 },
			refused: { message: expect.stringMatching(/gratis/) as string },
		});
		expect(existsSync(join(folder, 'data', 'raw.duckdb'))).toBe(false);
	});

	test('refuses a name that is none and a number of rows that is none', async () => {
		await kundig('source', 'add', write('orders.csv', ORDERS), '--yes', ...COMPANY);
		expect(await kundig('source', 'check', 'order')).toMatchObject({ code: 2 });
		expect(await kundig('source', 'check', 'orders', '--rows', 'many')).toMatchObject({ code: 2 });
	});
});

test('source template gives a file that source add takes as what it is', async () => {
	for (const entity of [
		'customers',
		'products',
		'orders',
		'order_lines',
		'companies',
		'contacts',
		'leads',
		'deals',
		'tickets',
		'users',
		'campaigns',
		'exchange_rates',
	]) {
		const path = write(`${entity}.csv`, (await kundig('source', 'template', entity)).stdout);
		const { proposal } = JSON.parse((await kundig('source', 'add', path, '--json')).stdout) as {
			proposal: { entities: { entity: string }[]; preview: { entity: string; count: number }[] };
		};
		expect(proposal.entities.map((each) => each.entity)).toContain(entity);
		expect(proposal.preview.find((each) => each.entity === entity)?.count).toBe(1);
	}
	expect(await kundig('source', 'template', 'wishes')).toMatchObject({ code: 2 });
});
