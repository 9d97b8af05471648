import type { Records, RecordsTransaction } from '../database.ts';
import { newId } from '../values/id.ts';

/** Who changes something, in which act; what one act changes shares its batch, and undo takes it back as a whole. */
export interface Author {
	readonly userId: string;
	readonly batchId: string;
	/** When the act happened; now, unless it is told: history that is entered later. */
	readonly at?: string;
}

/** The instant at which an author's changes happened. */
export function instantOfAct(author: Author): string {
	return author.at ?? new Date().toISOString();
}

/**
 * Does one act of a person: everything `work` writes is one transaction (it holds the write lock from its beginning, so
 * what it reads stays true) under one new batch. Inside, every query goes through the transaction: one on `records` would
 * wait for ever.
 * @throws whatever `work` throws; nothing is written then
 */
export async function act<Result>(
	records: Records,
	userId: string,
	work: (transaction: RecordsTransaction, author: Author) => Promise<Result>,
	options: { readonly at?: string } = {},
): Promise<{ readonly batchId: string; readonly result: Result }> {
	const author: Author = { userId, batchId: newId(), at: options.at ?? new Date().toISOString() };
	const result = await records.transaction().execute((transaction) => work(transaction, author));
	return { batchId: author.batchId, result };
}
