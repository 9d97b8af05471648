import type { ConsentChannel } from '#records/schema/people.ts';
import type { ListColumn } from '#records/schema/lists.ts';
import type { CustomerFigures } from '#warehouse/reads/list-customers.ts';
import type { Recipient } from './list-audience.ts';

/** What a cell of a file holds. */
export type Cell = string | number | null;

export interface FileColumn {
	readonly name: string;
	readonly type: 'text' | 'count' | 'amount' | 'share' | 'day';
	readonly value: (recipient: Recipient, figures: CustomerFigures | undefined) => Cell;
}

function column(name: string, type: FileColumn['type'], value: FileColumn['value']): FileColumn {
	return { name, type, value };
}

function rounded(value: number | null | undefined, places: number): number | null {
	return value === null || value === undefined ? null : Number(value.toFixed(places));
}

const CUSTOMER_ID = column('customer_id', 'text', ({ customer_id }) => customer_id);
const NAME = column('name', 'text', ({ contact }) => contact.full_name);
const PHONE = [CUSTOMER_ID, NAME, column('phone', 'text', ({ contact }) => contact.address)];

/** Without these nobody can be reached on the channel; nothing else leaves unless it is chosen. */
const CHANNEL_COLUMNS: Readonly<Record<ConsentChannel, readonly FileColumn[]>> = {
	email: [CUSTOMER_ID, NAME, column('email', 'text', ({ contact }) => contact.address)],
	phone: PHONE,
	sms: PHONE,
	post: [
		CUSTOMER_ID,
		NAME,
		column('street', 'text', ({ contact }) => contact.address),
		column('postal_code', 'text', ({ contact }) => contact.postal_code),
		column('city', 'text', ({ contact }) => contact.city),
		column('country', 'text', ({ contact }) => contact.country),
	],
};

/** Columns that can be chosen; money in base currency. */
const CHOSEN_COLUMNS: Readonly<Record<ListColumn, FileColumn>> = {
	first_name: column('first_name', 'text', ({ contact }) => contact.first_name),
	last_name: column('last_name', 'text', ({ contact }) => contact.last_name),
	company: column('company', 'text', (_, figures) => (figures?.customer_kind === 'company' ? figures.name : null)),
	language: column('language', 'text', ({ contact }) => contact.language),
	country: column('country', 'text', ({ contact }, figures) => contact.country ?? figures?.country ?? null),
	customer_kind: column('customer_kind', 'text', (_, figures) => figures?.customer_kind ?? null),
	orders_count: column('orders_count', 'count', (_, figures) => figures?.orders_count ?? null),
	net_revenue: column('net_revenue', 'amount', (_, figures) => rounded(figures?.net_revenue, 2)),
	last_order_on: column('last_order_on', 'day', (_, figures) => figures?.last_order_on ?? null),
	segment: column('segment', 'text', (_, figures) => figures?.segment ?? null),
	p_alive: column('p_alive', 'share', (_, figures) => rounded(figures?.p_alive, 4)),
	expected_revenue: column('expected_revenue', 'amount', (_, figures) => rounded(figures?.expected_revenue, 2)),
	value_at_risk: column('value_at_risk', 'amount', (_, figures) => rounded(figures?.value_at_risk, 2)),
};

/** The columns of a file: those that the channel needs, then those that were chosen, each once. */
export function columnsOf(channel: ConsentChannel, chosen: readonly ListColumn[]): FileColumn[] {
	const needed = CHANNEL_COLUMNS[channel];
	const names = new Set(needed.map(({ name }) => name));
	return [...needed, ...[...new Set(chosen)].filter((name) => !names.has(name)).map((name) => CHOSEN_COLUMNS[name])];
}
