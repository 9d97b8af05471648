import type { Author } from '#records/changes/act.ts';
import type { RecordsTransaction } from '#records/database.ts';
import { createCompany } from '#records/people/companies.ts';
import { createContact } from '#records/people/contacts.ts';
import { languageOf } from './personas.ts';
import type { Account, Persona } from './personas.ts';
import { idOf } from './written.ts';

/** Writes a company: a customer with everything the shop knows, else a prospect. */
export async function writeAccount(
	transaction: RecordsTransaction,
	author: Author,
	account: Account,
	createdAt?: string,
): Promise<void> {
	const { customer, name, domain, country, city, owner } = account;
	const company = await createCompany(
		transaction,
		author,
		{
			name,
			domain,
			city,
			country: country.name,
			owner_id: idOf(owner),
			company_type: customer === null ? 'prospect' : 'customer',
			...(customer === null ? {} : shopFields(account)),
		},
		{ createdAt },
	);
	account.id = company.company_id;
}

/** What the shop knows of a company that is its customer. */
export function shopFields({ customer }: Account): {
	readonly external_key?: string;
	readonly email?: string | null;
	readonly phone?: string | null;
	readonly street?: string;
	readonly postal_code?: string;
} {
	if (customer === null) return {};
	const { email, phone, street, postalCode } = customer.person;
	return {
		external_key: customer.customerId,
		email: email || null,
		phone: phone || null,
		street,
		postal_code: postalCode,
	};
}

/** Writes a contact with their place in their company. */
export async function writePersona(
	transaction: RecordsTransaction,
	author: Author,
	persona: Persona,
	fields: {
		readonly emails: readonly string[];
		readonly externalKey?: string | null;
		readonly ownerId?: string | null;
		readonly createdAt?: string | undefined;
	},
): Promise<void> {
	const { firstName, lastName, phone, country, jobTitle, account, customer } = persona;
	const isConsumer = account === null && customer !== null;
	const contact = await createContact(
		transaction,
		author,
		{
			first_name: firstName,
			last_name: lastName,
			job_title: jobTitle,
			language: languageOf(country),
			lifecycle_stage: customer === null && account?.customer === null ? 'prospect' : 'customer',
			country: country.name,
			...(isConsumer
				? { street: customer.person.street, postal_code: customer.person.postalCode, city: customer.person.city }
				: { city: account?.city ?? null }),
			owner_id: fields.ownerId ?? null,
			external_key: fields.externalKey ?? null,
			emails: fields.emails.map((value) => ({ value, label: isConsumer ? 'private' : 'work' })),
			phones: phone === '' ? [] : [{ value: phone, label: isConsumer ? 'mobile' : 'work' }],
			companies: account === null ? [] : [{ company_id: idOf(account), role: jobTitle }],
		},
		{ createdAt: fields.createdAt },
	);
	persona.id = contact.contact_id;
}
