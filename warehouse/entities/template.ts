import type { Entity, EntityColumnType } from './entity.ts';

const BY_TYPE: Readonly<Record<EntityColumnType, string>> = {
	text: '',
	integer: '1',
	decimal: '19.90',
	float: '0.5',
	boolean: 'true',
	date: '2026-01-31',
	timestamp: '2026-01-31 09:30:00',
};

/** Examples that say more than their type; those of closed lists are of them. */
const BY_NAME: Readonly<Record<string, string>> = {
	name: 'Example',
	email: 'ada@example.com',
	address: 'ada@example.com',
	phone: '+49 30 1234567',
	street: 'Main Street 1',
	postal_code: '01067',
	city: 'Dresden',
	country: 'Germany',
	currency: 'EUR',
	language: 'de',
	domain: 'example.com',
	employer: 'Example Ltd',
	subject: 'A question',
	category: 'Tents',
	customer_kind: 'company',
	company_type: 'customer',
	industry: 'Retail',
	job_title: 'Buyer',
	channel: 'web',
	source: 'referral',
	line_kind: 'sale',
	outcome: 'open',
	priority: 'normal',
	activity_type: 'call',
	subject_type: 'contact',
	purpose: 'newsletter',
	evidence: 'form',
	forecast_category: 'pipeline',
	sales_pipeline: 'Sales',
	stage: 'Proposal',
	discount: '0.1',
	satisfaction: '5',
	manager: 'Grace',
	team: 'North',
	office: 'Berlin',
};

/** Statuses by entity, for each has words of its own. */
const STATUSES: Readonly<Record<string, string>> = {
	leads: 'new',
	tickets: 'open',
	campaigns: 'active',
	campaign_members: 'sent',
	consent_events: 'granted',
};

function exampleOf(entity: string, column: string, type: EntityColumnType): string {
	if (column === 'status') return STATUSES[entity] ?? '';
	if ((entity === 'consent_events' || entity === 'suppressions') && column === 'channel') return 'email';
	const named = BY_NAME[column];
	if (named !== undefined) return named;
	if (type === 'text' && column.endsWith('_id')) return `${column.slice(0, 1).toUpperCase()}1`;
	return BY_TYPE[type];
}

function field(text: string): string {
	return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A CSV file for an entity to be filled in: a header with its columns, and a line as an example. */
export function templateCsv({ name, columns }: Entity): string {
	const entries = Object.entries(columns);
	const header = entries.map(([column]) => column).join(',');
	const example = entries.map(([column, { type }]) => field(exampleOf(name, column, type))).join(',');
	return `${header}\n${example}\n`;
}
