import type { Connection } from '../database.ts';
import { row, rows, sql } from '../query.ts';

/** The customer that a row of a source is; null where the snapshot does not know the row. */
export async function customerOfRecord(
	db: Connection,
	{ source, entity, sourceId }: { readonly source: string; readonly entity: string; readonly sourceId: string },
): Promise<string | null> {
	const found = await row<{ customer_id: string }>(
		db,
		sql`select customer_id from identity_links
			where source = ${source} and entity = ${entity} and source_id = ${sourceId} limit 1`,
	);
	return found?.customer_id ?? null;
}

/** A row of a source that is a customer, and what joined it. */
export interface IdentityLink {
	readonly source: string;
	/** `customers`, `companies` or `contacts`. */
	readonly entity: string;
	readonly source_id: string;
	/** `external key`, `same e-mail` or `apart`. */
	readonly reason: string;
}

/** Every row of a source that is this customer, those of the records last. */
export async function linksOfCustomer(db: Connection, customerId: string): Promise<IdentityLink[]> {
	return rows<IdentityLink>(
		db,
		sql`select source, entity, source_id, reason from identity_links where customer_id = ${customerId}
			order by source = 'records', entity, source_id limit 100`,
	);
}
