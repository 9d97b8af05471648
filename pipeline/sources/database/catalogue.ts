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
