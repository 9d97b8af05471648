/** The closed list of reasons for which a source's row is set aside. */
export type QuarantineReason =
	| 'unparseable_record'
	| 'wrong_column_count'
	| 'missing_required'
	| 'type_mismatch'
	| 'out_of_range'
	| 'invalid_value'
	| 'duplicate_key'
	| 'unknown_reference'
	| 'size_limit'
	| 'schema_violation'
	| 'source_error';

/** A record that was set aside: one row per record, whatever number of its columns are wrong. */
export interface QuarantinedRow {
	/** The file, or the page of a source that gives pages. */
	readonly file: string;
	/** Physical line in the file where the record begins, or its place in the page; counted from 1. */
	readonly line: number;
	/** The first column that is wrong, null when the record as a whole is. */
	readonly column: string | null;
	readonly reason: QuarantineReason;
	/** A sentence for the reader. */
	readonly message: string;
	/** The text of the record as the source has it, cut after 10,000 characters. */
	readonly original: string;
}
