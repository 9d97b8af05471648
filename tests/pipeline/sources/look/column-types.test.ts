import { describe, expect, test } from 'vitest';
import { lookAt, lookAtColumn, lookAtValues, typesOf } from './look-folder.ts';

describe('numbers', () => {
	test.each([
		['1234.56', { decimal: undefined, thousands: undefined }],
		['1,234.56', { decimal: undefined, thousands: ',' }],
		["1'234.56", { decimal: undefined, thousands: "'" }],
		['1234,56', { decimal: ',', thousands: undefined }],
		['1.234,56', { decimal: ',', thousands: '.' }],
		['1 234,56', { decimal: ',', thousands: ' ' }],
	])('such as %s are read as they are written', async (number, format) => {
		const proposal = await lookAtValues(`row_id\tvalue\n1\t${number}\n2\t7\n`);
		expect(typesOf(proposal).value).toBe('decimal');
		expect({ decimal: proposal.format.decimal, thousands: proposal.format.thousands }).toEqual(format);
		expect(proposal.questions).toEqual([]);
	});

	test('without decimals are whole, also where a spreadsheet wrote 12.0', async () => {
		expect((await lookAtColumn('units', ['12.0', '7.0', ''])).type).toBe('integer');
	});

	test('finer than money are floats', async () => {
		expect((await lookAtColumn('ratio', ['0.12345678', '1e-9'])).type).toBe('float');
	});

	test('that begin with a zero are text, whatever the column is called', async () => {
		expect(await lookAtColumn('units', ['00123', '45'])).toMatchObject({
			type: 'text',
			evidence: '1 values begin with a zero that a number would lose',
		});
	});

	test('longer than a number is exact are text', async () => {
		expect((await lookAtColumn('reference', ['9007199254740993', '1'])).type).toBe('text');
	});

	test.each([
		'customer_id',
		'CustomerID',
		'InvoiceNo',
		'Kundennummer',
		'Artikel-Nr.',
		'StockCode',
		'PLZ',
		'zip',
		'Phone',
	])('under the name %s are text, for nobody adds them up', async (name) => {
		expect((await lookAtColumn(name, ['101', '102'])).type).toBe('text');
	});

	test.each(['paid', 'Menge', 'employees', 'valid'])('under the name %s are numbers', async (name) => {
		expect((await lookAtColumn(name, ['101', '102'])).type).toBe('integer');
	});
});

describe('the decimal mark', () => {
	test('is asked for where every number can be read both ways', async () => {
		const text = 'row_id,weight\n1,1.234\n2,2.500\n';
		const open = await lookAtValues(text);
		expect(open.questions).toMatchObject([{ id: 'numbers', suggested: null }]);
		expect(open.questions[0]?.text).toMatch(/is 1\.234 in weight the number 1\.234 or 1234/);
		const german = await lookAtValues(text, { numbers: 'german' });
		expect(german).toMatchObject({ questions: [], format: { decimal: ',', thousands: '.' } });
		const english = await lookAtValues(text, { numbers: 'english' });
		expect(english.questions).toEqual([]);
		expect(english.format).toEqual({});
	});

	test('is told by any other column of the file', async () => {
		const proposal = await lookAtValues('row_id;weight;price\n1;1.234;9,90\n2;2.500;1,5\n');
		expect(proposal.questions).toEqual([]);
		expect(proposal.format).toMatchObject({ preset: 'german-excel' });
		expect(typesOf(proposal)).toMatchObject({ weight: 'integer', price: 'decimal' });
	});

	test('is a point where a number is 0.125, which no mark of thousands parts', async () => {
		expect(await lookAtValues('row_id,weight\n1,0.125\n2,2.500\n')).toMatchObject({ questions: [], format: {} });
	});

	test('is a comma where days are German', async () => {
		const proposal = await lookAtValues('row_id;weight;day\n1;1.234;13.02.2025\n2;2.500;01.03.2025\n');
		expect(proposal.questions).toEqual([]);
		expect(typesOf(proposal).weight).toBe('integer');
	});

	test('of one column that differs from the rest is read by the mapping', async () => {
		const proposal = await lookAt(
			'order_id,customer_id,order_date,quantity,unit_price,weight\nA,1,2025-01-01,1,"9,90",1.5\nB,2,2025-01-02,2,"1.249,50",2.5\nC,2,2025-01-02,2,"7,00",0.25\n',
		);
		const types = typesOf(proposal);
		expect([types.unit_price, types.weight].filter((type) => type === 'text')).toHaveLength(1);
		expect(
			proposal.preview[0]?.rows.map((row) => row[proposal.preview[0]?.columns.indexOf('unit_price') ?? 0]),
		).toEqual(['9.900000', '1249.500000', '7.000000']);
	});
});

