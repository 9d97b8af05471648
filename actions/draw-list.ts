import { addListMembers } from '#records/marketing/list-members.ts';
import { evaluateList } from './evaluate-list.ts';
import type { ListQuestion, ListStores } from './evaluate-list.ts';

/**
 * Draws the arms of everybody who may be reached now and was never drawn, without a file: as an export would, for ever.
 * @returns how many were drawn
 */
export async function drawList(
	stores: ListStores,
	question: ListQuestion & { readonly listId: string },
	at: string,
): Promise<number> {
	const { arms } = await evaluateList(stores, question);
	const members = arms.drawn.map((member) => ({ ...member, assigned_at: at }));
	return stores.records.transaction().execute((transaction) => addListMembers(transaction, question.listId, members));
}
