import { listUsers } from '#records/users.ts';
import { records } from '../records.ts';

/** Who can own a record, to choose from. */
export async function ownerOptions(): Promise<{ value: string; label: string }[]> {
	const users = await listUsers(await records());
	return users.filter(({ is_active }) => is_active === 1).map(({ user_id, name }) => ({ value: user_id, label: name }));
}
