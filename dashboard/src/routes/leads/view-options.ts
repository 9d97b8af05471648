import type { ListOptions } from '#lib/records/list-state.ts';

/** What the list of leads can be sorted and filtered by; the newest come first. */
export const leadsView: ListOptions = {
	sorts: ['created_at', 'name', 'company_name', 'status'],
	dir: 'desc',
	filters: ['status', 'owner_id'],
};
