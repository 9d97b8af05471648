import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '#pipeline/config.ts';

const folder = resolve(process.env.KUNDIG_EXAMPLES ?? fileURLToPath(new URL('../data', import.meta.url)));

/** A customer has no key but the address, which must not stand in the marts: a fingerprint of it does. */
const CUSTOMER_ID = { sql: 'md5(lower(trim("Customer Email")))' };

/** Customer support tickets: 8,469 made-up requests to an electronics shop, in one file. */
export default defineConfig({
	company: { name: 'Support tickets', currency: 'USD', zone: 'UTC' },
	sources: [
		{
			name: 'support_tickets',
			type: 'file',
			path: join(folder, 'support-tickets', 'support_tickets.csv.gz'),
			columns: {
				'Ticket ID': { type: 'text', required: true },
				'Customer Name': 'text',
				'Customer Email': 'text',
				'Customer Age': 'integer',
				'Customer Gender': 'text',
				'Product Purchased': 'text',
				'Date of Purchase': 'date',
				'Ticket Type': 'text',
				'Ticket Subject': 'text',
				'Ticket Description': 'text',
				'Ticket Status': 'text',
				Resolution: 'text',
				'Ticket Priority': 'text',
				'Ticket Channel': 'text',
				'First Response Time': 'timestamp',
				'Time to Resolution': 'timestamp',
				// Written 3.0.
				'Customer Satisfaction Rating': 'decimal',
			},
			key: ['Ticket ID'],
			entities: {
				customers: {
					customer_id: CUSTOMER_ID,
					customer_kind: { value: 'consumer' },
					name: 'Customer Name',
					email: 'Customer Email',
				},
				products: { product_id: 'Product Purchased', name: 'Product Purchased' },
				// When a ticket was opened is not in the file, nor when it was rated.
				tickets: {
					ticket_id: 'Ticket ID',
					number: 'Ticket ID',
					customer_id: CUSTOMER_ID,
					email: 'Customer Email',
					subject: 'Ticket Subject',
					product_id: 'Product Purchased',
					status: {
						sql: `case "Ticket Status" when 'Open' then 'open' when 'Pending Customer Response' then 'pending'
							when 'Closed' then 'closed' else "Ticket Status" end`,
					},
					priority: {
						sql: `case "Ticket Priority" when 'Low' then 'low' when 'Medium' then 'normal' when 'High' then 'high'
							when 'Critical' then 'urgent' else "Ticket Priority" end`,
					},
					ticket_type: {
						sql: `case "Ticket Type" when 'Refund request' then 'refund' when 'Technical issue' then 'problem'
							when 'Cancellation request' then 'cancellation' when 'Product inquiry' then 'question'
							when 'Billing inquiry' then 'billing' else "Ticket Type" end`,
					},
					channel: {
						sql: `case "Ticket Channel" when 'Email' then 'email' when 'Phone' then 'phone' when 'Chat' then 'chat'
							when 'Social media' then 'social' else "Ticket Channel" end`,
					},
					first_response_at: 'First Response Time',
					resolved_at: 'Time to Resolution',
					satisfaction: { sql: '"Customer Satisfaction Rating"::integer' },
				},
			},
		},
	],
});
