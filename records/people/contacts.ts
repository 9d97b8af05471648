import type { Author } from '../changes/act.ts';
import { deleteWhere } from '../changes/delete-where.ts';
import { merge } from '../changes/merge.ts';
import { RecordNotFoundError } from '../changes/stale.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, rowOf, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { Records, RecordsTransaction } from '../database.ts';
import { InputError, issue, parseInput } from '../input/issues.ts';
import { requireFreeKey, requireReferences } from '../input/references.ts';
import type { FieldReference } from '../input/references.ts';
import { normaliseEmail } from '../values/email.ts';
import { searchTextOf } from '../values/search-text.ts';
import { saveCompanyRoles } from './company-roles.ts';
import { contactInput } from './contact-input.ts';
import type { ContactInput, ContactValues } from './contact-input.ts';
import { pointsOfContact, savePoints, wantedPoints } from './contact-points.ts';
import type { ContactPoint, TypedPoint, WantedPoint } from './contact-points.ts';
import { untagAll } from './tags.ts';

export type Contact = RecordRow<'contacts'>;

type Named = Pick<Contact, 'first_name' | 'last_name' | 'city' | 'external_key' | 'country'>;

/** First and last name; an e-mail address, else a phone number, where there is no name; null where there is nothing. */
function fullNameOf({ first_name, last_name }: Named, points: readonly WantedPoint[]): string | null {
	const name = [first_name, last_name].filter((part) => part !== null).join(' ');
	if (name !== '') return name;
	const main = points.filter(({ is_primary }) => is_primary === 1);
	return (main.find(({ kind }) => kind === 'email') ?? main.at(0))?.value ?? null;
}

function derived(contact: Named, points: readonly WantedPoint[]): Pick<Contact, 'full_name' | 'search_text'> {
	const full_name = fullNameOf(contact, points);
	if (full_name === null) throw new InputError([issue('last_name', 'required')]);
	const found = points.flatMap(({ value, value_normalised }) => [value_normalised, value]);
	return { full_name, search_text: searchTextOf([full_name, ...found, contact.city, contact.external_key]) };
}

async function requireFit(transaction: RecordsTransaction, values: ContactValues, ownId: string | null): Promise<void> {
	const companies = (values.companies ?? []).map(({ company_id }, index): FieldReference => [
		`companies.${index}.company_id`,
		'companies',
		company_id,
	]);
	await requireReferences(transaction, [['owner_id', 'users', values.owner_id]], {
		table: 'contacts',
		column: 'contact_id',
		id: ownId,
	});
	await requireReferences(transaction, companies, { table: 'company_contacts', column: 'contact_id', id: ownId });
	await requireFreeKey(transaction, 'contacts', values.external_key, ownId);
}

/** What the points of a contact will be: the typed ones where a list was given, else those it has. */
function pointsAfter(values: ContactValues, contact: Named, existing: readonly ContactPoint[]): WantedPoint[] {
	const ofKind = (kind: ContactPoint['kind']): readonly TypedPoint[] => existing.filter((point) => point.kind === kind);
	return [
		...wantedPoints('email', values.emails ?? ofKind('email'), null),
		...wantedPoints('phone', values.phones ?? ofKind('phone'), contact.country),
	];
}

function columnsOf(values: ContactValues) {
	return { ...values, emails: undefined, phones: undefined, companies: undefined };
}

/**
 * Makes a contact with their points and places in companies.
 * @throws InputError with everything that is wrong; `last_name` is required where there is no name, address or number
 */
export async function createContact(
	transaction: RecordsTransaction,
	author: Author,
	input: ContactInput,
	options: { readonly createdAt?: string | undefined } = {},
): Promise<Contact> {
	const values = parseInput(contactInput, input);
	await requireFit(transaction, values, null);
	const nobody: Named = { first_name: null, last_name: null, city: null, external_key: null, country: null };
	const named = merge(nobody, values);
	const points = pointsAfter(values, named, []);
	const columns = { ...columnsOf(values), ...derived(named, points) };
	const contact = await createRecord(transaction, author, 'contacts', columns, options);
	await savePoints(transaction, author, contact.contact_id, [], points);
	await saveCompanyRoles(transaction, author, contact.contact_id, values.companies ?? []);
	return contact;
}

/**
 * Changes what is given of a contact. Where only a point or a place in a company changes, the contact counts as changed
 * too, so that two people at one form notice each other.
 * @throws InputError with everything that is wrong
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function updateContact(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	input: ContactInput,
): Promise<Contact> {
	const values = parseInput(contactInput, input);
	await requireFit(transaction, values, seen.id);
	const row = await rowOf(transaction, 'contacts', seen.id);
	if (row === null) throw new RecordNotFoundError('contacts', seen.id);
	const existing = await pointsOfContact(transaction, seen.id);
	const named = merge(row, values);
	const points = pointsAfter(values, named, existing);
	const columns = { ...columnsOf(values), ...derived(named, points) };
	const contact = await updateRecord(transaction, author, 'contacts', seen, columns);
	const arePointsChanged = await savePoints(transaction, author, seen.id, existing, points);
	const areRolesChanged =
		values.companies !== undefined && (await saveCompanyRoles(transaction, author, seen.id, values.companies));
	const isNoted = contact.version !== row.version;
	if (isNoted || !(arePointsChanged || areRolesChanged)) return contact;
	return updateRecord(transaction, author, 'contacts', { id: seen.id, version: 'current' }, {}, { touch: true });
}

/**
 * Deletes a contact with their points, places in companies and tags. What they agreed to and what happened with them stays.
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function deleteContact(transaction: RecordsTransaction, author: Author, seen: SeenRecord): Promise<void> {
	await deleteRecord(transaction, author, 'contacts', seen);
	await deleteWhere(transaction, author, 'contact_points', 'contact_id', seen.id);
	await deleteWhere(transaction, author, 'company_contacts', 'contact_id', seen.id);
	await untagAll(transaction, author, { type: 'contact', id: seen.id });
}

/** The contacts who have an e-mail address, the oldest first; people may share one. */
export async function contactsByEmail(transaction: Records, email: string): Promise<Contact[]> {
	return transaction
		.selectFrom('contacts')
		.selectAll('contacts')
		.where('contacts.deleted_at', 'is', null)
		.where('contacts.contact_id', 'in', (build) =>
			build
				.selectFrom('contact_points')
				.select('contact_points.contact_id')
				.where('kind', '=', 'email')
				.where('value_normalised', '=', normaliseEmail(email))
				.where('contact_points.deleted_at', 'is', null),
		)
		.orderBy('contacts.created_at')
		.orderBy('contacts.contact_id')
		.execute();
}
