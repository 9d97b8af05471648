import type { Connection } from '../database.ts';
import { row, sql } from '../query.ts';

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
