import type { Author } from '../changes/act.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, updateRecord } from '../changes/write.ts';
import type { RecordsTransaction } from '../database.ts';

export type CompanyRole = RecordRow<'company_contacts'>;

export interface TypedRole {
	readonly company_id: string;
	readonly role: string | null;
	readonly is_primary: number | null;
}

/** Each company once, and one of them the main one: the first that is marked so, else the first. */
function wantedRoles(typed: readonly TypedRole[]): Pick<CompanyRole, 'company_id' | 'role' | 'is_primary'>[] {
	const roles = [...new Map([...typed].reverse().map((role) => [role.company_id, role])).values()].reverse();
	const main = roles.find(({ is_primary }) => is_primary === 1) ?? roles[0];
	return roles.map((role) => ({ ...role, is_primary: role.company_id === main?.company_id ? 1 : 0 }));
}

/** Makes a contact's places in companies the given ones. Gives whether anything had to change. */
export async function saveCompanyRoles(
	transaction: RecordsTransaction,
	author: Author,
	contactId: string,
	typed: readonly TypedRole[],
): Promise<boolean> {
	const existing = await transaction
		.selectFrom('company_contacts')
		.selectAll()
		.where('contact_id', '=', contactId)
		.where('deleted_at', 'is', null)
		.execute();
	const before = new Map(existing.map((role) => [role.company_id, role]));
	let isChanged = false;
	for (const role of wantedRoles(typed)) {
		const known = before.get(role.company_id);
		before.delete(role.company_id);
		if (known === undefined) {
			await createRecord(transaction, author, 'company_contacts', { contact_id: contactId, ...role });
			isChanged = true;
		} else {
			const seen = { id: known.company_contact_id, version: 'current' } as const;
			const saved = await updateRecord(transaction, author, 'company_contacts', seen, role);
			isChanged ||= saved.version !== known.version;
		}
	}
	for (const { company_contact_id } of before.values()) {
		await deleteRecord(transaction, author, 'company_contacts', { id: company_contact_id, version: 'current' });
		isChanged = true;
	}
	return isChanged;
}

/** Adds a place in a company to those a contact has; one they have already stays as it is. */
export async function addCompanyRole(
	transaction: RecordsTransaction,
	author: Author,
	contactId: string,
	companyId: string,
	role: string | null,
): Promise<void> {
	const existing = await transaction
		.selectFrom('company_contacts')
		.select('company_id')
		.where('contact_id', '=', contactId)
		.where('deleted_at', 'is', null)
		.execute();
	if (existing.some(({ company_id }) => company_id === companyId)) return;
	const is_primary = existing.length === 0 ? 1 : 0;
	await createRecord(transaction, author, 'company_contacts', {
		contact_id: contactId,
		company_id: companyId,
		role,
		is_primary,
	});
}
