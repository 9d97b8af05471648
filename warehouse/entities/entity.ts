export type EntityColumnType = 'text' | 'integer' | 'decimal' | 'float' | 'boolean' | 'date' | 'timestamp';

export interface EntityColumn {
	readonly type: EntityColumnType;
	/** A source that maps the entity has to fill it. */
	readonly required?: true;
	/** Identifies a person: it goes to people.duckdb and nowhere else. */
	readonly personal?: true;
	/** Text that joins files of different origin: spaces around it are no part of it, and empty text is null. */
	readonly trimmed?: true;
}

/** The contract a source is mapped to: what the rest of the warehouse may rely on. */
export interface Entity {
	readonly name: string;
	/** Columns that identify a row. */
	readonly key: readonly string[];
	readonly columns: Readonly<Record<string, EntityColumn>>;
	/** Rows without a key are kept for the checks to find; otherwise they say nothing about this entity. */
	readonly keepsRowsWithoutKey?: true;
}

/** How each type stands in DuckDB. */
export const SQL_TYPES: Readonly<Record<EntityColumnType, string>> = {
	text: 'varchar',
	integer: 'bigint',
	decimal: 'decimal(18, 6)',
	float: 'double',
	boolean: 'boolean',
	date: 'date',
	timestamp: 'timestamp',
};
