import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { ENTITIES } from '#warehouse/entities/entities.ts';
import { isKnownZone, mappingProblems } from '#warehouse/mapping.ts';
import type { MappedSource } from '#warehouse/mapping.ts';
import type { StagingValue } from '#warehouse/staging.ts';

let database: Database;
let connection: Connection;

beforeAll(async () => {
	database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	connection = await database.connect();
});

afterAll(() => {
	connection.closeSync();
	database.close();
});

const COLUMNS = {
	InvoiceNo: 'text',
	Quantity: { type: 'integer' },
	UnitPrice: 'decimal',
	InvoiceDate: 'timestamp',
	'Paid?': 'boolean',
} as const;

const LINES = {
	order_line_id: { line: true },
	order_id: 'InvoiceNo',
	quantity: 'Quantity',
	unit_price: 'UnitPrice',
} as const;

function source(entities: MappedSource['entities']): MappedSource {
	return { name: 'lines', key: [], columns: COLUMNS, entities };
}

/** What is said of one mapping value of order_lines; null when nothing is. */
async function problemOf(column: string, value: StagingValue): Promise<string | null> {
	const problems = await mappingProblems(connection, source({ order_lines: { ...LINES, [column]: value } }));
	expect(problems.every(({ key }) => key === `sources.lines.entities.order_lines.${column}`)).toBe(true);
	return problems[0]?.message ?? null;
}

test('a mapping of every kind of value passes', async () => {
	const problems = await mappingProblems(
		connection,
		source({
			order_lines: {
				...LINES,
				currency: { value: 'GBP' },
				unit_cost: { value: 1.5 },
				ordered_at: 'InvoiceDate',
				line_kind: { sql: "case when InvoiceNo like 'C%' then 'return' when \"Paid?\" then 'sale' end -- as billed" },
			},
		}),
	);
	expect(problems).toEqual([]);
});

test('an unknown entity lists the entities there are', async () => {
	expect(await mappingProblems(connection, source({ invoices: {} }))).toEqual([
		{
			key: 'sources.lines.entities.invoices',
			message: `unknown entity (expected ${ENTITIES.map(({ name }) => name).join(', ')})`,
		},
	]);
});

test('an unknown column of an entity lists its columns', async () => {
	expect(await problemOf('price', 'UnitPrice')).toMatch(
		/^unknown column \(expected order_line_id, order_id, product_id, line_kind, quantity, unit_price, /,
	);
});

test('required columns that are left out are named, each by its key', async () => {
	const problems = await mappingProblems(connection, source({ orders: { order_id: 'InvoiceNo' } }));
	expect(problems).toEqual([
		{ key: 'sources.lines.entities.orders.ordered_at', message: 'missing: orders cannot do without it' },
	]);
});

test('a column that the source does not declare is named beside those it does', async () => {
	expect(await problemOf('customer_id', 'CustomerID')).toBe(
		'the source declares no column "CustomerID" (expected InvoiceNo, Quantity, UnitPrice, InvoiceDate, Paid?)',
	);
});

describe('types', () => {
	test('text is not taken for a number, so that no value can fail when it is mapped', async () => {
		expect(await problemOf('unit_cost', 'InvoiceNo')).toBe(
			'column "InvoiceNo" is text (expected decimal: declare it so, or convert it with { sql })',
		);
	});

	test('a decimal is not rounded to an integer in silence', async () => {
		expect(await problemOf('quantity', 'UnitPrice')).toMatch(/^column "UnitPrice" is decimal \(expected integer/);
	});

	test('an integer may fill a decimal, and anything a text', async () => {
		expect(await problemOf('unit_cost', 'Quantity')).toBeNull();
		expect(await problemOf('customer_id', 'Quantity')).toBeNull();
	});

	test('a constant has to be of the type of its column', async () => {
		expect(await problemOf('quantity', { value: 'many' })).toBe('"many" is no integer');
		expect(await problemOf('unit_cost', { value: '1.25' })).toBeNull();
		expect(await problemOf('ordered_at', { value: true })).toBe('true is no timestamp');
	});

	test('file and line fill text alone', async () => {
		expect(await problemOf('quantity', { line: true })).toBe('{ line } gives text (expected integer)');
	});

	test('an expression has to fit its column', async () => {
		expect(await problemOf('ordered_at', { sql: "timezone('Europe/London', InvoiceDate)" })).toMatch(
			/gives a time with a zone \(expected the time as written\)$/,
		);
		expect(await problemOf('ordered_at', { sql: 'InvoiceDate + interval 1 hour' })).toBeNull();
		expect(await problemOf('customer_id', { sql: 'upper(Quantity, 1)' })).toMatch(
			/^"upper\(Quantity, 1\)" does not fit: No function matches/,
		);
	});
});

describe('expressions', () => {
	test.each([
		["case when InvoiceNo like 'C%' then", 'does not parse: syntax error at end of input'],
		['InvoiceNo || CustomerID', 'names "CustomerID", which the source does not declare (expected InvoiceNo, Quantity'],
		['lines.InvoiceNo', 'names "lines.InvoiceNo", which the source does not declare'],
		['_file', 'names "_file", which the source does not declare'],
		['(select max(order_id) from stg_orders)', 'holds a subquery'],
		["exists (from read_text('/etc/passwd'))", 'holds a subquery'],
		['sum(Quantity)', 'holds an aggregate, sum()'],
		['row_number() over ()', 'holds a window function'],
		['unnest([1, 2])', 'makes several rows of one with unnest()'],
		['*', 'holds a star'],
		["columns('Inv.*')", 'holds a star'],
		['$1', 'holds a parameter'],
		['now()', "calls now(), whose value is not the row's alone"],
		['random()', "calls random(), whose value is not the row's alone"],
		['shout(InvoiceNo)', 'calls shout(), which is no scalar function'],
		['InvoiceNo, Quantity', 'is not one expression'],
		['InvoiceNo as id', 'is not one expression'],
		["'x' from read_csv('other.csv')", 'is not one expression'],
		['InvoiceNo where Quantity > 1', 'is not one expression'],
		['distinct InvoiceNo', 'is not one expression'],
		['InvoiceNo union select 1', 'is not one expression'],
		['InvoiceNo; drop table loads', 'does not parse'],
		['InvoiceNo) + (Quantity', 'does not parse'],
		['', 'does not parse'],
	])('%s is refused', async (expression, message) => {
		expect(await problemOf('customer_id', { sql: expression })).toContain(message);
	});

	test.each([
		"coalesce(nullif(trim(invoiceno), ''), 'none')",
		"regexp_replace(InvoiceNo, '^0+', '')",
		'list_sum(list_transform([Quantity, 2], part -> part * Quantity))::varchar',
		"strftime(InvoiceDate, '%Y')",
		'Quantity between 1 and 9',
	])('%s passes', async (expression) => {
		expect(await problemOf('customer_id', { sql: expression })).toBeNull();
	});
});

test('knows the zones that instants can be turned into', async () => {
	expect(await isKnownZone(connection, 'Europe/Berlin')).toBe(true);
	expect(await isKnownZone(connection, 'UTC')).toBe(true);
	expect(await isKnownZone(connection, 'Europe/Bärlin')).toBe(false);
});
