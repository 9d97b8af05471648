import { newId } from './values/id.ts';
import type { Records } from './database.ts';
import type { ExportsTable } from './schema/marketing.ts';

/** A file that left, and how it can be told again. */
export type ExportReceipt = ExportsTable;

export type NewExport = Omit<ExportsTable, 'export_id' | 'exported_at' | 'user_id'>;

/** Enters a file that leaves into the register. */
export async function recordExport(records: Records, userId: string, file: NewExport): Promise<ExportReceipt> {
	return records
		.insertInto('exports')
		.values({ export_id: newId(), exported_at: new Date().toISOString(), user_id: userId, ...file })
		.returningAll()
		.executeTakeFirstOrThrow();
}

/** The last files that left, the newest first, with who took them. */
export async function listExports(
	records: Records,
	limit: number,
): Promise<(ExportReceipt & { readonly user_name: string | null })[]> {
	return records
		.selectFrom('exports')
		.leftJoin('users', 'users.user_id', 'exports.user_id')
		.selectAll('exports')
		.select('users.name as user_name')
		.orderBy('exported_at', 'desc')
		.orderBy('export_id', 'desc')
		.limit(limit)
		.execute();
}
