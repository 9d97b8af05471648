import type { Connection } from '../database.ts';
import { row, sql } from '../query.ts';

/** How many deals and tickets a snapshot knows: without any, nothing can be said of sales or service. */
export async function countRecords(db: Connection): Promise<{ readonly deals: number; readonly tickets: number }> {
	const found = await row<{ deals: number; tickets: number }>(
		db,
		sql`select (select count(*) from fct_deals) as deals, (select count(*) from fct_tickets) as tickets`,
	);
	return found ?? { deals: 0, tickets: 0 };
}
