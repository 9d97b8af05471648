import type { ListOptions } from './list-state.ts';

/** What the list of campaigns can be sorted and filtered by. */
export const campaignsView: ListOptions = {
	sorts: ['starts_on', 'name', 'updated_at'],
	dir: 'desc',
	filters: ['status', 'campaign_type', 'owner_id'],
};

/** What the members of a campaign can be filtered by; they stand in the order they were added. */
export const membersView: ListOptions = { sorts: ['added'], filters: ['status'] };

/** What the contacts that are picked from for a campaign can be sorted and filtered by. */
export const pickedContactsView: ListOptions = {
	sorts: ['name', 'created_at', 'updated_at'],
	filters: ['owner_id', 'country'],
};
