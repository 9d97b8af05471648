import type { Author } from '../changes/act.ts';
import { merge } from '../changes/merge.ts';
import { RecordNotFoundError } from '../changes/stale.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, rowOf, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { RecordsTransaction } from '../database.ts';
import { InputError, issue, parseInput, requireFields } from '../input/issues.ts';
import { requireFreeKey, requireReferences } from '../input/references.ts';
import { untagAll } from '../people/tags.ts';
import { normaliseEmail } from '../values/email.ts';
import { normalisePhone } from '../values/phone.ts';
import { searchTextOf } from '../values/search-text.ts';
import { leadInput } from './lead-input.ts';
import type { LeadInput, LeadValues } from './lead-input.ts';

export type Lead = RecordRow<'leads'>;

type Named = Pick<Lead, 'full_name' | 'company_name' | 'email' | 'phone' | 'country' | 'external_key'>;

function derived(lead: Named): Pick<Lead, 'email_normalised' | 'phone_normalised' | 'search_text'> {
	const phone_normalised = lead.phone === null ? null : normalisePhone(lead.phone, lead.country);
	return {
		email_normalised: lead.email === null ? null : normaliseEmail(lead.email),
		phone_normalised,
		search_text: searchTextOf([
			lead.full_name,
			lead.company_name,
			lead.email,
			phone_normalised,
			lead.phone,
			lead.external_key,
		]),
	};
}

async function requireFit(transaction: RecordsTransaction, values: LeadValues, ownId: string | null): Promise<void> {
	await requireReferences(
		transaction,
		[
			['owner_id', 'users', values.owner_id],
			['campaign_id', 'campaigns', values.campaign_id],
		],
		{ table: 'leads', column: 'lead_id', id: ownId },
	);
	await requireFreeKey(transaction, 'leads', values.external_key, ownId);
}

/**
 * Makes a lead: a new one, unless told otherwise.
 * @throws InputError with everything that is wrong
 */
export async function createLead(
	transaction: RecordsTransaction,
	author: Author,
	input: LeadInput,
	options: { readonly createdAt?: string | undefined } = {},
): Promise<Lead> {
	const values = parseInput(leadInput, input);
	requireFields(values, ['full_name']);
	await requireFit(transaction, values, null);
	const nobody: Named = {
		full_name: '',
		company_name: null,
		email: null,
		phone: null,
		country: null,
		external_key: null,
	};
	const named = merge(nobody, values);
	return createRecord(
		transaction,
		author,
		'leads',
		{ ...values, full_name: named.full_name, status: values.status ?? 'new', ...derived(named) },
		options,
	);
}

/**
 * Changes what is given of a lead. One that was converted keeps its status.
 * @throws InputError with everything that is wrong
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function updateLead(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	input: LeadInput,
): Promise<Lead> {
	const values = parseInput(leadInput, input);
	await requireFit(transaction, values, seen.id);
	const row = await rowOf(transaction, 'leads', seen.id);
	if (row === null) throw new RecordNotFoundError('leads', seen.id);
	if (row.status === 'converted' && values.status !== undefined) {
		throw new InputError([issue('status', 'not_allowed', { from: 'converted', to: values.status })]);
	}
	return updateRecord(transaction, author, 'leads', seen, { ...values, ...derived(merge(row, values)) });
}

/** Deletes a lead with its tags; what it was converted to stays. */
export async function deleteLead(transaction: RecordsTransaction, author: Author, seen: SeenRecord): Promise<void> {
	await deleteRecord(transaction, author, 'leads', seen);
	await untagAll(transaction, author, { type: 'lead', id: seen.id });
}
