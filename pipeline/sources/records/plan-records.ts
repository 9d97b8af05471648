import { lastSequence } from '#records/changes/since.ts';
import { hasRecords, openRecords } from '#records/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { sourceCursor } from '#warehouse/raw-cursor.ts';
import type { SourceWork } from '../../planned-source.ts';
import { countWaiting, hasEdits } from './cursor.ts';
import { readFrom, recordsContract } from './load-records.ts';
import { RECORDS_SOURCE, recordsTables } from './tables.ts';

/** What waits of the records; null where nobody has typed anything. */
export async function planRecords(connection: Connection, dataDir: string): Promise<SourceWork | null> {
	if (!hasRecords(dataDir)) return null;
	const records = await openRecords(dataDir);
	try {
		const before = await sourceCursor(connection, RECORDS_SOURCE);
		if (before === null && !(await hasEdits(records))) return null;
		const contractHash = recordsContract(recordsTables());
		const from = readFrom(before, contractHash, await lastSequence(records), false);
		const waiting = await countWaiting(records, from ?? 0);
		return {
			isPending: from === null || waiting.changes > 0,
			planned: {
				name: RECORDS_SOURCE,
				cursor: before === null ? null : `up to change ${before.cursor}, loaded at ${before.loadedAt}`,
				pending:
					from === null
						? 'all records'
						: waiting.changes === 0
							? 'nothing new'
							: `${waiting.changes} changes of ${waiting.records} records`,
			},
		};
	} finally {
		await records.destroy();
	}
}
