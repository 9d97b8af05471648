import type { TrackedTable } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { requireReferences } from '../input/references.ts';
import type { SubjectType } from '../schema/changes.ts';

/** What a tag or an activity is about. */
export interface Subject {
	readonly type: SubjectType;
	readonly id: string;
}

const SUBJECT_TABLES = {
	company: 'companies',
	contact: 'contacts',
	lead: 'leads',
	deal: 'deals',
	ticket: 'tickets',
	campaign: 'campaigns',
} as const satisfies Record<Exclude<SubjectType, 'customer'>, TrackedTable>;

/**
 * Asks that what something is about is there. A customer of a source is in the warehouse, and not looked up.
 * @throws InputError (`subject_id`, `not_found`) when it is not, or is deleted
 */
export async function requireSubject(records: Records, { type, id }: Subject): Promise<void> {
	if (type === 'customer') return;
	await requireReferences(records, [['subject_id', SUBJECT_TABLES[type], id]]);
}
