import { describe, expect, test } from 'vitest';
import { lookAt, mappingOf } from './look-folder.ts';

async function entitiesOf(text: string, name?: string): Promise<string[]> {
	return (await lookAt(text, name)).entities.map(({ entity }) => entity);
}

describe('what a file is', () => {
	test.each([
		['CustomerID,CompanyName,City,Country,Phone\nA,Firn,Bern,CH,1\n', 'customers.csv', ['customers']],
		['Kundennummer;Vorname;Nachname;E-Mail;PLZ;Ort\nK1;Ada;Berg;a@b.de;01067;Dresden\n', 'kunden.csv', ['customers']],
		['ProductID,ProductName,Category,UnitPrice\n1,Tent,Tents,9.90\n', 'products.csv', ['products']],
		['Artikelnummer;Bezeichnung;Warengruppe;Listenpreis\nA1;Zelt;Zelte;9,90\n', 'artikel.csv', ['products']],
		['OrderID,CustomerID,OrderDate,ShipCountry\n1,A,2025-01-01,CH\n', 'orders.csv', ['orders']],
		['opportunity_id,account,deal_stage,close_value,close_date\n1,Firn,Won,9,2025-01-01\n', 'x.csv', ['deals']],
		['Ticket ID,Ticket Subject,Ticket Status,Ticket Priority\n1,Help,Open,High\n', 'x.csv', ['tickets']],
		['currency,date,rate\nUSD,2025-01-01,0.9\n', 'rates.csv', ['exchange_rates']],
		['lead_id,lead_source,status,email\n1,Web,new,a@b.example\n', 'leads.csv', ['leads']],
		['campaign_id,date,spend\nC1,2025-01-01,9.90\n', 'ad_spend.csv', ['campaign_costs']],
	])('%#: is told by its names, English or German', async (text, name, wanted) => {
		const found = await entitiesOf(text, name);
		expect(found[0]).toBe(wanted[0]);
	});

	test('that no name tells is asked, and can be answered', async () => {
		const text = 'visit,clicks\na,1\nb,2\n';
		const open = await lookAt(text);
		expect(open.questions).toMatchObject([{ id: 'entity', suggested: null }]);
		expect(open.entities).toEqual([]);
		expect(await lookAt(text, 'x.csv', { answers: { entity: 'none' } })).toMatchObject({ entities: [], questions: [] });
	});

	test('that a person says but the file cannot be is told with what is missing', async () => {
		const { problems } = await lookAt('visit,clicks\na,1\nb,2\n', 'x.csv', {
			answers: { entity: 'order_lines, wishes' },
		});
		expect(problems.some((each) => each.startsWith('order_lines needs quantity, unit_price, and no column'))).toBe(
			true,
		);
		expect(problems.some((each) => each.startsWith('unknown entity "wishes"'))).toBe(true);
	});
});

describe('money of lines', () => {
	const line = (header: string, row: string): Promise<Record<string, unknown>> =>
		lookAt(`order_id,order_date,customer_id,${header}\nA,2025-01-01,1,${row}\nB,2025-01-02,2,${row}\n`).then(
			(proposal) => mappingOf(proposal, 'order_lines'),
		);

	test('is quantity and price where both are there', async () => {
		expect(await line('quantity,unit_price', '2,9.90')).toMatchObject({
			quantity: 'quantity',
			unit_price: 'unit_price',
		});
	});

	test('is the price less a discount, as a share or in percent', async () => {
		expect(await line('quantity,unit_price,discount', '2,9.90,0.1')).toMatchObject({
			unit_price: { sql: '"unit_price" * (1 - coalesce("discount", 0))' },
		});
		expect(await line('quantity,unit_price,discount', '2,9.90,15')).toMatchObject({
			unit_price: { sql: '"unit_price" * (1 - coalesce("discount" / 100, 0))' },
		});
	});

	test('is the money of the line by its quantity where there is no price', async () => {
		const proposal = await lookAt(
			'order_id,order_date,customer_id,quantity,amount\nA,2025-01-01,1,4,10.00\nB,2025-01-02,2,0,5.00\n',
		);
		const [lines] = proposal.preview;
		const at = (name: string): number => lines?.columns.indexOf(name) ?? -1;
		// Where the quantity is 0 the money is not lost.
		expect(lines?.rows.map((row) => [row[at('quantity')], row[at('unit_price')]])).toEqual([
			[4, '2.500000'],
			[1, '5.000000'],
		]);
	});

	test('is one at the whole amount where there is no quantity', async () => {
		expect(await line('amount', '10.00')).toMatchObject({ quantity: { value: 1 }, unit_price: 'amount' });
	});

	test('is one at price times quantity where a quantity is not whole', async () => {
		expect(await line('quantity,unit_price', '1.5,9.90')).toMatchObject({
			quantity: { value: 1 },
			unit_price: { sql: '"unit_price" * "quantity"' },
		});
	});

	test('of a log without orders makes each row an order', async () => {
		const proposal = await lookAt('customer_id,date,amount\n1,2025-01-01,9.90\n1,2025-01-02,5\n');
		expect(mappingOf(proposal, 'orders')).toMatchObject({ order_id: { line: true }, ordered_at: 'date' });
		expect(proposal.preview.find(({ entity }) => entity === 'orders')?.count).toBe(2);
	});
});

test('first and last name are one, and so are street and house number', async () => {
	const proposal = await lookAt(
		'Kundennummer;Vorname;Nachname;Straße;Hausnummer\nK1;Ada;Berg;Hauptstr.;7b\n',
		'kunden.csv',
	);
	const [customers] = proposal.preview;
	expect(
		Object.fromEntries((customers?.columns ?? []).map((name, index) => [name, customers?.rows[0]?.[index]])),
	).toEqual({
		customer_id: 'K1',
		name: 'Ada Berg',
		street: 'Hauptstr. 7b',
	});
});

test('words of others become ours: statuses, priorities, kinds of customers, outcomes, percents', async () => {
	const tickets = await lookAt(
		'ticket_id,status,priority\n1,Pending Customer Response,Critical\n2,Closed,Low\n',
		'tickets.csv',
	);
	expect(tickets.preview[0]?.rows).toEqual([
		['1', 'pending', 'urgent'],
		['2', 'closed', 'low'],
	]);
	const customers = await lookAt('customer_id,customer_type\n1,Firma\n2,Privat\n', 'customers.csv');
	expect(customers.preview[0]?.rows).toEqual([
		['1', 'company'],
		['2', 'consumer'],
	]);
	const deals = await lookAt(
		'deal_id,deal_stage,probability\n1,Closed Won,100\n2,Verloren,0\n3,Angebot,40\n',
		'deals.csv',
	);
	const [preview] = deals.preview;
	const at = (name: string): number => preview?.columns.indexOf(name) ?? -1;
	expect(preview?.rows.map((row) => [row[at('outcome')], row[at('probability')]])).toEqual([
		['won', 1],
		['lost', 0],
		['open', 0.4],
	]);
});

test('each mapping has a confidence and a reason', async () => {
	const { entities } = await lookAt('order_id,date,quantity,unit_price,customer_id\nA,2025-01-01,1,2,3\n');
	const columns = entities.flatMap((entity) => entity.columns);
	expect(columns.every(({ confidence, why }) => confidence > 0 && confidence <= 1 && why !== '')).toBe(true);
	expect(columns.find(({ column }) => column === 'order_id')?.confidence).toBe(1);
	expect(columns.find(({ column }) => column === 'ordered_at')?.confidence).toBe(0.6);
});
