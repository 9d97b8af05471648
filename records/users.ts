import * as v from 'valibot';
import type { Author } from './changes/act.ts';
import type { RecordRow } from './changes/tracked-tables.ts';
import { createRecord, updateRecord } from './changes/write.ts';
import type { SeenRecord } from './changes/write.ts';
import type { Records, RecordsTransaction } from './database.ts';
import { optional, required } from './input/fields.ts';
import { parseInput, requireFields } from './input/issues.ts';
import { email, flag, text } from './input/readers.ts';
import { requireFreeKey } from './input/references.ts';

export type User = RecordRow<'users'>;

/** Who everything is done by until there is a sign-in. */
export const LOCAL_USER_ID = 'local';

const userInput = v.partial(
	v.strictObject({
		name: required(text(120)),
		email: optional(email),
		team: optional(text(80)),
		manager: optional(text(120)),
		is_active: required(flag),
		external_key: optional(text(200)),
	}),
);

export type UserInput = v.InferInput<typeof userInput>;

/** Everybody who can own records or has changed some, by name. */
export async function listUsers(records: Records): Promise<User[]> {
	return records.selectFrom('users').selectAll().where('deleted_at', 'is', null).orderBy('name').execute();
}

/**
 * Makes a user.
 * @throws InputError with everything that is wrong
 */
export async function createUser(transaction: RecordsTransaction, author: Author, input: UserInput): Promise<User> {
	const values = parseInput(userInput, input);
	requireFields(values, ['name']);
	await requireFreeKey(transaction, 'users', values.external_key, null);
	const user = { ...values, name: values.name ?? '', is_active: values.is_active ?? 1 };
	return createRecord(transaction, author, 'users', user);
}

/**
 * Changes what is given of a user.
 * @throws InputError with everything that is wrong
 * @throws StaleRecordError when somebody changed it since it was seen
 */
export async function updateUser(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	input: UserInput,
): Promise<User> {
	const values = parseInput(userInput, input);
	await requireFreeKey(transaction, 'users', values.external_key, seen.id);
	return updateRecord(transaction, author, 'users', seen, values);
}
