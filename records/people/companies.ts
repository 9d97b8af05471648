import { sql } from 'kysely';
import type { InferOutput } from 'valibot';
import type { Author } from '../changes/act.ts';
import { deleteWhere } from '../changes/delete-where.ts';
import { merge } from '../changes/merge.ts';
import type { NewRecord, RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, rowOf, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { RecordsTransaction } from '../database.ts';
import { InputError, issue, parseInput, requireFields } from '../input/issues.ts';
import { requireFreeKey, requireReferences } from '../input/references.ts';
import { normaliseEmail } from '../values/email.ts';
import { searchTextOf } from '../values/search-text.ts';
import { companyInput } from './company-input.ts';
import type { CompanyInput } from './company-input.ts';
import { untagAll } from './tags.ts';

export type Company = RecordRow<'companies'>;

type CompanyFields = Pick<Company, 'name' | 'domain' | 'email' | 'city' | 'external_key'>;

function derived(company: CompanyFields): Pick<Company, 'email_normalised' | 'search_text'> {
	const { name, domain, email, city, external_key } = company;
	return {
		email_normalised: email === null ? null : normaliseEmail(email),
		search_text: searchTextOf([name, domain, email, city, external_key]),
	};
}

/** Whether a company would be above itself. */
async function isOwnAncestor(transaction: RecordsTransaction, companyId: string, parentId: string): Promise<boolean> {
	const { rows } = await sql`
		with recursive above (company_id) as (
			select ${parentId}
			union
			select companies.parent_company_id from companies join above on above.company_id = companies.company_id
			where companies.parent_company_id is not null
		)
		select 1 from above where company_id = ${companyId}`.execute(transaction);
	return rows.length > 0;
}

async function requireFit(
	transaction: RecordsTransaction,
	values: InferOutput<typeof companyInput>,
	ownId: string | null,
): Promise<void> {
	const parentId = values.parent_company_id ?? null;
	await requireReferences(
		transaction,
		[
			['owner_id', 'users', values.owner_id],
			['parent_company_id', 'companies', parentId],
		],
		{ table: 'companies', column: 'company_id', id: ownId },
	);
	await requireFreeKey(transaction, 'companies', values.external_key, ownId);
	if (ownId !== null && parentId !== null && (await isOwnAncestor(transaction, ownId, parentId))) {
		throw new InputError([issue('parent_company_id', 'circle')]);
	}
}

/**
 * Makes a company: a prospect, unless told otherwise.
 * @throws InputError with everything that is wrong
 */
export async function createCompany(
	transaction: RecordsTransaction,
	author: Author,
	input: CompanyInput,
	options: { readonly createdAt?: string | undefined } = {},
): Promise<Company> {
	const values = parseInput(companyInput, input);
	requireFields(values, ['name']);
	await requireFit(transaction, values, null);
	const fields = { domain: null, email: null, city: null, external_key: null, name: '' };
	const company: NewRecord<'companies'> = {
		...values,
		name: values.name ?? '',
		company_type: values.company_type ?? 'prospect',
		...derived(merge(fields, values)),
	};
	return createRecord(transaction, author, 'companies', company, options);
}

/**
 * Changes what is given of a company.
 * @throws InputError with everything that is wrong
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function updateCompany(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	input: CompanyInput,
): Promise<Company> {
	const values = parseInput(companyInput, input);
	await requireFit(transaction, values, seen.id);
	const row = await rowOf(transaction, 'companies', seen.id);
	const changes = row === null ? {} : derived(merge(row, values));
	return updateRecord(transaction, author, 'companies', seen, { ...values, ...changes });
}

/**
 * Deletes a company with its contacts' places in it. Its deals and tickets stay and show no company while it is away.
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function deleteCompany(transaction: RecordsTransaction, author: Author, seen: SeenRecord): Promise<void> {
	await deleteRecord(transaction, author, 'companies', seen);
	await deleteWhere(transaction, author, 'company_contacts', 'company_id', seen.id);
	await untagAll(transaction, author, { type: 'company', id: seen.id });
}
