import { expect, it } from 'vitest';
import { createUser, listUsers, LOCAL_USER_ID, updateUser } from '#records/users.ts';
import { acting, openTestRecords } from './open-records.ts';

it('has a local user from the start, and others by name', async () => {
	const { records } = await openTestRecords();
	const doing = acting(records);
	const ann = await doing((transaction, author) =>
		createUser(transaction, author, { name: 'Ann', email: 'ann@example.com', external_key: '005A' }),
	);
	expect(ann).toMatchObject({ is_active: 1, team: null });
	await doing((transaction, author) =>
		updateUser(transaction, author, { id: ann.user_id, version: 1 }, { team: 'North', is_active: '0' }),
	);
	expect(await listUsers(records)).toMatchObject([
		{ name: 'Ann', team: 'North', is_active: 0, version: 2 },
		{ user_id: LOCAL_USER_ID, name: 'Local user' },
	]);
	await expect(
		doing((transaction, author) => createUser(transaction, author, { name: 'Bob', external_key: '005A' })),
	).rejects.toMatchObject({ issues: [{ field: 'external_key', code: 'taken' }] });
});
