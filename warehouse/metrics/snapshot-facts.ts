import { QueryError, row, sql } from '../query.ts';
import type { Connection } from '../database.ts';

/** The day a company's week begins on. */
export type WeekStart = 'monday' | 'sunday' | 'saturday';

/** What a snapshot says of itself; every figure read from it is seen from here. */
export interface SnapshotFacts {
	readonly snapshot: string;
	readonly runId: string;
	/** The day after the last one that counts, in the company's zone. */
	readonly asOf: string;
	readonly builtAt: string;
	readonly companyName: string;
	/** ISO 4217. */
	readonly currency: string;
	readonly zone: string;
	readonly weekStart: WeekStart;
	/** First and last day on which something happened: an order, a deal, a ticket; null in a warehouse without any. */
	readonly firstEventOn: string | null;
	readonly lastEventOn: string | null;
}

/**
 * Reads what the connection's snapshot says of itself.
 * @throws QueryError when it says nothing
 */
export async function snapshotFacts(db: Connection): Promise<SnapshotFacts> {
	const facts = await row<SnapshotFacts>(
		db,
		sql`select snapshot_id as snapshot, run_id as "runId", as_of as "asOf", built_at as "builtAt",
			company_name as "companyName", base_currency as currency, zone, week_start as "weekStart",
			first_event_on as "firstEventOn", last_event_on as "lastEventOn"
		from snapshot_info`,
	);
	if (!facts) throw new QueryError('the snapshot has no row in snapshot_info', '');
	return facts;
}
