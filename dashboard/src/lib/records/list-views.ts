import type { ListOptions } from './list-state.ts';

/** What the list of companies can be sorted and filtered by. */
export const companiesView: ListOptions = {
	sorts: ['name', 'city', 'created_at', 'updated_at'],
	filters: ['company_type', 'owner_id'],
};

/** What the list of contacts can be sorted and filtered by. */
export const contactsView: ListOptions = {
	sorts: ['name', 'created_at', 'updated_at'],
	filters: ['owner_id'],
};

/** What the list of leads can be sorted and filtered by; the newest come first. */
export const leadsView: ListOptions = {
	sorts: ['created_at', 'name', 'company_name', 'status'],
	dir: 'desc',
	filters: ['status', 'owner_id'],
};

/** What the table of deals can be sorted and filtered by; the newest come first. */
export const dealsView: ListOptions = {
	sorts: ['created_at', 'name', 'amount', 'expected_close_on', 'updated_at'],
	dir: 'desc',
	filters: ['owner_id', 'stage_id', 'view', 'pipeline'],
};
