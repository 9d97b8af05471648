import type { ListOptions } from '#lib/records/list-state.ts';

/** What the list of companies can be sorted and filtered by. */
export const companiesView: ListOptions = {
	sorts: ['name', 'city', 'created_at', 'updated_at'],
	filters: ['company_type', 'owner_id'],
};
