import { sql } from 'kysely';
import type { RecordRow } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { contactsByEmail } from '../people/contacts.ts';
import { companyDomainOf } from '../values/domain.ts';

type Company = RecordRow<'companies'>;
type Contact = RecordRow<'contacts'>;

/** Companies that a lead may be of, the surest first. */
export interface LeadMatches {
	readonly companies: readonly (Company & { readonly matched: 'domain' | 'name' })[];
	readonly contacts: readonly Contact[];
}

type Sought = Pick<RecordRow<'leads'>, 'company_name' | 'email'>;

async function companiesBy(records: Records, column: 'domain' | 'name', value: string | null): Promise<Company[]> {
	if (value === null) return [];
	return records
		.selectFrom('companies')
		.selectAll()
		.where(column === 'domain' ? sql<boolean>`domain = ${value}` : sql<boolean>`name = ${value} collate nocase`)
		.where('deleted_at', 'is', null)
		.orderBy('created_at')
		.orderBy('company_id')
		.execute();
}

/**
 * What a lead could be: companies with the domain of its e-mail address (not one where anybody has a mailbox) or of
 * exactly its name, upper and lower case alike, and contacts with its e-mail address.
 */
export async function lookupLead(records: Records, lead: Sought): Promise<LeadMatches> {
	const byDomain = await companiesBy(records, 'domain', companyDomainOf(lead.email));
	const byName = await companiesBy(records, 'name', lead.company_name);
	const known = new Set(byDomain.map(({ company_id }) => company_id));
	return {
		companies: [
			...byDomain.map((company) => ({ ...company, matched: 'domain' as const })),
			...byName
				.filter(({ company_id }) => !known.has(company_id))
				.map((company) => ({ ...company, matched: 'name' as const })),
		],
		contacts: lead.email === null ? [] : await contactsByEmail(records, lead.email),
	};
}
