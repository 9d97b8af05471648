import { sql } from 'kysely';
import type { RecordRow } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { pickedSql, rangeSql } from '../listing/filters.ts';
import type { Picked } from '../listing/filters.ts';
import { inOrder, readIdPage } from '../listing/page.ts';
import type { Listing, ListPage, ListQuery } from '../listing/page.ts';
import { amongSql } from '../listing/search.ts';
import type { Subject } from './subjects.ts';

export interface ActivityFilters {
	readonly activityTypes?: Picked;
	readonly ownerIds?: Picked;
	/** Done or still to do; both unless told. */
	readonly isDone?: boolean | undefined;
	/** Instants by which it is due, both included. */
	readonly due?: { readonly from?: string | undefined; readonly to?: string | undefined } | undefined;
}

/** `due_at` has what has no date last. */
export type ActivitySort = 'due_at' | 'created_at' | 'completed_at';

export type ActivityRow = RecordRow<'activities'> & {
	readonly owner_name: string | null;
	/** What the thing it is about is called; null where it is about nothing, a customer of a source, or something deleted. */
	readonly subject_name: string | null;
};

const LISTING: Listing<ActivitySort> = {
	table: 'activities',
	orders: {
		due_at: sql`due_at is null, due_at`,
		created_at: sql`created_at`,
		completed_at: sql`completed_at`,
	},
	defaultSort: { by: 'created_at', isDescending: true },
	searched: null,
};

async function rowsOf(records: Records, ids: readonly string[]): Promise<ActivityRow[]> {
	const { rows } = await sql<ActivityRow>`
		select activities.*, users.name as owner_name,
			case activities.subject_type
				when 'company' then (select name from companies where company_id = subject_id and deleted_at is null)
				when 'contact' then (select full_name from contacts where contact_id = subject_id and deleted_at is null)
				when 'lead' then (select full_name from leads where lead_id = subject_id and deleted_at is null)
				when 'deal' then (select name from deals where deal_id = subject_id and deleted_at is null)
				when 'ticket' then
					(select tickets.subject from tickets where ticket_id = subject_id and deleted_at is null)
				when 'campaign' then (select name from campaigns where campaign_id = subject_id and deleted_at is null)
			end as subject_name
		from activities left join users on users.user_id = activities.owner_id
		where ${amongSql('activities.activity_id', ids)}`.execute(records);
	return inOrder(ids, rows, 'activity_id');
}

/** A page of activities, the newest first unless another order is asked for. */
export async function listActivities(
	records: Records,
	query: ListQuery<ActivityFilters, ActivitySort> = {},
): Promise<ListPage<ActivityRow>> {
	const { activityTypes, ownerIds, isDone, due } = query.filters ?? {};
	const done = isDone === undefined ? [] : [isDone ? sql`completed_at is not null` : sql`completed_at is null`];
	const { ids, total } = await readIdPage(records, LISTING, query, [
		...pickedSql('activity_type', activityTypes),
		...pickedSql('owner_id', ownerIds),
		...done,
		...rangeSql('due_at', due ?? {}),
	]);
	return { rows: await rowsOf(records, ids), total };
}

/** What somebody has still to do, what is due first on top; what has no date comes last. */
export async function openTasks(
	records: Records,
	userId: string,
	options: { readonly page?: number; readonly pageSize?: number } = {},
): Promise<ListPage<ActivityRow>> {
	return listActivities(records, {
		filters: { ownerIds: [userId], isDone: false, activityTypes: ['task', 'call', 'meeting', 'email'] },
		sort: { by: 'due_at' },
		...options,
	});
}

/** What happened with something, and what is planned: the newest first. */
export async function activitiesOf(records: Records, subject: Subject, limit = 100): Promise<ActivityRow[]> {
	const rows = await records
		.selectFrom('activities')
		.select('activity_id')
		.where('subject_type', '=', subject.type)
		.where('subject_id', '=', subject.id)
		.where('deleted_at', 'is', null)
		.orderBy('created_at', 'desc')
		.orderBy('activity_id', 'desc')
		.limit(limit)
		.execute();
	return rowsOf(
		records,
		rows.map(({ activity_id }) => activity_id),
	);
}
