import { beforeEach, expect, it } from 'vitest';
import type { Records } from '#records/database.ts';
import { clearOverride, OVERRIDE_FIELDS, overridesOf, setOverride } from '#records/overrides.ts';
import { acting, openTestRecords } from './open-records.ts';
import type { Do } from './open-records.ts';

let records: Records;
let doing: Do;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
});

function set(field: string, value: string | null, sourceValue: string | null = null) {
	return doing((transaction, author) => setOverride(transaction, author, 'KD-1', { field, value, sourceValue }));
}

it('keeps what is right, what the source said, and who says so', async () => {
	await set('name', ' Ada Lovelace ', 'Ada Lovlace');
	await set('phone', '', '+49 30 1');
	expect(await overridesOf(records, 'KD-1')).toMatchObject([
		{ field: 'name', value: 'Ada Lovelace', source_value: 'Ada Lovlace', user_name: 'Local user' },
		{ field: 'phone', value: null, source_value: '+49 30 1' },
	]);
	expect(await overridesOf(records, 'KD-2')).toEqual([]);
});

it('replaces a correction, and lets the source speak again', async () => {
	const first = await set('city', 'Berlin', 'Bärlin');
	const second = await set('city', 'Bern', 'Bärlin');
	expect(second).toMatchObject({ override_id: first.override_id, value: 'Bern', version: 2 });
	const clear = () => doing((transaction, author) => clearOverride(transaction, author, 'KD-1', 'city'));
	expect([await clear(), await clear()]).toEqual([true, false]);
	expect(await overridesOf(records, 'KD-1')).toEqual([]);
	expect(await set('city', 'Bern')).toMatchObject({ version: 1 });
});

it('takes no other field and no value that does not fit', async () => {
	expect(OVERRIDE_FIELDS).toEqual([
		'name',
		'email',
		'phone',
		'street',
		'postal_code',
		'city',
		'country',
		'customer_kind',
	]);
	await expect(set('customer_id', 'x')).rejects.toMatchObject({
		issues: [{ field: 'customer_id', code: 'unknown_field' }],
	});
	await expect(set('email', 'x')).rejects.toMatchObject({ issues: [{ field: 'email', code: 'invalid_email' }] });
	await expect(set('name', '')).rejects.toMatchObject({ issues: [{ field: 'name', code: 'required' }] });
	await expect(set('customer_kind', 'robot')).rejects.toMatchObject({ issues: [{ code: 'unknown_value' }] });
});
