import { onTestFinished } from 'vitest';
import type { Records } from '#records/database.ts';
import { addConsent } from '#records/people/consents.ts';
import type { ConsentInput } from '#records/people/consent-input.ts';
import { createContact } from '#records/people/contacts.ts';
import type { ContactInput } from '#records/people/contact-input.ts';
import { createList } from '#records/marketing/lists.ts';
import type { ListInput } from '#records/marketing/lists.ts';
import { listById } from '#records/marketing/list-read.ts';
import type { DefinedList } from '#records/marketing/list-read.ts';
import { listDefinition } from '#records/marketing/list-definition.ts';
import type { ListDefinition } from '#records/marketing/list-definition.ts';
import * as v from 'valibot';
import type { Connection } from '#warehouse/database.ts';
import { acting, openTestRecords } from '../records/open-records.ts';
import type { Do } from '../records/open-records.ts';
import { buildWarehouse } from '../warehouse/build-warehouse.ts';
import type { BuiltWarehouse } from '../warehouse/build-warehouse.ts';

/** A customer of the snapshot, as a test names them; what is left out is nothing in particular. */
export interface WorldCustomer {
	readonly customer_id: string;
	readonly country?: string | null;
	readonly customer_kind?: string | null;
	readonly orders_count?: number;
	readonly net_revenue?: number;
	readonly first_order_on?: string | null;
	readonly last_order_on?: string | null;
	readonly segment?: string | null;
	readonly status?: string;
	readonly p_alive?: number | null;
	readonly expected_revenue?: number | null;
	readonly value_at_risk?: number | null;
}

/** Records, and a snapshot as of 1 April 2026 whose customers a test names. */
export interface ListWorld {
	readonly records: Records;
	readonly db: Connection;
	readonly doing: Do;
	/** Puts customers into the snapshot. */
	addCustomers(customers: readonly WorldCustomer[]): Promise<void>;
	/** Says in the snapshot that a record is a customer. */
	link(entity: 'contacts' | 'companies', sourceId: string, customerId: string): Promise<void>;
	/** Makes a contact who is a customer, has an address, and said what they are given to say. */
	addContact(
		customerId: string | null,
		contact: ContactInput,
		said?: readonly Partial<ConsentInput>[],
	): Promise<string>;
	addList(name: string, definition: Partial<v.InferInput<typeof listDefinition>>): Promise<DefinedList>;
}

export const AS_OF = '2026-04-01';

export function definitionOf(definition: Partial<v.InferInput<typeof listDefinition>> = {}): ListDefinition {
	return v.parse(listDefinition, { channel: 'email', purpose: 'marketing', ...definition });
}

const COPIED = [
	['marts', 'dim_customers'],
	['marts', 'identity_links'],
	['marts', 'fct_orders'],
	['marts', 'fct_order_lines'],
	['marts', 'customer_scores'],
	['marts', 'snapshot_info'],
	['people', 'dim_people'],
] as const;

const CUSTOMER_DEFAULTS = {
	country: 'Germany',
	customer_kind: 'consumer',
	orders_count: 1,
	net_revenue: 100,
	first_order_on: '2025-01-10',
	last_order_on: '2026-02-10',
	segment: null,
	status: 'no_history',
	p_alive: null,
	expected_revenue: null,
	value_at_risk: null,
};

async function insertCustomers(db: Connection, customers: readonly WorldCustomer[]): Promise<void> {
	const rows = JSON.stringify(customers.map((customer) => ({ ...CUSTOMER_DEFAULTS, ...customer })));
	const shape = `'[{"customer_id":"VARCHAR","country":"VARCHAR","customer_kind":"VARCHAR","orders_count":"BIGINT",
		"net_revenue":"DOUBLE","first_order_on":"DATE","last_order_on":"DATE","segment":"VARCHAR","status":"VARCHAR",
		"p_alive":"DOUBLE","expected_revenue":"DOUBLE","value_at_risk":"DOUBLE"}]'`;
	const given = `(select unnest(from_json($1, ${shape}), recursive := true))`;
	await db.run(
		`insert into dim_customers by name
		select customer_id, country, customer_kind, orders_count, net_revenue, net_revenue as sales_revenue,
			0 as returns_revenue, first_order_on, last_order_on, true as is_in_source from ${given}`,
		[rows],
	);
	await db.run(`insert into dim_people by name select customer_id, 'Customer ' || customer_id as name from ${given}`, [
		rows,
	]);
	await db.run(
		`insert into customer_scores by name
		select customer_id, segment, status, p_alive, expected_revenue, value_at_risk from ${given}`,
		[rows],
	);
}

let built: Promise<BuiltWarehouse> | undefined;
let worlds = 0;

/** The marts that the transforms make, empty: made once, and copied for each test. */
async function openEmptyMarts(): Promise<Connection> {
	built ??= buildWarehouse({ sources: [], asOf: AS_OF });
	const { db } = await built;
	const world = `world${(worlds += 1)}`;
	await db.run(`attach ':memory:' as ${world}`);
	for (const [catalog, table] of COPIED) {
		await db.run(`create table ${world}.main.${table} as from ${catalog}.main.${table}`);
	}
	await db.run(`set search_path = '${world}.main'`);
	onTestFinished(async () => {
		await db.run("set search_path = 'memory.main'");
		await db.run(`detach ${world}`);
	});
	return db;
}

/** Opens an empty world that goes with the test. */
export async function openListWorld(): Promise<ListWorld> {
	const { records } = await openTestRecords();
	const db = await openEmptyMarts();
	const doing = acting(records);
	const link = async (entity: string, sourceId: string, customerId: string): Promise<void> => {
		await db.run(`insert into identity_links values ('records', $1, $2, $3, 'external key')`, [
			entity,
			sourceId,
			customerId,
		]);
	};
	return {
		records,
		db,
		doing,
		link,
		addCustomers: (customers) => insertCustomers(db, customers),
		async addContact(customerId, contact, said = []) {
			const { contact_id } = await doing(async (transaction, author) => {
				const made = await createContact(transaction, author, contact);
				for (const words of said) {
					const whole = {
						channel: 'email',
						purpose: 'marketing',
						status: 'granted',
						evidence: 'double_opt_in',
						...words,
					};
					await addConsent(transaction, author, made.contact_id, whole);
				}
				return made;
			});
			if (customerId !== null) await link('contacts', contact_id, customerId);
			return contact_id;
		},
		async addList(name, definition) {
			const input: ListInput = { name, definition: { ...definitionOf(definition) } };
			const { list_id } = await doing((transaction, author) => createList(transaction, author, input));
			const list = await listById(records, list_id);
			if (list === null) throw new Error('the list that was made is not there');
			return list;
		},
	};
}
