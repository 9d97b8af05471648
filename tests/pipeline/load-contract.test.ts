import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '#pipeline/errors.ts';
import { readContract } from '#pipeline/load/contract.ts';
import { orderSource } from './raw-folder.ts';
import type { SourceInput } from './raw-folder.ts';
import { openRowFolder, order, rowSource } from './row-folder.ts';
import type { RowFolder } from './row-folder.ts';

let folder: RowFolder;

beforeEach(async () => {
	folder = await openRowFolder();
});

afterEach(() => folder.close());

const KEY = new Uint8Array(32).fill(7);

function file(input: SourceInput): ReturnType<typeof orderSource> {
	return orderSource({ quarantine: { maxShare: 1 }, ...input });
}

describe('columns that nobody declared', () => {
	const csv = 'id,quantity,price,ordered_on,colour,note\nA1,1,2,2026-01-01,red,\nA2,1,2,2026-01-01,,\n';
	const lines = '{"id":"A1","quantity":1,"colour":"red","tags":[1]}\n{"id":"A2","quantity":1}\n';

	it('are told, and not loaded', async () => {
		folder.write('orders.csv', csv);
		const { drift } = await folder.load();
		expect(drift.map(({ column }) => column)).toEqual(['colour', 'note']);
	});

	it('are kept as JSON where the contract lets them in, but for those that are dropped', async () => {
		folder.write('orders.csv', csv);
		await folder.load(file({ contract: { columns: 'evolve' }, drop: ['note'] }));
		expect(await folder.rows('select id, _undeclared from raw.orders__rows order by id')).toEqual([
			{ id: 'A1', _undeclared: '{"colour":"red"}' },
			{ id: 'A2', _undeclared: null },
		]);
	});

	it('are kept of JSON Lines and of pages as well', async () => {
		folder.write('orders.jsonl', lines);
		const source = file({ path: 'orders.jsonl', contract: { columns: 'evolve' } });
		await folder.load(source);
		expect(await folder.rows('select _undeclared from raw.orders__rows order by id')).toEqual([
			{ _undeclared: '{"colour":"red","tags":[1]}' },
			{ _undeclared: null },
		]);
		const pages = rowSource({ name: 'pages', contract: { columns: 'evolve' } });
		const result = await folder.loadRows(pages, {
			pages: [[[...order('A', 1, 8), '{"x":1}']]],
			undeclared: ['x'],
		});
		expect(result.drift).toEqual([{ file: 'pages', kind: 'undeclared_column', column: 'x' }]);
		expect(await folder.rows('select _undeclared from raw.pages__rows')).toEqual([{ _undeclared: '{"x":1}' }]);
	});

	it('set the rows aside that have them, where the contract says so', async () => {
		folder.write('orders.csv', csv);
		const result = await folder.load(file({ contract: { columns: 'quarantine' } }));
		expect(result).toMatchObject({ loaded: 1, quarantined: 1 });
		expect(result.quarantine).toMatchObject([{ line: 2, column: null, reason: 'schema_violation' }]);
	});

	it('fail a load whose contract is frozen', async () => {
		folder.write('orders.csv', csv);
		const problem = 'source orders has columns that its frozen contract does not declare: "colour", "note"';
		expect((await folder.failure(file({ contract: { columns: 'freeze' } }))).message).toBe(problem);
		const frozen = rowSource({ contract: { columns: 'freeze' } });
		const failure = await folder.rowFailure(frozen, { pages: [[order('A', 1, 8)]], undeclared: ['x'] });
		expect(failure.message).toContain('"x"');
		expect(await folder.loads()).toEqual([]);
	});
});

describe('values that their type cannot hold', () => {
	const csv = 'id,quantity,price,ordered_on\nA1,two,2,2026-01-01\nA2,1,2,2026-01-01\n';

	it('go to a column of their own, as text, where the contract lets types evolve', async () => {
		folder.write('orders.csv', csv);
		expect(await folder.load(file({ contract: { types: 'evolve' } }))).toMatchObject({ loaded: 2, quarantined: 0 });
		expect(await folder.rows('select id, quantity, quantity__text from raw.orders__rows order by id')).toEqual([
			{ id: 'A1', quantity: null, quantity__text: 'two' },
			{ id: 'A2', quantity: 1, quantity__text: null },
		]);
	});

	it('fail a load whose types are frozen', async () => {
		folder.write('orders.csv', csv);
		expect((await folder.failure(file({ contract: { types: 'freeze' } }))).message).toContain(
			'source orders breaks its types, which are frozen: orders.csv line 2: quantity is "two"',
		);
	});
});

