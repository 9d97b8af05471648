import { expect, test } from 'vitest';
import { parseListState } from '#lib/records/list-state.ts';
import { ticketListOptions, ticketViewOf, ticketViewSearch } from '#lib/records/ticket-views.ts';

const at = (search: string) => new URL(`http://kundig.test/service${search}`);

test('opens with what is to do, and takes a view it does not know for that', () => {
	expect(ticketViewOf(at(''))).toBe('open');
	expect(ticketViewOf(at('?view=mine'))).toBe('mine');
	expect(ticketViewOf(at('?view=nonsense'))).toBe('open');
});

test('sorts work by urgency and what is solved by its last change', () => {
	expect(parseListState(at('?view=mine'), ticketListOptions('mine'))).toMatchObject({ sort: 'queue', dir: 'asc' });
	expect(parseListState(at('?view=solved'), ticketListOptions('solved'))).toMatchObject({
		sort: 'updated_at',
		dir: 'desc',
	});
	// A link from another view may name an order that this one does not have.
	expect(parseListState(at('?view=solved&sort=queue'), ticketListOptions('solved')).sort).toBe('updated_at');
});

test('keeps search and filters from view to view, but no page, no order, and no owner where the view has its own', () => {
	const state = parseListState(
		at('?view=pending&q=parcel&priority=high&owner_id=u1&sort=number&page=3'),
		ticketListOptions('pending'),
	);
	expect(ticketViewSearch(state, 'open')).toBe('?q=parcel&priority=high&owner_id=u1');
	expect(ticketViewSearch(state, 'mine')).toBe('?q=parcel&view=mine&priority=high');
	expect(ticketViewSearch(state, 'solved')).toBe('?q=parcel&view=solved&priority=high&owner_id=u1');
});
