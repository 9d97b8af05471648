import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { columnsOf } from '#actions/list-columns.ts';
import { encodeFile } from '#actions/list-file.ts';
import { openMemory } from '#warehouse/database.ts';
import { rows, sql, unsafe } from '#warehouse/query.ts';
import { unzip } from '../support/unzip.ts';

const columns = columnsOf('email', ['orders_count', 'net_revenue', 'last_order_on', 'p_alive']);
const table = {
	columns,
	rows: [
		['K1', '=1+1', 'a@example.com', 3, 12.5, '2026-02-10', 0.25],
		['K2', 'Ümlaut, "Anna" & \u0001<b>', 'b@example.com', null, -1, null, null],
	],
};

test('the channel needs few columns, and more come only when chosen, each once', () => {
	const names = (...asked: Parameters<typeof columnsOf>) => columnsOf(...asked).map(({ name }) => name);
	expect(names('email', [])).toEqual(['customer_id', 'name', 'email']);
	expect(names('sms', [])).toEqual(['customer_id', 'name', 'phone']);
	expect(names('post', ['country', 'segment', 'segment'])).toEqual([
		'customer_id',
		'name',
		'street',
		'postal_code',
		'city',
		'country',
		'segment',
	]);
});

test('CSV has its formulas defused, and its mark where a spreadsheet reads it', async () => {
	const text = (await encodeFile(table, 'csv', false)).toString();
	expect(text.split('\r\n').slice(0, 2)).toEqual([
		'customer_id,name,email,orders_count,net_revenue,last_order_on,p_alive',
		"K1,'=1+1,a@example.com,3,12.5,2026-02-10,0.25",
	]);
	expect((await encodeFile(table, 'csv', true)).toString()).toBe(`\uFEFF${text}`);
});

test('a workbook keeps text as text, numbers as numbers, and nothing that XML cannot hold', async () => {
	const files = unzip(await encodeFile(table, 'xlsx', false));
	const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
	const strings = files.get('xl/sharedStrings.xml') ?? '';
	expect(sheet).not.toContain('<f>');
	expect(sheet).toMatch(/<c r="D2"[^>]*><v>3<\/v>/);
	// 10 February 2026 is the 46,063rd day of a spreadsheet's calendar.
	expect(sheet).toMatch(/<c r="F2"[^>]*><v>46063<\/v>/);
	expect(strings).toContain('=1+1');
	expect(strings).toContain('Ümlaut, "Anna" &amp; &lt;b&gt;');
	expect(strings).not.toContain('\u0001');
});

test('Parquet has typed columns', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'kundig-parquet-'));
	const database = await openMemory({ threads: 1, memoryLimit: '100MB' });
	try {
		writeFileSync(join(folder, 'list.parquet'), await encodeFile(table, 'parquet', false));
		const db = await database.connect();
		const file = unsafe(`'${join(folder, 'list.parquet')}'`);
		expect(await rows(db, sql`select * from ${file}`)).toEqual([
			{
				customer_id: 'K1',
				name: '=1+1',
				email: 'a@example.com',
				orders_count: 3,
				net_revenue: 12.5,
				last_order_on: '2026-02-10',
				p_alive: 0.25,
			},
			expect.objectContaining({ name: 'Ümlaut, "Anna" & \u0001<b>', orders_count: null, last_order_on: null }),
		]);
		const types = await rows<{ column_type: string }>(db, sql`describe select * from ${file}`);
		expect(types.map(({ column_type }) => column_type)).toEqual([
			'VARCHAR',
			'VARCHAR',
			'VARCHAR',
			'BIGINT',
			'DOUBLE',
			'DATE',
			'DOUBLE',
		]);
	} finally {
		database.close();
		rmSync(folder, { recursive: true, force: true });
	}
});

test.each(['csv', 'xlsx', 'parquet'] as const)('a list of nobody is a %s with its header', async (format) => {
	expect((await encodeFile({ columns, rows: [] }, format, false)).length).toBeGreaterThan(0);
});