describe('rules of a column', () => {
	it('set aside what is not accepted, too small, too great, too early or too long', async () => {
		const columns = {
			id: { type: 'text', maxLength: 3 },
			quantity: { type: 'integer', min: 1, max: 10 },
			price: 'decimal',
			ordered_on: { type: 'date', min: '2020-01-01' },
			status: { type: 'text', accepted: ['open', 'paid'] },
		} satisfies SourceInput['columns'];
		folder.write(
			'orders.csv',
			[
				'id,quantity,price,ordered_on,status',
				'A1,1,1,2020-01-01,open',
				'A234,1,1,2020-01-01,open',
				'A3,0,1,2020-01-01,',
				'A4,11,1,2020-01-01,paid',
				'A5,10,1,2019-12-31,paid',
				'A6,1,1,2020-01-01,lost',
				'',
			].join('\n'),
		);
		const { quarantine, loaded } = await folder.load(file({ columns }));
		expect(loaded).toBe(1);
		expect(quarantine.map(({ line, reason, message }) => [line, reason, message])).toEqual([
			[3, 'out_of_range', 'id is "A234", out of range (expected at most 3 characters)'],
			[4, 'out_of_range', 'quantity is "0", out of range (expected 1 to 10)'],
			[5, 'out_of_range', 'quantity is "11", out of range (expected 1 to 10)'],
			[6, 'out_of_range', 'ordered_on is "2019-12-31", out of range (expected at least 2020-01-01)'],
			[7, 'invalid_value', 'status is "lost" (expected open, paid)'],
		]);
	});

	it('set aside what refers to nothing in another source', async () => {
		await folder.loadRows(rowSource({ name: 'customers' }), { pages: [[order('C1', null, 8)]] });
		const source = rowSource({
			columns: { id: 'text', customer: { type: 'text', references: 'customers.id' } },
		});
		const result = await folder.loadRows(source, {
			pages: [
				[
					['A', 'C1'],
					['B', 'C2'],
					['C', null],
				],
			],
		});
		expect(result).toMatchObject({ loaded: 2, quarantined: 1 });
		expect(await folder.rows('select reason, message, original from raw.quarantine')).toEqual([
			{
				reason: 'unknown_reference',
				message: 'customer is "C2", which customers.id does not have',
				original: '{"id":"B","customer":"C2"}',
			},
		]);
	});

	it('set aside such references of files as well', async () => {
		await folder.loadRows(rowSource({ name: 'customers' }), { pages: [[order('C1', null, 8)]] });
		folder.write('orders.csv', 'id,customer\nA,C1\nB,C2\n');
		const source = file({ columns: { id: 'text', customer: { type: 'text', references: 'customers.id' } } });
		expect((await folder.load(source)).quarantine).toMatchObject([
			{ line: 3, reason: 'unknown_reference', original: 'B,C2' },
		]);
	});

	it('ask for the source that they refer to', async () => {
		const source = rowSource({ columns: { id: { type: 'text', references: 'customers.id' } } });
		expect((await folder.rowFailure(source, { pages: [[['A']]] })).message).toBe(
			'source orders: id refers to customers.id, but the source customers is not loaded',
		);
	});

	it.each<[SourceInput['columns'], string]>([
		[{ id: { type: 'integer', accepted: ['1'] } }, 'columns.id has accepted values (those are for text'],
		[{ id: { type: 'text', min: 1 } }, 'columns.id has min or max (those are for numbers, days and times'],
		[{ id: { type: 'date', max: 'tomorrow' } }, 'columns.id has the limit "tomorrow" (expected a day'],
		[{ id: { type: 'integer', pseudonym: true } }, 'columns.id is to be a pseudonym (expected text'],
	])('are refused where they do not fit: %o', (columns, problem) => {
		expect(() => readContract(orderSource(columns === undefined ? {} : { columns }))).toThrow(ConfigError);
		expect(() => readContract(orderSource(columns === undefined ? {} : { columns }))).toThrow(problem);
	});
});

