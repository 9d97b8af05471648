import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lookAtFile } from '#pipeline/sources/look/look-at-file.ts';
import { projectFolder } from '../../../support/project.ts';

const data = resolve(process.env.KUNDIG_EXAMPLES ?? join(projectFolder, '..', 'shared', 'data'));

/** What each file is known to be, by the README beside it. */
const FILES = [
	['northwind/orders.csv', 830, ['OrderID'], ['orders']],
	['northwind/order_details.csv', 2155, ['OrderID', 'ProductID'], ['order_lines']],
	['northwind/customers.csv', 93, ['CustomerID'], ['customers']],
	['northwind/products.csv', 77, ['ProductID'], ['products']],
	['northwind/employees.csv', 9, ['EmployeeID'], ['users']],
	['crm-opportunities/accounts.csv', 85, ['account'], ['companies']],
	['crm-opportunities/sales_pipeline.csv', 8800, ['opportunity_id'], ['deals']],
	['crm-opportunities/sales_teams.csv', 35, ['sales_agent'], ['users']],
	['support-tickets/support_tickets.csv.gz', 8469, ['Ticket ID'], ['tickets']],
	['cdnow/cdnow_master.csv.gz', 69_659, [], ['order_lines', 'orders', 'customers']],
	['lead-scoring/leads.csv.gz', 9240, ['Prospect ID'], ['leads']],
] as const;

describe.skipIf(!existsSync(data))('real files', () => {
	test.each(FILES)('%s is known for what it is', async (name, rows, key, entities) => {
		const path = join(data, name);
		if (!existsSync(path)) return;
		const proposal = await lookAtFile(path);
		expect(proposal).toMatchObject({ rows, key, isWhole: true });
		expect(proposal.entities.map(({ entity }) => entity)).toEqual(entities);
		// Whatever was tried came out: nothing that is mapped lost a row.
		expect(proposal.preview[0]?.count).toBe(proposal.previewedRows);
	});
});
