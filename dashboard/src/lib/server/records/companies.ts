import { createCompany, deleteCompany, updateCompany } from '#records/people/companies.ts';
import { listCompanies } from '#records/people/company-list.ts';
import { readCompany as readRecord } from '#records/people/company-read.ts';
import { historyOf } from '#records/changes/history.ts';
import type { ListState } from '#lib/records/list-state.ts';
import { records } from '../records.ts';
import type { RequestSnapshot } from '../warehouse.ts';
import { picked, readListPage } from './list-page.ts';
import { ownerOptions } from './owners.ts';
import { customerOf, dealsOf, ticketsOf } from './related.ts';
import { saveForm } from './save.ts';
import type { SentForm } from './save.ts';

/** A page of companies as its address asks for it, and what it can be filtered by. */
export async function listCompaniesPage(state: ListState) {
	const list = await readListPage(await records(), state, listCompanies, {
		companyTypes: picked(state, 'company_type'),
		ownerIds: picked(state, 'owner_id'),
	});
	return { ...list, owners: await ownerOptions() };
}

/** A company with what hangs on it; null when there is none, or it is deleted. */
export async function readCompany(snapshot: RequestSnapshot | null, companyId: string) {
	const db = await records();
	const found = await readRecord(db, companyId);
	if (found === null) return null;
	return {
		...found,
		contacts: found.contacts.map((contact) => ({
			id: contact.contact_id,
			name: contact.full_name,
			href: `/contacts/${contact.contact_id}`,
			detail: contact.role ?? contact.job_title ?? '',
		})),
		deals: await dealsOf(db, { companyIds: [companyId] }),
		tickets: await ticketsOf(db, { companyIds: [companyId] }),
		history: await historyOf(db, 'companies', companyId),
		customerId: await customerOf(snapshot, 'companies', companyId),
	};
}

/** Makes a company from a form. */
export function addCompany(form: SentForm) {
	return saveForm(form, (transaction, author) => createCompany(transaction, author, form.values));
}

/** Changes what a form says of a company. */
export function changeCompany(companyId: string, form: SentForm) {
	const seen = { id: companyId, version: form.version };
	return saveForm(form, (transaction, author) => updateCompany(transaction, author, seen, form.values));
}

/** Deletes a company. */
export function removeCompany(companyId: string, form: SentForm) {
	const seen = { id: companyId, version: form.version };
	return saveForm(form, (transaction, author) => deleteCompany(transaction, author, seen));
}
