import { newId } from './values/id.ts';
import type { Records } from './database.ts';
import type { ExportsTable } from './schema/marketing.ts';

/** A file that left, and how it can be told again. */
export type ExportReceipt = ExportsTable;

/** What only the file of a target list has. */
type OfList = 'list_id' | 'channel' | 'purpose' | 'excluded' | 'columns';

export type NewExport = Omit<ExportsTable, 'export_id' | 'exported_at' | 'user_id' | OfList> &
	Partial<Pick<ExportsTable, OfList>>;

/** Enters a file that leaves into the register. */
export async function recordExport(records: Records, userId: string, file: NewExport): Promise<ExportReceipt> {
	return records
		.insertInto('exports')
		.values({ export_id: newId(), exported_at: new Date().toISOString(), user_id: userId, ...file })
		.returningAll()
		.executeTakeFirstOrThrow();
}

export type RegisteredExport = ExportReceipt & {
	readonly user_name: string | null;
	/** What the target list is called now; null for a table, and for a list that was deleted. */
	readonly list_name: string | null;
};

/** The last files that left, the newest first, with who took them; of one target list, or of everything. */
export async function listExports(records: Records, limit: number, listId?: string): Promise<RegisteredExport[]> {
	const all = records
		.selectFrom('exports')
		.leftJoin('users', 'users.user_id', 'exports.user_id')
		.leftJoin('lists', (join) =>
			join.onRef('lists.list_id', '=', 'exports.list_id').on('lists.deleted_at', 'is', null),
		);
	return (listId === undefined ? all : all.where('exports.list_id', '=', listId))
		.selectAll('exports')
		.select(['users.name as user_name', 'lists.name as list_name'])
		.orderBy('exported_at', 'desc')
		.orderBy('export_id', 'desc')
		.limit(limit)
		.execute();
}
