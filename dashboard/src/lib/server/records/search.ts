import { searchAll } from '#records/search-all.ts';
import { suggestRecords } from '#records/suggest.ts';
import type { Suggestion } from '#records/suggest.ts';
import { findCustomers } from '#warehouse/reads/find-customers.ts';
import type { PickedKind } from '#lib/records/field.ts';
import type { FoundRecord } from '#lib/records/found.ts';
import { records } from '../records.ts';
import type { RequestSnapshot } from '../warehouse.ts';

const SUGGESTED = 8;

/** Customers of the snapshot who hold the words. */
async function searchCustomers(snapshot: RequestSnapshot | null, text: string, limit: number): Promise<FoundRecord[]> {
	if (snapshot === null) return [];
	const found = await snapshot.read((db) => findCustomers(db, text, limit));
	return found.map(({ customer_id, name, email }) => ({
		kind: 'customer',
		id: customer_id,
		name: name ?? customer_id,
		detail: email ?? customer_id,
	}));
}

/** Everything that holds the words of a text: customers of the snapshot and records as they are now. */
export async function findAll(
	snapshot: RequestSnapshot | null,
	text: string,
	limitPerKind: number,
): Promise<FoundRecord[]> {
	if (text.trim() === '') return [];
	const [customers, found] = await Promise.all([
		searchCustomers(snapshot, text, limitPerKind),
		searchAll(await records(), text, limitPerKind),
	]);
	return [
		...customers,
		...found.map(({ type, id, title, detail }) => ({ kind: type, id, name: title, detail: detail ?? '' })),
	];
}

/** The first records of a kind whose name holds a text: what a field that names one offers. */
export async function suggest(kind: PickedKind, text: string): Promise<Suggestion[]> {
	return suggestRecords(await records(), kind, text, SUGGESTED);
}
