import type { Chosen, LeadConversion } from '#records/sales/convert-lead.ts';
import { convertLead } from '#records/sales/convert-lead.ts';
import { listLeads } from '#records/sales/lead-list.ts';
import { readLead as readRecord } from '#records/sales/lead-read.ts';
import { createLead, deleteLead, updateLead } from '#records/sales/leads.ts';
import { nameOf } from '#records/listing/name-of.ts';
import { historyOf } from '#records/changes/history.ts';
import type { ListState } from '#lib/records/list-state.ts';
import { records } from '../records.ts';
import { picked, readListPage } from './list-page.ts';
import { ownerOptions } from './owners.ts';
import { saveForm } from './save.ts';
import type { SentForm } from './save.ts';

/** A page of leads as its address asks for it, and what it can be filtered by. */
export async function listLeadsPage(state: ListState) {
	const list = await readListPage(await records(), state, listLeads, {
		statuses: picked(state, 'status'),
		ownerIds: picked(state, 'owner_id'),
	});
	return { ...list, owners: await ownerOptions() };
}

/** A lead with whom it may be of, and with what became of it; null when there is none, or it is deleted. */
export async function readLead(leadId: string) {
	const db = await records();
	const found = await readRecord(db, leadId);
	if (found === null) return null;
	const { lead, matches } = found;
	return {
		...found,
		matches: {
			companies: matches.companies.map(({ company_id, name }) => ({ id: company_id, name })),
			contacts: matches.contacts.map(({ contact_id, full_name }) => ({ id: contact_id, name: full_name })),
		},
		campaignName: await nameOf(db, 'campaigns', lead.campaign_id),
		contactName: await nameOf(db, 'contacts', lead.converted_contact_id),
		companyName: await nameOf(db, 'companies', lead.converted_company_id),
		dealName: await nameOf(db, 'deals', lead.converted_deal_id),
		history: await historyOf(db, 'leads', leadId),
	};
}

/** Makes a lead from a form. */
export function addLead(form: SentForm) {
	return saveForm(form, (transaction, author) => createLead(transaction, author, form.values));
}

/** Changes what a form says of a lead. */
export function changeLead(leadId: string, form: SentForm) {
	const seen = { id: leadId, version: form.version };
	return saveForm(form, (transaction, author) => updateLead(transaction, author, seen, form.values), 'save');
}

function chosen(value: string | undefined): Chosen {
	return value === undefined || value === 'new' || value === '' ? 'new' : { id: value };
}

function conversionOf(values: SentForm['values']): LeadConversion {
	const { name = '', amount = '', expected_close_on = '' } = values;
	return {
		company: values.company === 'none' ? 'none' : chosen(values.company),
		contact: chosen(values.contact),
		deal: values.with_deal === undefined ? null : { name, amount, expected_close_on },
	};
}

/** Makes a lead a contact, with the company and the deal that its form asks for. */
export function turnIntoContact(leadId: string, form: SentForm) {
	const seen = { id: leadId, version: form.version };
	const conversion = conversionOf(form.values);
	return saveForm(form, (transaction, author) => convertLead(transaction, author, seen, conversion), 'convert');
}

/** Deletes a lead. */
export function removeLead(leadId: string, form: SentForm) {
	const seen = { id: leadId, version: form.version };
	return saveForm(form, (transaction, author) => deleteLead(transaction, author, seen));
}
