import type { Records } from '#records/database.ts';
import type { ListDefinition } from '#records/marketing/list-definition.ts';
import { membersOfList } from '#records/marketing/list-members.ts';
import { listById } from '#records/marketing/list-read.ts';
import type { Selection } from '#warehouse/reads/list-selection.ts';

type Named = Pick<ListDefinition, 'filters' | 'include' | 'exclude'>;

/** A list that is not there any more has nobody. */
const NOBODY: Selection = { filters: null, include: [], exclude: [] };

async function selectionOfList(records: Records, id: string, above: readonly string[]): Promise<Selection> {
	// Circles are refused when a list is saved; an undo can still close one.
	const list = above.includes(id) ? null : await listById(records, id);
	return list === null ? NOBODY : selectionOf(records, list.definition, [...above, id]);
}

/**
 * Whom a definition means, with the lists that it names as they are defined now. Of a list that is taken away, whoever was
 * ever drawn for it is taken away too: who was written to a month ago, or held out then, may not fit it any more.
 * @param above the lists whose definitions this one is part of
 */
export async function selectionOf(
	records: Records,
	{ filters, include, exclude }: Named,
	above: readonly string[] = [],
): Promise<Selection> {
	const included: Selection[] = [];
	for (const id of include) included.push(await selectionOfList(records, id, above));
	const excluded: Selection['exclude'][number][] = [];
	for (const id of exclude) {
		const members = await membersOfList(records, id);
		excluded.push({
			...(await selectionOfList(records, id, above)),
			customerIds: members.map(({ customer_id }) => customer_id),
		});
	}
	return { filters, include: included, exclude: excluded };
}
