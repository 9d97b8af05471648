import type { Author } from '../changes/act.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, updateRecord } from '../changes/write.ts';
import type { Records, RecordsTransaction } from '../database.ts';
import { InputError, issue } from '../input/issues.ts';
import type { FieldIssue } from '../input/issues.ts';
import { requireReferences } from '../input/references.ts';
import type { FieldReference } from '../input/references.ts';
import type { LineValues } from './deal-input.ts';

export type DealLine = RecordRow<'deal_lines'>;

/** The lines of a deal in their order. */
export async function linesOfDeal(records: Records, dealId: string): Promise<DealLine[]> {
	return records
		.selectFrom('deal_lines')
		.selectAll()
		.where('deal_id', '=', dealId)
		.where('deleted_at', 'is', null)
		.orderBy('position')
		.orderBy('deal_line_id')
		.execute();
}

/**
 * Asks that lines say what they are about and name products that are there, or that a line of the deal named before.
 * @throws InputError with the fields (`lines.0.product_id`) that do not
 */
export async function requireLines(
	records: Records,
	dealId: string | null,
	lines: readonly LineValues[],
): Promise<void> {
	const issues: FieldIssue[] = lines.flatMap(({ product_id, description }, index) =>
		product_id === null && description === null ? [issue(`lines.${index}.product_id`, 'required')] : [],
	);
	if (issues.length > 0) throw new InputError(issues);
	await requireReferences(
		records,
		lines.map(({ product_id }, index): FieldReference => [`lines.${index}.product_id`, 'products', product_id]),
		{ table: 'deal_lines', column: 'deal_id', id: dealId },
	);
}

/** Makes a deal's lines what was typed, in that order. Gives whether anything had to change. */
export async function saveLines(
	transaction: RecordsTransaction,
	author: Author,
	dealId: string,
	existing: readonly DealLine[],
	wanted: readonly LineValues[],
): Promise<boolean> {
	const before = new Map(existing.map((line) => [line.deal_line_id, line]));
	let isChanged = false;
	for (const [index, { deal_line_id, ...line }] of wanted.entries()) {
		const columns = { ...line, discount: line.discount ?? '0', position: index + 1 };
		const known = deal_line_id === null ? undefined : before.get(deal_line_id);
		if (known === undefined) {
			await createRecord(transaction, author, 'deal_lines', { deal_id: dealId, ...columns });
			isChanged = true;
		} else {
			before.delete(known.deal_line_id);
			const seen = { id: known.deal_line_id, version: 'current' } as const;
			const saved = await updateRecord(transaction, author, 'deal_lines', seen, columns);
			isChanged ||= saved.version !== known.version;
		}
	}
	for (const { deal_line_id } of before.values()) {
		await deleteRecord(transaction, author, 'deal_lines', { id: deal_line_id, version: 'current' });
		isChanged = true;
	}
	return isChanged;
}
