import type { ActionFailure } from '@sveltejs/kit';
import { bulkEdit } from '#records/bulk-edit.ts';
import type { BulkEdit } from '#records/bulk-edit.ts';
import type { Records } from '#records/database.ts';
import type { Picked } from '#records/listing/filters.ts';
import type { TicketStatus } from '#records/schema/service.ts';
import { countTickets, listTickets } from '#records/service/ticket-list.ts';
import type { TicketFilters } from '#records/service/ticket-list.ts';
import { waitingOfTickets } from '#records/service/ticket-waiting.ts';
import type { FormAnswer } from '#lib/records/form-answer.ts';
import type { ListState } from '#lib/records/list-state.ts';
import { hasOwnOwner } from '#lib/records/ticket-views.ts';
import type { TicketView } from '#lib/records/ticket-views.ts';
import { records } from '../records.ts';
import type { TickedAnswer } from './bulk.ts';
import { picked, readListPage } from './list-page.ts';
import { ownerOptions } from './owners.ts';
import type { SentForm } from './save.ts';
import { setTicketFields, solveTicket } from './tickets.ts';
import { currentUserId } from './user.ts';

const STATUSES: Readonly<Record<TicketView, readonly TicketStatus[]>> = {
	open: ['new', 'open'],
	mine: ['new', 'open'],
	unassigned: ['new', 'open'],
	pending: ['pending'],
	solved: ['solved', 'closed'],
};

/** What the form sends for nobody, where an empty value keeps what each ticket has. */
const NOBODY = 'nobody';

function ownersOf(view: TicketView, state: ListState): Picked {
	if (view === 'mine') return [currentUserId()];
	return view === 'unassigned' ? [null] : picked(state, 'owner_id');
}

/** The tickets that a view of the queue shows, as its address filters them. */
export function queueFilters(view: TicketView, state: ListState): TicketFilters {
	return {
		statuses: STATUSES[view],
		ownerIds: ownersOf(view, state),
		priorities: picked(state, 'priority'),
		ticketTypes: picked(state, 'ticket_type'),
		channels: picked(state, 'channel'),
	};
}

async function countViews(db: Records): Promise<Readonly<Record<TicketView, number>>> {
	const counted = async (ownerIds: Picked): Promise<number> =>
		(await listTickets(db, { filters: { statuses: STATUSES.open, ownerIds }, pageSize: 1 })).total;
	const byStatus = await countTickets(db);
	const sum = (view: TicketView): number => STATUSES[view].reduce((total, status) => total + byStatus[status], 0);
	return {
		open: sum('open'),
		mine: await counted([currentUserId()]),
		unassigned: await counted([null]),
		pending: sum('pending'),
		solved: sum('solved'),
	};
}

/** A page of the queue as it is now, with how many tickets each view has. */
export async function readQueue(view: TicketView, state: ListState) {
	const db = await records();
	const { rows, total, pages, page } = await readListPage(db, state, listTickets, queueFilters(view, state));
	const waiting = await waitingOfTickets(
		db,
		rows.map(({ ticket_id }) => ticket_id),
	);
	return {
		rows: rows.map((row) => ({
			waiting_since: waiting.get(row.ticket_id)?.waiting_since ?? null,
			answered_at: waiting.get(row.ticket_id)?.answered_at ?? null,
			resolved_at: row.resolved_at,
			ticket_id: row.ticket_id,
			version: row.version,
			number: row.number,
			subject: row.subject,
			status: row.status,
			priority: row.priority,
			company_name: row.company_name,
			contact_name: row.contact_name,
			owner_id: row.owner_id,
			owner_name: row.owner_name,
		})),
		total,
		pages,
		page,
		counts: await countViews(db),
		owners: await ownerOptions(),
		me: currentUserId(),
		now: new Date().toISOString(),
		isOwnerFixed: hasOwnOwner(view),
	};
}

export type QueueRow = Awaited<ReturnType<typeof readQueue>>['rows'][number];

type Saved = Promise<{ batchId: string; result: unknown } | ActionFailure<FormAnswer>>;

/** Sets the owner or the priority of one row of the queue. */
export function setOfRow(form: SentForm): Saved {
	return setTicketFields(form.values.id ?? '', form);
}

/** Solves one row of the queue. */
export function solveRow(form: SentForm): Saved {
	return solveTicket(form.values.id ?? '', form);
}

function changeOf({ values }: SentForm): BulkEdit {
	if (values.do === 'delete') return { kind: 'delete' };
	if (values.do === 'solve') return { kind: 'ticket_status', status: 'solved' };
	const { owner_id: owner = '', priority = '' } = values;
	const fields = {
		...(owner === '' ? {} : { owner_id: owner === NOBODY ? null : owner }),
		...(priority === '' ? {} : { priority }),
	};
	return { kind: 'fields', fields };
}

/** Assigns, solves or deletes all ticked tickets, or sets their priority; those it does not fit stay as they were. */
export async function setOfTicked(form: SentForm): Promise<TickedAnswer> {
	const seen = [...new Set(form.all('id'))].map((id) => ({ id, version: 'current' as const }));
	const { batchId, results } = await bulkEdit(await records(), currentUserId(), 'ticket', seen, changeOf(form));
	return {
		batchId,
		changed: results.filter(({ outcome }) => outcome === 'changed').length,
		refused: results.filter(({ outcome }) => outcome !== 'changed' && outcome !== 'unchanged').length,
	};
}
