import * as v from 'valibot';
import { zoneSchema } from '../../zone-schema.ts';

const nameSchema = v.pipe(
	v.string(),
	v.regex(/^[a-z][a-z0-9_]*$/, 'expected a name of lower-case letters, digits and underscores'),
);

export const COLUMN_TYPES = ['text', 'integer', 'decimal', 'float', 'boolean', 'date', 'timestamp'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

const limitSchema = v.union([v.number(), v.string()], 'expected a number, a day or a time');

const declaredColumnSchema = v.strictObject({
	type: v.picklist(COLUMN_TYPES),
	/** A row without a value is set aside. */
	required: v.optional(v.boolean(), false),
	/** The values that may occur, as the source writes them. */
	accepted: v.optional(v.pipe(v.array(v.string()), v.nonEmpty('expected at least one value'))),
	/** The least and the greatest value, inclusive; days and times as ISO text. */
	min: v.optional(limitSchema),
	max: v.optional(limitSchema),
	/** Characters of a text. */
	maxLength: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
	/** Another source and its column, which has to hold the value: `customers.id`. */
	references: v.optional(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]*\..+$/, "expected 'source.column'"))),
	/** The value itself never lands: a keyed hash of it does, which is the same for the same value in every source. */
	pseudonym: v.optional(v.boolean(), false),
});

const columnSchema = v.union(
	[v.picklist(COLUMN_TYPES), declaredColumnSchema],
	({ received }) => `expected ${COLUMN_TYPES.join(', ')} or { type, required, … }, received ${received}`,
);

const mappingValueSchema = v.union(
	[
		v.string(),
		v.strictObject({ value: v.union([v.string(), v.number(), v.boolean()]) }),
		v.strictObject({ sql: v.string() }),
		v.strictObject({ line: v.literal(true) }),
	],
	({ received }) => `expected a column, { value: … }, { sql: '…' } or { line: true }, received ${received}`,
);

export const DISPOSITIONS = ['replace', 'merge', 'append', 'scd2'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

/** What every source says, whatever it reads from: its contract, how rows come together, and what they are. */
export const SOURCE_ENTRIES = {
	name: nameSchema,
	/** The zone of timestamps in the source; the company's when left out. */
	zone: v.optional(zoneSchema),
	/** The columns to read, by their names in the source, with explicit types. Others are not loaded. */
	columns: v.record(v.string(), columnSchema),
	/**
	 * replace: what the source gives is the whole truth; merge: newer rows replace those of the same key; append: add;
	 * scd2: as merge, and earlier versions of a row stay with the time that they held.
	 */
	disposition: v.optional(v.picklist(DISPOSITIONS), 'replace'),
	/** Columns that identify a row; merge and scd2 need them. */
	key: v.optional(v.array(v.string()), []),
	/** Of two rows of one key the one with the greater value here is the newer, whichever comes first; else the later one is. */
	version: v.optional(v.string()),
	/** The column that tells a row is deleted at the source: true, a time, or one of these values. */
	deleted: v.optional(
		v.strictObject({
			column: v.string(),
			values: v.optional(v.pipe(v.array(v.string()), v.nonEmpty('expected at least one value'))),
		}),
	),
	/** What becomes of columns that are not declared, and of values that their type cannot hold. */
	contract: v.optional(
		v.strictObject({
			/** notify: not loaded, but told; evolve: loaded as text; quarantine: the row is set aside; freeze: the load fails. */
			columns: v.optional(v.picklist(['notify', 'evolve', 'quarantine', 'freeze']), 'notify'),
			/** quarantine: the row is set aside; evolve: the text goes to a column `<name>__text`; freeze: the load fails. */
			types: v.optional(v.picklist(['quarantine', 'evolve', 'freeze']), 'quarantine'),
		}),
		{},
	),
	/** Columns that are never loaded, not even when the contract lets new ones in. */
	drop: v.optional(v.array(v.string()), []),
	/** A load with more rows set aside than either of these is refused. */
	quarantine: v.optional(
		v.strictObject({
			maxShare: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.01),
			maxRows: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 1000),
		}),
		{},
	),
	/** Whether a source without rows is right; otherwise one that is replaced fails without rows. */
	allowEmpty: v.optional(v.boolean(), false),
	/** The source is late when nothing new came for so long. */
	lateAfterHours: v.optional(v.pipe(v.number(), v.minValue(0))),
	/** Which of its columns fills which column of an entity. */
	entities: v.record(v.string(), v.record(v.string(), mappingValueSchema)),
} as const;

const boundarySchema = v.union([v.string(), v.number()], 'expected a number, a day or a time');

/** How a source that gives rows page by page is read on from where it was left. */
export const cursorSchema = v.strictObject({
	/** A column whose value grows with every change: an id, or the time of the last change. */
	column: v.string(),
	/** Where the first load begins; at the beginning when left out. */
	from: v.optional(boundarySchema),
	/** How far before the last value each load begins again: seconds for times, days for dates, plain units for numbers. */
	lag: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
	/** Whether rows with the very value that was read last are read again (closed), for some may have come since. */
	start: v.optional(v.picklist(['closed', 'open']), 'closed'),
	/** What becomes of rows without a value: set aside, loaded, or left out and counted as unchanged. */
	missing: v.optional(v.picklist(['quarantine', 'include', 'exclude']), 'quarantine'),
});

/** How values are written, where a source that gives rows page by page does not write them as ISO 8601 and programs do. */
export const valueFormatSchema = v.strictObject({
	/** The decimal mark. */
	decimal: v.optional(v.picklist(['.', ','])),
	/** What stands between thousands, null for nothing. */
	thousands: v.optional(v.nullable(v.picklist(['.', ',', ' ', "'"]))),
	/** In strptime's letters: %d.%m.%Y. */
	dateFormat: v.optional(v.string()),
	timestampFormat: v.optional(v.string()),
});
