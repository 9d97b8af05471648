import type { Records } from '../database.ts';
import type { ImportsTable } from '../schema/marketing.ts';
import { cellsOf } from './csv-line.ts';
import type { RejectedRow, RejectReason } from './import-row.ts';
import type { Mapping } from './mapping.ts';

export type ImportReceipt = Omit<ImportsTable, 'mapping'> & {
	readonly mapping: Mapping;
	readonly user_name: string | null;
};

type StoredImport = ImportsTable & { readonly user_name: string | null };

function toReceipt(row: StoredImport): ImportReceipt {
	return { ...row, mapping: JSON.parse(row.mapping) as Mapping };
}

function importsOf(records: Records) {
	return records
		.selectFrom('imports')
		.leftJoin('users', 'users.user_id', 'imports.user_id')
		.selectAll('imports')
		.select('users.name as user_name');
}

/** The last imports, the newest first; one whose `finished_at` is null runs, or its process died. */
export async function listImports(records: Records, limit: number): Promise<ImportReceipt[]> {
	const rows = await importsOf(records).orderBy('import_id', 'desc').limit(limit).execute();
	return rows.map(toReceipt);
}

/** The import of an id, or null. */
export async function readImport(records: Records, importId: string): Promise<ImportReceipt | null> {
	const row = await importsOf(records).where('import_id', '=', importId).executeTakeFirst();
	return row ? toReceipt(row) : null;
}

/** The rows an import refused, in the order of the file; the cells are in the order of its mapping's columns. */
export async function rejectedRows(
	records: Records,
	importId: string,
	options: { readonly limit?: number; readonly offset?: number } = {},
): Promise<RejectedRow[]> {
	const rows = await records
		.selectFrom('import_rejects')
		.selectAll()
		.where('import_id', '=', importId)
		.orderBy('line')
		.limit(options.limit ?? -1)
		.offset(options.offset ?? 0)
		.execute();
	return rows.map(({ line, field, reason, message, original }) => ({
		line,
		field,
		reason: reason as RejectReason,
		message,
		cells: cellsOf(original),
	}));
}