describe('files that are merged', () => {
	const columns = { id: 'text', quantity: 'integer', changed_at: 'timestamp', state: 'text' } as const;
	const source = file({
		path: '*.csv',
		columns,
		key: ['id'],
		disposition: 'merge',
		version: 'changed_at',
		deleted: { column: 'state', values: ['gone'] },
	});
	const header = 'id,quantity,changed_at,state';

	it('keep the newer version of a row, in whatever order they come', async () => {
		folder.write('a.csv', `${header}\nA,2,2026-01-02 00:00:00,\nB,1,2026-01-01 00:00:00,\n`);
		await folder.load(source);
		folder.write('b.csv', `${header}\nA,1,2026-01-01 00:00:00,\nB,3,2026-01-03 00:00:00,\n`);
		expect(await folder.load(source)).toMatchObject({ read: 4, loaded: 1, unchanged: 3 });
		expect(await folder.rows('select id, quantity from raw.orders__rows order by id')).toEqual([
			{ id: 'A', quantity: 2 },
			{ id: 'B', quantity: 3 },
		]);
	});

	it('keep the newer version within a file, too', async () => {
		const versions = ['A,2,2026-01-02 00:00:00,', 'A,,2026-01-03 00:00:00,gone', 'A,1,2026-01-01 00:00:00,'];
		folder.write('a.csv', `${[header, ...versions].join('\n')}\n`);
		expect(await folder.load(source)).toMatchObject({ read: 3, loaded: 1, quarantined: 2 });
		expect(await folder.rows('select id, state from raw.orders__rows')).toEqual([{ id: 'A', state: 'gone' }]);
	});

	it('keep versions with the time that they held where that is asked for, file by file', async () => {
		const versioned = file({ ...source, path: 'a.csv', disposition: 'scd2' });
		folder.write('a.csv', `${header}\nA,1,2026-01-01 00:00:00,\nB,1,2026-01-01 00:00:00,\n`);
		await folder.load(versioned);
		folder.write('a.csv', `${header}\nA,2,2026-01-02 00:00:00,\n`);
		expect(await folder.load(versioned)).toMatchObject({ read: 1, loaded: 1 });
		folder.write('a.csv', `${header}\nA,1,2026-01-03 00:00:00,\nB,1,2026-01-03 00:00:00,\n`);
		await folder.load(versioned);
		const all = `select id, quantity, _valid_to is null as "isCurrent" from raw.orders__rows order by id, _valid_from`;
		expect(await folder.rows(all)).toEqual([
			{ id: 'A', quantity: 1, isCurrent: false },
			{ id: 'A', quantity: 2, isCurrent: false },
			{ id: 'A', quantity: 1, isCurrent: true },
			{ id: 'B', quantity: 1, isCurrent: false },
			{ id: 'B', quantity: 1, isCurrent: true },
		]);
		expect(await folder.load(versioned, { full: true })).toMatchObject({ loaded: 0, unchanged: 2 });
		expect(await folder.rows(all)).toHaveLength(5);
	});
});

describe('what is not to land', () => {
	const columns = {
		id: 'text',
		email: { type: 'text', pseudonym: true },
		quantity: 'integer',
	} as const;
	const csv = [
		'id,email,quantity,phone',
		'A1, Ada@Example.org ,1,+43 1 234',
		'A2,ada@example.org,1,+43 1 234',
		'A3,bea@example.org,many,+43 1 235',
		'A4,cy@example.org,1,+43 1 236,5',
		'',
	].join('\n');
	const pseudonym = createHmac('sha256', KEY).update('ada@example.org').digest('hex').slice(0, 32);

	it('becomes a pseudonym that is the same however the value is written', async () => {
		folder.write('orders.csv', csv.split('\n').slice(0, 3).join('\n'));
		await folder.load(file({ columns, drop: ['phone'] }));
		expect(await folder.rows('select id, email from raw.orders__rows order by id')).toEqual([
			{ id: 'A1', email: pseudonym },
			{ id: 'A2', email: pseudonym },
		]);
		const pages = rowSource({ name: 'pages', columns });
		await folder.loadRows(pages, { pages: [[['P', 'ADA@example.org', '1']]] });
		expect(await folder.rows('select email from raw.pages__rows')).toEqual([{ email: pseudonym }]);
	});

	it('stands nowhere in raw, not even in what is set aside', async () => {
		folder.write('orders.csv', csv);
		const source = file({ columns, drop: ['phone'], contract: { columns: 'evolve' } });
		await folder.load(source);
		const pages = rowSource({ name: 'pages', columns, contract: { columns: 'evolve' }, drop: ['phone'] });
		await folder.loadRows(pages, { pages: [[['P', 'ada@example.org', 'many', null]]] });
		const everything = JSON.stringify([
			await folder.rows('select * from raw.orders__rows'),
			await folder.rows('select * from raw.pages__rows'),
			await folder.rows('select * from raw.quarantine'),
		]);
		expect(everything).not.toMatch(/example\.org|\+43/i);
		expect(await folder.rows("select original from raw.quarantine where source = 'pages'")).toEqual([
			{ original: '{"id":"P","quantity":"many"}' },
		]);
	});
});
