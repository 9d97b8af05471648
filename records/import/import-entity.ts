import type { Author } from '../changes/act.ts';
import type { Records, RecordsTransaction } from '../database.ts';
import type { ImportsTable } from '../schema/marketing.ts';
import type { ImportField } from './import-field.ts';
import type { Lookups } from './lookups.ts';

/** A row's cells by field, as a form would have them; empty cells are left out: they leave a record as it is. */
export type RowValues = Readonly<Partial<Record<string, string>>>;

/** What can be imported: its columns, how a row finds its record, and how it is written. */
export interface ImportEntity {
	readonly name: ImportsTable['entity'];
	readonly fields: readonly ImportField[];
	/** The fields by which a row can find its record. */
	readonly matchFields: readonly string[];
	/** The records a value of a match field is that of. */
	readonly find: (records: Records, field: string, value: string) => Promise<readonly string[]>;
	readonly create: (
		transaction: RecordsTransaction,
		author: Author,
		values: RowValues,
		lookups: Lookups,
	) => Promise<void>;
	readonly update: (
		transaction: RecordsTransaction,
		author: Author,
		id: string,
		values: RowValues,
		lookups: Lookups,
	) => Promise<void>;
}
