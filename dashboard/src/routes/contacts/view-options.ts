import type { ListOptions } from '#lib/records/list-state.ts';

/** What the list of contacts can be sorted and filtered by. */
export const contactsView: ListOptions = {
	sorts: ['name', 'created_at', 'updated_at'],
	filters: ['owner_id'],
};
