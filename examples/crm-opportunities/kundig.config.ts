import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '#pipeline/config.ts';

const folder = join(
	resolve(process.env.KUNDIG_EXAMPLES ?? fileURLToPath(new URL('../data', import.meta.url))),
	'crm-opportunities',
);

/** Maven Analytics CRM Sales Opportunities: the deals of a made-up seller of computer hardware, October 2016 to December 2017. */
export default defineConfig({
	company: { name: 'Computer hardware', currency: 'USD', zone: 'America/Chicago' },
	sources: [
		{
			name: 'accounts',
			type: 'file',
			path: join(folder, 'accounts.csv'),
			columns: {
				account: { type: 'text', required: true },
				sector: 'text',
				year_established: 'integer',
				revenue: 'decimal',
				employees: 'integer',
				office_location: 'text',
				subsidiary_of: 'text',
			},
			key: ['account'],
			entities: {
				companies: {
					company_id: 'account',
					name: 'account',
					company_type: { value: 'customer' },
					// Two names are misspelt in the file.
					industry: { sql: "case sector when 'technolgy' then 'technology' else sector end" },
					country: { sql: "case office_location when 'Philipines' then 'Philippines' else office_location end" },
					employee_count: 'employees',
					// In millions in the file.
					annual_revenue: { sql: 'revenue * 1000000' },
					currency: { value: 'USD' },
					parent_company_id: 'subsidiary_of',
				},
			},
		},
		{
			name: 'products',
			type: 'file',
			path: join(folder, 'products.csv'),
			columns: { product: { type: 'text', required: true }, series: 'text', sales_price: 'decimal' },
			key: ['product'],
			entities: {
				products: { product_id: 'product', name: 'product', category: 'series', list_price: 'sales_price' },
			},
		},
		{
			name: 'sales_teams',
			type: 'file',
			path: join(folder, 'sales_teams.csv'),
			columns: { sales_agent: { type: 'text', required: true }, manager: 'text', regional_office: 'text' },
			key: ['sales_agent'],
			entities: {
				users: { user_id: 'sales_agent', name: 'sales_agent', manager: 'manager', office: 'regional_office' },
			},
		},
		{
			name: 'sales_pipeline',
			type: 'file',
			path: join(folder, 'sales_pipeline.csv'),
			columns: {
				opportunity_id: { type: 'text', required: true },
				sales_agent: 'text',
				product: 'text',
				account: 'text',
				deal_stage: 'text',
				engage_date: 'date',
				close_date: 'date',
				close_value: 'decimal',
			},
			key: ['opportunity_id'],
			entities: {
				stages: {
					stage_id: 'deal_stage',
					name: 'deal_stage',
					sales_pipeline: { value: 'Sales' },
					position: { sql: "list_position(['Prospecting', 'Engaging', 'Won', 'Lost'], deal_stage)" },
					outcome: { sql: "case deal_stage when 'Won' then 'won' when 'Lost' then 'lost' else 'open' end" },
				},
				deals: {
					deal_id: 'opportunity_id',
					company_id: 'account',
					owner_id: 'sales_agent',
					// The catalogue writes it with a space.
					product_id: { sql: "case product when 'GTXPro' then 'GTX Pro' else product end" },
					stage_id: 'deal_stage',
					amount: 'close_value',
					currency: { value: 'USD' },
					opened_at: 'engage_date',
					closed_at: 'close_date',
				},
				// The file tells one move by its day, that to Engaging; closing follows from the deal itself.
				deal_stage_events: {
					deal_stage_event_id: { sql: "case when engage_date is not null then opportunity_id || ' engaged' end" },
					deal_id: 'opportunity_id',
					to_stage_id: { value: 'Engaging' },
					changed_at: 'engage_date',
				},
			},
		},
	],
});
