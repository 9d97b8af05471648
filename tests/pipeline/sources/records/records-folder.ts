import { act } from '#records/changes/act.ts';
import type { Author } from '#records/changes/act.ts';
import { openRecords } from '#records/database.ts';
import type { Records, RecordsTransaction } from '#records/database.ts';
import type { LoadContext } from '#pipeline/load/load-context.ts';
import { loadRecords } from '#pipeline/sources/records/load-records.ts';
import type { RecordsResult } from '#pipeline/sources/records/load-records.ts';
import { recordsStaging } from '#pipeline/sources/records/mapping.ts';
import { stagingViews } from '#warehouse/staging.ts';
import { openRawFolder } from '../../raw-folder.ts';

/** A data folder with records.db and a raw in memory that the records are loaded into. */
export interface RecordsFolder {
	readonly dataDir: string;
	readonly records: Records;
	/** What somebody types, as one act. */
	type<Result>(work: (transaction: RecordsTransaction, author: Author) => Promise<Result>): Promise<Result>;
	load(context?: Partial<LoadContext>): Promise<RecordsResult>;
	/** Rows of a query on raw and, once mapped, on staging. */
	rows(query: string): Promise<Record<string, unknown>[]>;
	/** Makes the staging views of the records, for a company in this zone whose money is in EUR. */
	map(zone: string): Promise<void>;
	close(): Promise<void>;
}

export async function openRecordsFolder(): Promise<RecordsFolder> {
	const raw = await openRawFolder();
	const records = await openRecords(raw.dataDir);
	let runs = 0;
	return {
		dataDir: raw.dataDir,
		records,
		type: async (work) => (await act(records, 'local', work)).result,
		load(context = {}) {
			runs += 1;
			return loadRecords(raw.connection, {
				runId: `run-${String(runs).padStart(4, '0')}`,
				dataDir: raw.dataDir,
				configDir: raw.dir,
				full: false,
				fencingToken: 7,
				zone: 'UTC',
				env: {},
				pseudonymKey: new Uint8Array(),
				isCurrent: () => true,
				...context,
			});
		},
		rows: (query) => raw.rows(query),
		async map(zone) {
			for (const view of stagingViews([recordsStaging({ zone, currency: 'EUR' })], zone)) {
				await raw.connection.run(`create or replace temp view ${view.name} as\n${view.sql}`);
			}
		},
		async close() {
			await records.destroy();
			raw.close();
		},
	};
}
