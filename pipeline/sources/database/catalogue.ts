import { asSource } from './database-reader.ts';
import type { DatabaseContext } from './database-reader.ts';
import type { ServerColumn } from './server-column.ts';

/** A table or a view of a database. */
export interface CatalogueTable {
	/** As a config writes it: `orders`, `public.orders`, `public."a.b"`. */
	readonly name: string;
	readonly isView: boolean;
	/** How many rows it has, roughly; null where the server does not say without counting. */
	readonly rows: number | null;
}

/** What a database says of a table. */
export interface DescribedTable {
	readonly columns: readonly ServerColumn[];
	/** The columns of its primary key in their order; none where it has none. */
	readonly key: readonly string[];
}

/** An open database that is asked what it has. */
export interface Catalogue {
	/** Tables and views that may be read, by name. @throws SourceError */
	tables(): Promise<CatalogueTable[]>;
	/** @throws SourceError when there is no such table */
	describe(table: string): Promise<DescribedTable>;
	close(): Promise<void>;
}

/** What a catalogue asks through. */
interface CatalogueClient {
	/** Does some work in a transaction that sees one state of the database. */
	reading<Result>(work: () => Promise<Result>): Promise<Result>;
	close(): Promise<void>;
}

/** A catalogue by the questions of its server: each in a transaction of its own, with every failure as that of the source. */
export function catalogueOf(
	context: DatabaseContext,
	client: CatalogueClient,
	{ tables, describe }: Pick<Catalogue, 'tables' | 'describe'>,
): Catalogue {
	const asking = <Result>(work: () => Promise<Result>): Promise<Result> =>
		asSource(context, () => client.reading(work));
	return {
		tables: () => asking(tables),
		describe: (table) => asking(() => describe(table)),
		close: () => client.close(),
	};
}
