import type { QuarantineEntry } from '#records/quarantine.ts';
import type { Connection } from '#warehouse/database.ts';
import { row, sql } from '#warehouse/query.ts';
import { activeLoads, quarantinedRows, rawTable } from '#warehouse/raw.ts';

export interface SourceSummary {
	readonly lastLoadedAt: string | null;
	readonly rows: number;
	/** The rows now set aside, at most 1,000. */
	readonly quarantine: readonly QuarantineEntry[];
}

const SHOWN = 1_000;

/** What raw holds of a source after a load: the truth that the records show a projection of. */
export async function sourceSummary(connection: Connection, source: string): Promise<SourceSummary> {
	const loads = await activeLoads(connection, source);
	const aside = await quarantinedRows(connection, { source, limit: SHOWN });
	const counted = await row<{ rows: number }>(connection, sql`select count(*) as rows from ${rawTable(source)}`);
	return {
		lastLoadedAt: loads.at(-1)?.loadedAt ?? null,
		rows: counted?.rows ?? 0,
		quarantine: aside.map((entry) => ({
			runId: entry.runId,
			source: entry.source,
			table: entry.table,
			file: entry.file,
			line: entry.line,
			column: entry.column,
			reason: entry.reason,
			message: entry.message,
			original: entry.original,
			isRejectedLoad: false,
		})),
	};
}
