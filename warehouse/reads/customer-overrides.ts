import type { Connection } from '../database.ts';
import { rows, sql } from '../query.ts';

/** A field of a customer that a correction holds for in a snapshot, and what the source said of it. */
export interface HeldOverride {
	readonly field: string;
	readonly source_value: string | null;
}

/** The fields of a customer that a snapshot shows corrected. */
export async function heldOverrides(db: Connection, customerId: string): Promise<HeldOverride[]> {
	return rows<HeldOverride>(
		db,
		sql`select field, source_value from dim_people_overrides where customer_id = ${customerId} order by field`,
	);
}
