import { act } from '#records/changes/act.ts';
import type { Author } from '#records/changes/act.ts';
import { openRecords } from '#records/database.ts';
import type { RecordsTransaction } from '#records/database.ts';

/** What somebody types into the records of a data folder, as one act; other processes may be at work. */
export async function typeRecords<Result>(
	dataDir: string,
	work: (transaction: RecordsTransaction, author: Author) => Promise<Result>,
): Promise<Result> {
	const records = await openRecords(dataDir);
	try {
		return (await act(records, 'local', work)).result;
	} finally {
		await records.destroy();
	}
}
