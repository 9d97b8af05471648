import type { CursorRange, RowPage, RowReader } from '../row-source.ts';
import { sourceFailure } from './failures.ts';
import type { Failure } from './failures.ts';
import type { DatabaseSource } from './schema.ts';
import type { Selection } from './selection.ts';

/** What the databases do each in their own way. */
export interface Database {
	readonly selection: Selection;
	readonly pages: (range: CursorRange | null) => AsyncIterable<RowPage>;
	readonly count: (range: CursorRange | null) => Promise<number | null>;
	readonly close: () => Promise<void>;
}

export interface DatabaseContext {
	readonly source: DatabaseSource;
	readonly signal: AbortSignal | undefined;
	/** What an error of the server means; null when it is none. */
	readonly serverFailure: (error: unknown) => Failure | null;
}

/** Does some work with a database, with every failure as the error of its source. */
export async function asSource<Result>(
	{ source, signal, serverFailure }: DatabaseContext,
	work: () => Promise<Result>,
): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		throw sourceFailure(source, error, signal, serverFailure);
	}
}

/** The reader of an opened database. Rows come in the order of the cursor where there is one. */
export function databaseReader(context: DatabaseContext, database: Database): RowReader {
	async function* pages(range: CursorRange | null): AsyncGenerator<RowPage> {
		try {
			for await (const page of database.pages(range)) {
				context.signal?.throwIfAborted();
				yield page;
			}
		} catch (error) {
			throw sourceFailure(context.source, error, context.signal, context.serverFailure);
		}
	}
	return {
		isOrdered: context.source.cursor !== undefined,
		pages,
		count: (range) => asSource(context, () => database.count(range)),
		undeclared: () => database.selection.undeclaredNames,
		close: () => database.close(),
	};
}
