import type { ListOptions } from '#lib/records/list-state.ts';

/** What the table of deals can be sorted and filtered by; the newest come first. */
export const dealsView: ListOptions = {
	sorts: ['created_at', 'name', 'amount', 'expected_close_on', 'updated_at'],
	dir: 'desc',
	filters: ['owner_id', 'stage_id', 'view', 'pipeline'],
};
