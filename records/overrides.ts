import * as v from 'valibot';
import type { Author } from './changes/act.ts';
import type { RecordRow } from './changes/tracked-tables.ts';
import { createRecord, deleteRecord, updateRecord } from './changes/write.ts';
import type { Records, RecordsTransaction } from './database.ts';
import { optional, required } from './input/fields.ts';
import { InputError, issue, parseInput } from './input/issues.ts';
import { country, email, oneOf, phone, text } from './input/readers.ts';

export type Override = RecordRow<'overrides'>;

const VALUES = v.partial(
	v.strictObject({
		name: required(text(200)),
		email: optional(email),
		phone: optional(phone),
		street: optional(text(200)),
		postal_code: optional(text(20)),
		city: optional(text(100)),
		country: optional(country),
		customer_kind: required(oneOf(['consumer', 'company'])),
	}),
);

/** The fields of a customer that a person can correct. */
export type OverrideField = keyof v.InferInput<typeof VALUES>;

export const OVERRIDE_FIELDS = Object.keys(VALUES.entries) as readonly OverrideField[];

async function overrideOf(records: Records, customerId: string, field: string): Promise<Override | null> {
	const row = await records
		.selectFrom('overrides')
		.selectAll()
		.where('entity', '=', 'customer')
		.where('entity_id', '=', customerId)
		.where('field', '=', field)
		.where('deleted_at', 'is', null)
		.executeTakeFirst();
	return row ?? null;
}

function fieldOf(typed: string): OverrideField {
	const field = OVERRIDE_FIELDS.find((candidate) => candidate === typed);
	if (field === undefined) throw new InputError([issue(typed, 'unknown_field')]);
	return field;
}

/**
 * Corrects a field of a customer that comes from a source. It wins over the source from the next run on, until it is
 * cleared; correcting it again replaces the correction.
 * @param correction.value what it should be; empty or null empties the field (not name and kind)
 * @param correction.sourceValue what the source says, null when nothing
 * @throws InputError when the field is none of a customer or the value does not fit it
 */
export async function setOverride(
	transaction: RecordsTransaction,
	author: Author,
	customerId: string,
	correction: { readonly field: string; readonly value: string | null; readonly sourceValue: string | null },
): Promise<Override> {
	const field = fieldOf(correction.field);
	const value = parseInput(VALUES, { [field]: correction.value })[field] ?? null;
	const columns = { value, source_value: correction.sourceValue, user_id: author.userId };
	const existing = await overrideOf(transaction, customerId, field);
	if (existing !== null) {
		const seen = { id: existing.override_id, version: 'current' } as const;
		return updateRecord(transaction, author, 'overrides', seen, columns);
	}
	const target = { entity: 'customer', entity_id: customerId, field } as const;
	return createRecord(transaction, author, 'overrides', { ...target, ...columns });
}

/** Lets the source say what a field of a customer is again. Gives whether there was a correction. */
export async function clearOverride(
	transaction: RecordsTransaction,
	author: Author,
	customerId: string,
	field: string,
): Promise<boolean> {
	const existing = await overrideOf(transaction, customerId, field);
	if (existing === null) return false;
	await deleteRecord(transaction, author, 'overrides', { id: existing.override_id, version: 'current' });
	return true;
}

/** The corrections of a customer with the names of who made them. */
export async function overridesOf(
	records: Records,
	customerId: string,
): Promise<(Override & { readonly user_name: string | null })[]> {
	return records
		.selectFrom('overrides')
		.leftJoin('users', 'users.user_id', 'overrides.user_id')
		.selectAll('overrides')
		.select('users.name as user_name')
		.where('entity', '=', 'customer')
		.where('entity_id', '=', customerId)
		.where('overrides.deleted_at', 'is', null)
		.orderBy('field')
		.execute();
}
