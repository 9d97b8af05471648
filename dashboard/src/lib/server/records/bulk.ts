import { bulkEdit } from '#records/bulk-edit.ts';
import type { BulkType } from '#records/bulk-edit.ts';
import { records } from '../records.ts';
import type { SentForm } from './save.ts';
import { currentUserId } from './user.ts';

/** What became of the ticked records; undo takes all of it back. */
export interface TickedAnswer {
	readonly batchId: string;
	readonly changed: number;
	/** Those that stayed as they were, for what was asked does not fit them or they are gone. */
	readonly refused: number;
}

/** The fields of a form that say something; an empty one keeps what each record has. */
function filledFields(form: SentForm, fields: readonly string[]): Record<string, string> {
	return Object.fromEntries(
		fields.flatMap((field) => {
			const value = form.values[field] ?? '';
			return value === '' ? [] : [[field, value]];
		}),
	);
}

/** Sets the given fields of all ticked records, or deletes them when the form's `do` says so. */
export async function editTicked(form: SentForm, type: BulkType, fields: readonly string[]): Promise<TickedAnswer> {
	const seen = [...new Set(form.all('id'))].map((id) => ({ id, version: 'current' as const }));
	const change =
		form.values.do === 'delete'
			? ({ kind: 'delete' } as const)
			: ({ kind: 'fields', fields: filledFields(form, fields) } as const);
	const { batchId, results } = await bulkEdit(await records(), currentUserId(), type, seen, change);
	return {
		batchId,
		changed: results.filter(({ outcome }) => outcome === 'changed').length,
		refused: results.filter(({ outcome }) => outcome !== 'changed' && outcome !== 'unchanged').length,
	};
}
