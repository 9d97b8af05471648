import { m } from '#lib/paraglide/messages.js';
import { listSearch } from './list-state.ts';
import type { ListOptions, ListState } from './list-state.ts';

/** The ways to look at the queue; the first is where it opens. */
export const TICKET_VIEWS = ['open', 'mine', 'unassigned', 'pending', 'solved'] as const;
export type TicketView = (typeof TICKET_VIEWS)[number];

const NAMES: Readonly<Record<TicketView, () => string>> = {
	open: m.service_view_open,
	mine: m.service_view_mine,
	unassigned: m.service_view_unassigned,
	pending: m.service_view_pending,
	solved: m.service_view_solved,
};

const FILTERS = ['view', 'priority', 'owner_id', 'ticket_type', 'channel'] as const;

/** What a view shows, in the reader's language. */
export function ticketViewName(view: TicketView): string {
	return NAMES[view]();
}

/** The view that an address asks for; what cannot be read is the first. */
export function ticketViewOf(url: { readonly searchParams: URLSearchParams }): TicketView {
	const named = url.searchParams.get('view');
	return TICKET_VIEWS.find((view) => view === named) ?? TICKET_VIEWS[0];
}

/** What a view can be sorted and filtered by: work by urgency, what is done by its last change. */
export function ticketListOptions(view: TicketView): ListOptions {
	const sorts = ['number', 'subject', 'opened_at', 'updated_at'];
	if (view === 'solved') return { sorts: ['updated_at', ...sorts.slice(0, 3)], dir: 'desc', filters: FILTERS };
	return { sorts: ['queue', ...sorts], filters: FILTERS };
}

/** The address of another view: what is searched and filtered stays, but for the owner where a view has its own. */
export function ticketViewSearch(state: ListState, view: TicketView): string {
	const options = ticketListOptions(view);
	const { owner_id: owner = '', ...others } = state.filters;
	const filters = {
		...others,
		view: view === TICKET_VIEWS[0] ? '' : view,
		owner_id: hasOwnOwner(view) ? '' : owner,
	};
	return listSearch({ q: state.q, filters, sort: options.sorts[0] ?? '', dir: options.dir ?? 'asc', page: 1 }, options);
}

/** Whether a view is of one owner, or of none, by itself. */
export function hasOwnOwner(view: TicketView): boolean {
	return view === 'mine' || view === 'unassigned';
}
