import type { Author } from '../changes/act.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, updateRecord } from '../changes/write.ts';
import type { Records, RecordsTransaction } from '../database.ts';
import type { ContactPointKind } from '../schema/people.ts';
import { normaliseEmail } from '../values/email.ts';
import { normalisePhone } from '../values/phone.ts';

export type ContactPoint = RecordRow<'contact_points'>;

/** A point as it is going to be stored. */
export type WantedPoint = Pick<ContactPoint, 'kind' | 'value' | 'value_normalised' | 'label' | 'is_primary'>;

export interface TypedPoint {
	readonly value: string | null;
	readonly label: string | null;
	readonly is_primary: number | null;
}

/** A contact's points, the main one of each kind first. */
export async function pointsOfContact(records: Records, contactId: string): Promise<ContactPoint[]> {
	return records
		.selectFrom('contact_points')
		.selectAll()
		.where('contact_id', '=', contactId)
		.where('deleted_at', 'is', null)
		.orderBy('kind')
		.orderBy('is_primary', 'desc')
		.orderBy('contact_point_id')
		.execute();
}

/**
 * Points as they are stored: empty ones and repetitions are left out, and one of them is the main one: the first that is
 * marked so, else the first.
 * @param country for phone numbers that are written without one
 */
export function wantedPoints(
	kind: ContactPointKind,
	typed: readonly TypedPoint[],
	country: string | null,
): WantedPoint[] {
	const points = new Map<string, WantedPoint & { wasMarked: boolean }>();
	for (const { value, label, is_primary } of typed) {
		if (value === null) continue;
		const value_normalised = kind === 'email' ? normaliseEmail(value) : normalisePhone(value, country);
		if (points.has(value_normalised)) continue;
		points.set(value_normalised, { kind, value, value_normalised, label, is_primary: 0, wasMarked: is_primary === 1 });
	}
	const list = [...points.values()];
	const main = list.find(({ wasMarked }) => wasMarked) ?? list[0];
	return list.map((point) => ({
		kind: point.kind,
		value: point.value,
		value_normalised: point.value_normalised,
		label: point.label,
		is_primary: point === main ? 1 : 0,
	}));
}

/** Makes a contact's points of the given ones what is wanted. Gives whether anything had to change. */
export async function savePoints(
	transaction: RecordsTransaction,
	author: Author,
	contactId: string,
	existing: readonly ContactPoint[],
	wanted: readonly WantedPoint[],
): Promise<boolean> {
	const before = new Map(existing.map((point) => [`${point.kind} ${point.value_normalised}`, point]));
	let isChanged = false;
	for (const point of wanted) {
		const name = `${point.kind} ${point.value_normalised}`;
		const known = before.get(name);
		before.delete(name);
		if (known === undefined) {
			await createRecord(transaction, author, 'contact_points', { contact_id: contactId, ...point });
			isChanged = true;
		} else {
			const seen = { id: known.contact_point_id, version: 'current' } as const;
			const saved = await updateRecord(transaction, author, 'contact_points', seen, point);
			isChanged ||= saved.version !== known.version;
		}
	}
	for (const { contact_point_id } of before.values()) {
		await deleteRecord(transaction, author, 'contact_points', { id: contact_point_id, version: 'current' });
		isChanged = true;
	}
	return isChanged;
}
