import { instantOfAct } from '../changes/act.ts';
import type { Author } from '../changes/act.ts';
import { RecordNotFoundError } from '../changes/stale.ts';
import { rowOf, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { RecordsTransaction } from '../database.ts';
import { InputError, issue } from '../input/issues.ts';
import { requireReferences } from '../input/references.ts';
import { createCompany } from '../people/companies.ts';
import { addCompanyRole } from '../people/company-roles.ts';
import { createContact } from '../people/contacts.ts';
import { splitName } from '../people/split-name.ts';
import { companyDomainOf } from '../values/domain.ts';
import { carryToContact } from './carry-to-contact.ts';
import type { DealInput } from './deal-input.ts';
import { createDeal } from './deals.ts';
import { lookupLead } from './lead-matches.ts';
import type { LeadMatches } from './lead-matches.ts';
import type { Lead } from './leads.ts';

/** Which record a conversion uses: one of an id, one that matches (a new one where none does), a new one. */
export type Chosen = { readonly id: string } | 'match' | 'new';

export interface LeadConversion {
	/** `none` makes a person for themselves; a lead without a company's name has none to make. */
	readonly company: Chosen | 'none';
	readonly contact: Chosen;
	/** What else the deal is, beside what the lead knows; null makes none. */
	readonly deal: (DealInput & { readonly stage_id?: string | null }) | null;
}

export interface ConvertedLead {
	readonly lead: Lead;
	readonly companyId: string | null;
	readonly contactId: string;
	readonly dealId: string | null;
	/** Whether it was converted before: nothing was changed then. */
	readonly wasConverted: boolean;
}

async function companyOf(
	transaction: RecordsTransaction,
	author: Author,
	lead: Lead,
	chosen: LeadConversion['company'],
	matches: LeadMatches,
): Promise<string | null> {
	if (chosen === 'none') return null;
	if (typeof chosen === 'object') {
		await requireReferences(transaction, [['company_id', 'companies', chosen.id]]);
		return chosen.id;
	}
	const [match] = matches.companies;
	if (chosen === 'match' && match) return match.company_id;
	if (lead.company_name === null) return null;
	const { company_name: name, country, owner_id } = lead;
	const domain = companyDomainOf(lead.email);
	return (await createCompany(transaction, author, { name, domain, country, owner_id })).company_id;
}

async function contactOf(
	transaction: RecordsTransaction,
	author: Author,
	lead: Lead,
	chosen: Chosen,
	matches: LeadMatches,
): Promise<string> {
	if (typeof chosen === 'object') {
		await requireReferences(transaction, [['contact_id', 'contacts', chosen.id]]);
		return chosen.id;
	}
	const [match] = matches.contacts;
	if (chosen === 'match' && match) return match.contact_id;
	const contact = await createContact(transaction, author, {
		...splitName(lead.full_name),
		country: lead.country,
		owner_id: lead.owner_id,
		emails: lead.email === null ? [] : [{ value: lead.email }],
		phones: lead.phone === null ? [] : [{ value: lead.phone }],
	});
	return contact.contact_id;
}

async function dealOf(
	transaction: RecordsTransaction,
	author: Author,
	lead: Lead,
	wanted: NonNullable<LeadConversion['deal']>,
	links: { readonly company_id: string | null; readonly contact_id: string },
): Promise<string> {
	const { stage_id, ...typed } = wanted;
	const { amount, source, owner_id, campaign_id } = lead;
	const known: DealInput = { name: lead.company_name ?? lead.full_name, amount, source, owner_id, campaign_id };
	const currency = typed.currency ?? lead.currency;
	const input: DealInput = { ...known, ...typed, ...links, ...(currency === null ? {} : { currency }) };
	const start = { stageId: stage_id ?? null, leadId: lead.lead_id };
	return (await createDeal(transaction, author, input, start)).deal_id;
}

/**
 * Turns a lead into a contact, with their company and a deal where that is wanted. The lead stays and names what became
 * of it; its campaign membership and its activities go with the person. A lead that was converted is left as it is.
 * @throws InputError with what is wrong with the deal, or (`status`, `not_allowed`) when the lead was disqualified
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function convertLead(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	conversion: LeadConversion,
): Promise<ConvertedLead> {
	const lead = await rowOf(transaction, 'leads', seen.id);
	if (lead?.deleted_at !== null) throw new RecordNotFoundError('leads', seen.id);
	if (lead.status === 'converted' && lead.converted_contact_id !== null) {
		const { converted_company_id: companyId, converted_contact_id: contactId, converted_deal_id: dealId } = lead;
		return { lead, companyId, contactId, dealId, wasConverted: true };
	}
	if (lead.status === 'disqualified') throw new InputError([issue('status', 'not_allowed', { from: lead.status })]);
	await updateRecord(transaction, author, 'leads', seen, {});
	const matches = await lookupLead(transaction, lead);
	const companyId = await companyOf(transaction, author, lead, conversion.company, matches);
	const contactId = await contactOf(transaction, author, lead, conversion.contact, matches);
	if (companyId !== null) await addCompanyRole(transaction, author, contactId, companyId, null);
	const links = { company_id: companyId, contact_id: contactId };
	const dealId = conversion.deal === null ? null : await dealOf(transaction, author, lead, conversion.deal, links);
	await carryToContact(transaction, author, lead.lead_id, contactId);
	const converted = await updateRecord(transaction, author, 'leads', seen, {
		status: 'converted',
		converted_at: instantOfAct(author),
		converted_company_id: companyId,
		converted_contact_id: contactId,
		converted_deal_id: dealId,
	});
	return { lead: converted, companyId, contactId, dealId, wasConverted: false };
}