describe('days', () => {
	test.each([
		['13.02.2025', '%d.%m.%Y'],
		['13/02/2025', '%d/%m/%Y'],
		['02/13/2025', '%m/%d/%Y'],
		['2025/02/13', '%Y/%m/%d'],
		['13-Feb-2025', '%d-%b-%Y'],
		['2/13/25', '%m/%d/%y'],
	])('such as %s tell how they are written', async (day, dateFormat) => {
		const proposal = await lookAtValues(`row_id,when\n1,${day}\n`);
		expect(proposal).toMatchObject({ format: { dateFormat }, questions: [] });
		expect(typesOf(proposal).when).toBe('date');
	});

	test('in ISO 8601 need no format', async () => {
		expect((await lookAtValues('row_id,when\n1,2025-02-13\n')).format).toEqual({});
	});

	test('of which none tells are asked for', async () => {
		const text = 'row_id,when\n1,02/03/2025\n2,11/12/2025\n';
		const open = await lookAtValues(text);
		expect(open.questions).toMatchObject([{ id: 'dates', suggested: null }]);
		expect((await lookAtValues(text, { dates: 'month-first' })).format).toEqual({
			dateFormat: '%m/%d/%Y',
		});
		expect((await lookAtValues(text, { dates: 'day-first' })).format).toEqual({
			dateFormat: '%d/%m/%Y',
		});
	});

	test('are told by one value of another column, also by a time', async () => {
		expect(await lookAtValues('row_id,from,to\n1,02/03/2025,12/31/2025\n')).toMatchObject({
			format: { dateFormat: '%m/%d/%Y' },
			questions: [],
		});
		expect(await lookAtValues('row_id,from,at\n1,02/03/2025,31/12/2025 14:05\n')).toMatchObject({
			format: { dateFormat: '%d/%m/%Y', timestampFormat: '%d/%m/%Y %H:%M' },
			questions: [],
		});
	});

	test('of eight digits are days only where the name says so', async () => {
		expect((await lookAtColumn('Buchungsdatum', ['20250213', '20250301'])).type).toBe('date');
		expect((await lookAtColumn('units', ['20250213', '20250301'])).type).toBe('integer');
	});
});

describe('times', () => {
	test.each([
		['2025-02-13 14:05:00', {}, null],
		['2025-02-13T14:05:00', {}, null],
		['2025-02-13 14:05', { timestampFormat: '%Y-%m-%d %H:%M' }, null],
		['2025-02-13T14:05:00.000Z', { timestampFormat: '%Y-%m-%dT%H:%M:%S.%fZ' }, 'UTC'],
		['2025-02-13T14:05:00+01:00', { timestampFormat: '%Y-%m-%dT%H:%M:%S%z' }, 'UTC'],
		['02/13/2025 2:05 PM', { timestampFormat: '%m/%d/%Y %I:%M %p' }, null],
	])('such as %s are read with their zone', async (time, format, zone) => {
		const proposal = await lookAtValues(`row_id,at\n1,${time}\n`);
		expect(typesOf(proposal).at).toBe('timestamp');
		expect(proposal).toMatchObject({ format, zone, questions: [], problems: [] });
	});

	test('of German Excel with and without seconds are in its preset', async () => {
		const proposal = await lookAtValues('row_id;at\n1;13.02.2025 14:05\n2;13.02.2025 14:05:30\n');
		expect(typesOf(proposal).at).toBe('timestamp');
		expect(proposal.format).toMatchObject({ preset: 'german-excel' });
	});
});

describe('yes and no', () => {
	test('are booleans in English and German', async () => {
		expect((await lookAtColumn('paid', ['yes', 'no'])).type).toBe('boolean');
		expect((await lookAtColumn('bezahlt', ['ja', 'nein', 'ja'])).type).toBe('boolean');
	});

	test('as 0 and 1 are booleans only where the name says so', async () => {
		expect((await lookAtColumn('is_active', ['0', '1'])).type).toBe('boolean');
		expect((await lookAtColumn('children', ['0', '1'])).type).toBe('integer');
	});
});

describe('values that do not fit', () => {
	const rows = (bad: string): string =>
		Array.from({ length: 200 }, (_, index) => `${index},${index === 7 ? bad : '9.90'}`).join('\n');

	test('of a column that nothing reads make it text, so that no row is set aside for it', async () => {
		const proposal = await lookAt(`customer_id,charge\n${rows(' ')}\n`, 'customers.csv');
		expect(typesOf(proposal).charge).toBe('text');
		expect(proposal.preview[0]?.count).toBe(200);
	});

	test('of a column that is mapped are told of, with how many they are', async () => {
		const proposal = await lookAt(`product_id,list_price\n${rows('on request')}\n`, 'products.csv');
		expect(typesOf(proposal).list_price).toBe('decimal');
		expect(proposal.problems.join()).toMatch(
			/list_price: 199 of 200 values are numbers .* the other 1 would be set aside/,
		);
	});

	test('more than a hundredth make it text, with a sentence', async () => {
		const column = await lookAtColumn('units', ['1', '2', '3', '4', '5', '6', '7', '8', 'n/a', '9']);
		expect(column.type).toBe('text');
		expect(column.evidence).toMatch(/9 of 10 values are numbers, but not all/);
	});
});

test('examples of people are masked, others are shown', async () => {
	const { columns } = await lookAtValues(
		'customer_id,name,email,phone,city\n1,Ada Berg,ada@firn.example,+49 30 1234567,Ulm\n',
	);
	expect(columns.map(({ examples }) => examples[0])).toEqual(['1', 'A…', 'a…@firn.example', '…67', 'Ulm']);
});

test('names that differ by case alone, or are empty, are left out and told of', async () => {
	const proposal = await lookAtValues('id,Name,name,\n1,a,b,c\n');
	expect(proposal.columns.map(({ name }) => name)).toEqual(['id', 'Name']);
	expect(proposal.problems).toEqual([
		'another column differs from "name" by case alone: it is left out',
		'a column has no name: it is left out',
	]);
});
