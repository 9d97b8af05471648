import { describe, expect, test } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { givenEntities } from '../../given-entities.ts';
import type { GivenRow } from '../../given-entities.ts';
import { TINY_CRM } from '../../metrics/tiny-crm.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

function desk(
	tickets: readonly GivenRow[],
	also: Readonly<Record<string, readonly GivenRow[]>> = {},
): Promise<Connection> {
	return openWarehouse({
		relations: ['fct_tickets', 'dim_ticket_subjects'],
		sources: givenEntities({ ...TINY_CRM, tickets, ...also }),
	});
}

describe('minutes until a response and a resolution', () => {
	async function minutes(ticket: GivenRow): Promise<unknown[]> {
		const db = await desk([{ ticket_id: 't1', ...ticket }]);
		const [found = []] = await tableOf(
			db,
			'select first_response_minutes, resolution_minutes, is_resolved_before_response from fct_tickets',
		);
		return found;
	}

	test('are those of business alone', async () => {
		// Friday, 10 January 2025, half past four; answered on Monday at half past nine, resolved on Tuesday at nine.
		const ticket = {
			opened_at: '2025-01-10 16:30:00',
			first_response_at: '2025-01-13 09:30:00',
			resolved_at: '2025-01-14 09:00:00',
		};
		expect(await minutes(ticket)).toEqual([60, 30 + 480, false]);
	});

	test('are unknown without an opening or an end', async () => {
		expect(await minutes({ first_response_at: '2025-01-13 09:30:00' })).toEqual([null, null, false]);
		expect(await minutes({ opened_at: '2025-01-13 09:30:00' })).toEqual([null, null, false]);
	});

	test('are unknown where the end lies before the opening', async () => {
		const ticket = { opened_at: '2025-01-13 10:00:00', first_response_at: '2025-01-13 09:30:00' };
		expect(await minutes({ ...ticket, resolved_at: '2025-01-13 09:45:00' })).toEqual([null, null, false]);
	});

	test('to a resolution before the first response are unknown, and the ticket says so', async () => {
		const ticket = { opened_at: '2025-01-13 10:00:00', first_response_at: '2025-01-13 11:00:00' };
		expect(await minutes({ ...ticket, resolved_at: '2025-01-13 10:30:00' })).toEqual([60, null, true]);
		// Answered and resolved in one.
		expect(await minutes({ ...ticket, resolved_at: '2025-01-13 11:00:00' })).toEqual([60, 60, false]);
	});
});

test('a ticket is open while it is new, open or pending; without a status until it is resolved', async () => {
	const statuses = ['new', 'open', 'pending', 'solved', 'closed', null];
	const tickets = statuses.map((status, index) => ({ ticket_id: `t${index}`, status }));
	const db = await desk([...tickets, { ticket_id: 't9', resolved_at: '2025-01-13 10:30:00' }]);
	expect(await tableOf(db, 'select ticket_id from fct_tickets where is_open order by ticket_id')).toEqual([
		['t0'],
		['t1'],
		['t2'],
		['t5'],
	]);
});

test('it is of the customer it names, else of its company, its contact, or whoever alone has its address', async () => {
	const db = await desk(
		[
			{ ticket_id: 't1', customer_id: 'c1', company_id: 'co1' },
			{ ticket_id: 't2', company_id: 'co1', contact_id: 'ct1' },
			{ ticket_id: 't3', contact_id: 'ct1', email: 'bert@example.org' },
			{ ticket_id: 't4', email: ' Bert@Example.org ' },
			{ ticket_id: 't5', email: 'shared@example.org' },
			{ ticket_id: 't6', email: 'unknown@example.org' },
		],
		{
			customers: [
				{ customer_id: 'c1', email: 'bert@example.org', country: 'France' },
				{ customer_id: 'c2', email: 'shared@example.org' },
				{ customer_id: 'c3', email: 'shared@example.org' },
			],
		},
	);
	expect(await tableOf(db, 'select ticket_id, customer_id, country from fct_tickets order by ticket_id')).toEqual([
		['t1', 'c1', 'France'],
		['t2', 'company:co1', 'Germany'],
		['t3', 'contact:ct1', 'Austria'],
		['t4', 'c1', 'France'],
		['t5', null, null],
		['t6', null, null],
	]);
});

test('a ticket of a customer who has become another one is theirs', async () => {
	// The contact has the address of c1: both are c1, and what named the contact's own id counts for them.
	const db = await desk([{ ticket_id: 't1', customer_id: 'contact:ct1' }], {
		customers: [{ customer_id: 'c1', email: 'anna@example.org' }],
	});
	expect(await tableOf(db, 'select customer_id from fct_tickets')).toEqual([['c1']]);
});

test('subjects lie in people.duckdb alone', async () => {
	const db = await desk([{ ticket_id: 't1', subject: 'My invoice' }, { ticket_id: 't2' }]);
	expect(await tableOf(db, 'select ticket_id, subject from people.main.dim_ticket_subjects')).toEqual([
		['t1', 'My invoice'],
	]);
});
