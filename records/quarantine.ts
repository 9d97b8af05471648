import type { Records } from './database.ts';

/** A row that was set aside, as pages and `quarantine ls` show it; raw.quarantine holds those of committed loads too. */
export interface QuarantineEntry {
	readonly runId: string;
	readonly source: string;
	readonly table: string;
	readonly file: string | null;
	readonly line: number | null;
	readonly column: string | null;
	readonly reason: string;
	readonly message: string;
	readonly original: string | null;
	/** Whether its whole load was refused. */
	readonly isRejectedLoad: boolean;
}

export interface QuarantineCount {
	readonly source: string;
	readonly reason: string;
	readonly rows: number;
}

/** Rows that are set aside for one reason in one column of a source, with one of them as an example. */
export interface QuarantineGroup {
	readonly source: string;
	readonly column: string | null;
	readonly reason: string;
	readonly rows: number;
	readonly example: string;
	/** Whether their load was refused as a whole. */
	readonly isRejectedLoad: boolean;
}

const ROWS_PER_INSERT = 200;

/**
 * Replaces what is shown of a source. A load that was refused leaves the rows of earlier loads in place and shows its
 * own beside them; a load that was committed shows exactly the rows now set aside.
 */
export async function replaceQuarantine(
	records: Records,
	source: string,
	entries: readonly QuarantineEntry[],
	options: { readonly isRejectedLoad: boolean },
): Promise<void> {
	const at = new Date().toISOString();
	await records.transaction().execute(async (transaction) => {
		let old = transaction.deleteFrom('quarantine').where('source', '=', source);
		if (options.isRejectedLoad) old = old.where('is_rejected_load', '=', 1);
		await old.execute();
		for (let index = 0; index < entries.length; index += ROWS_PER_INSERT) {
			const chunk = entries.slice(index, index + ROWS_PER_INSERT);
			await transaction
				.insertInto('quarantine')
				.values(
					chunk.map((entry) => ({
						run_id: entry.runId,
						source: entry.source,
						table_name: entry.table,
						file: entry.file,
						line: entry.line,
						column_name: entry.column,
						reason: entry.reason,
						message: entry.message,
						original: entry.original,
						is_rejected_load: options.isRejectedLoad ? 1 : 0,
						quarantined_at: at,
					})),
				)
				.execute();
		}
	});
}

/** Rows set aside, by source, file and line. */
export async function listQuarantine(
	records: Records,
	options: {
		readonly limit: number;
		readonly offset?: number;
		readonly source?: string;
		readonly reason?: string;
		readonly column?: string;
	},
): Promise<QuarantineEntry[]> {
	let query = records.selectFrom('quarantine').selectAll();
	if (options.source !== undefined) query = query.where('source', '=', options.source);
	if (options.reason !== undefined) query = query.where('reason', '=', options.reason);
	if (options.column !== undefined) query = query.where('column_name', '=', options.column);
	const rows = await query
		.orderBy('source')
		.orderBy('file')
		.orderBy('line')
		.orderBy('quarantine_id')
		.limit(options.limit)
		.offset(options.offset ?? 0)
		.execute();
	return rows.map((row) => ({
		runId: row.run_id,
		source: row.source,
		table: row.table_name,
		file: row.file,
		line: row.line,
		column: row.column_name,
		reason: row.reason,
		message: row.message,
		original: row.original,
		isRejectedLoad: row.is_rejected_load === 1,
	}));
}

/** What is set aside, by source, column and reason; the largest group first. */
export async function quarantineGroups(records: Records): Promise<QuarantineGroup[]> {
	const found = await records
		.selectFrom('quarantine')
		.select((build) => [
			'source',
			'column_name as column',
			'reason',
			build.fn.countAll<number>().as('rows'),
			build.fn.min('message').as('example'),
			build.fn.max('is_rejected_load').as('isRejected'),
		])
		.groupBy(['source', 'column_name', 'reason'])
		.orderBy('rows', 'desc')
		.orderBy('source')
		.orderBy('column_name')
		.execute();
	return found.map(({ isRejected, ...group }) => ({ ...group, isRejectedLoad: isRejected === 1 }));
}

/** How many rows are set aside per source and reason. */
export async function countQuarantine(records: Records): Promise<QuarantineCount[]> {
	return records
		.selectFrom('quarantine')
		.select((build) => ['source', 'reason', build.fn.countAll<number>().as('rows')])
		.groupBy(['source', 'reason'])
		.orderBy('source')
		.orderBy('reason')
		.execute();
}
