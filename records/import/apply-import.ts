import type { Author } from '../changes/act.ts';
import type { Records, RecordsTransaction } from '../database.ts';
import { newId } from '../values/id.ts';
import { csvLine } from './csv-line.ts';
import { countRow, NO_COUNTS, rejectedAmong, rowContext } from './import-request.ts';
import type { ImportCounts, ImportRequest } from './import-request.ts';
import { importRow } from './import-row.ts';
import type { RejectedRow, RowOutcome } from './import-row.ts';
import { inShortTurns } from './short-turns.ts';

export interface AppliedImport {
	readonly importId: string;
	readonly batchId: string;
	readonly counts: ImportCounts;
}

async function startImport(records: Records, userId: string, request: ImportRequest): Promise<AppliedImport> {
	const importId = newId();
	const batchId = newId();
	await records
		.insertInto('imports')
		.values({
			import_id: importId,
			imported_at: new Date().toISOString(),
			user_id: userId,
			entity: request.entity,
			file_name: request.fileName,
			mode: request.mode,
			match_field: request.matchField,
			mapping: JSON.stringify(request.mapping),
			batch_id: batchId,
			...NO_COUNTS,
			rows: request.file.rows.length,
			processed: 0,
		})
		.execute();
	return { importId, batchId, counts: NO_COUNTS };
}

async function saveRejected(
	transaction: RecordsTransaction,
	importId: string,
	rejected: readonly RejectedRow[],
): Promise<void> {
	for (const { line, field, reason, message, cells } of rejected) {
		await transaction
			.insertInto('import_rejects')
			.values({ import_id: importId, line, field, reason, message, original: csvLine(cells) })
			.execute();
	}
}

async function saveProgress(
	transaction: RecordsTransaction,
	importId: string,
	{ rows: processed, ...counts }: ImportCounts,
	isDone: boolean,
): Promise<void> {
	const finished = isDone ? { finished_at: new Date().toISOString() } : {};
	await transaction
		.updateTable('imports')
		.set({ processed, ...counts, ...finished })
		.where('import_id', '=', importId)
		.execute();
}

/**
 * Imports a file: its rows in short transactions, all under one batch, each with the counts so far. Where the process dies
 * the import says how far it came (`processed`) and can be reverted.
 * @param onProgress is told the counts after each transaction
 * @throws InputError when the request does not fit its file or entity; nothing is imported then
 */
export async function applyImport(
	records: Records,
	userId: string,
	request: ImportRequest,
	onProgress: (counts: ImportCounts) => void = () => undefined,
): Promise<AppliedImport> {
	const context = await rowContext(records, request);
	const { importId, batchId } = await startImport(records, userId, request);
	const author: Author = { userId, batchId };
	const { rows } = request.file;
	let counts = NO_COUNTS;
	await inShortTurns(rows.length, async (from, isOver) => {
		const outcomes = await records.transaction().execute(async (transaction) => {
			const done: RowOutcome[] = [];
			for (const row of rows.slice(from)) {
				done.push(await importRow(transaction, author, row, context));
				if (isOver()) break;
			}
			await saveRejected(transaction, importId, rejectedAmong(done));
			await saveProgress(transaction, importId, done.reduce(countRow, counts), from + done.length === rows.length);
			return done;
		});
		counts = outcomes.reduce(countRow, counts);
		onProgress(counts);
		return from + outcomes.length;
	});
	return { importId, batchId, counts };
}
