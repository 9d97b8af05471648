import * as v from 'valibot';
import { zoneSchema } from '../../zone-schema.ts';

const nameSchema = v.pipe(
	v.string(),
	v.regex(/^[a-z][a-z0-9_]*$/, 'expected a name of lower-case letters, digits and underscores'),
);

export const COLUMN_TYPES = ['text', 'integer', 'decimal', 'float', 'boolean', 'date', 'timestamp'] as const;

const columnSchema = v.union(
	[
		v.picklist(COLUMN_TYPES),
		v.strictObject({ type: v.picklist(COLUMN_TYPES), required: v.optional(v.boolean(), false) }),
	],
	({ received }) => `expected ${COLUMN_TYPES.join(', ')} or { type, required }, received ${received}`,
);

const FILE_KINDS = ['csv', 'json-lines', 'parquet', 'excel'] as const;

/** How a file is to be read; what is left out is what RFC 4180 and ISO 8601 say. */
const formatSchema = v.strictObject({
	/** By the end of the path when left out: .jsonl, .ndjson, .parquet and .xlsx say what they are, all else is CSV. */
	kind: v.optional(v.picklist(FILE_KINDS)),
	/** Which sheet of a workbook, by its name or its place from 1; the first when left out. */
	sheet: v.optional(
		v.union(
			[v.pipe(v.string(), v.nonEmpty()), v.pipe(v.number(), v.integer(), v.minValue(1))],
			'expected a name or 1, 2, …',
		),
	),
	/** `german-excel`: what Excel writes in German: ; between fields, 1.234,56, 31.12.2025, Windows-1252. */
	preset: v.optional(v.picklist(['german-excel'])),
	delimiter: v.optional(v.pipe(v.string(), v.length(1, 'expected one character'))),
	quote: v.optional(v.pipe(v.string(), v.length(1, 'expected one character'))),
	/** The decimal mark. */
	decimal: v.optional(v.picklist(['.', ','])),
	/** What stands between thousands, null for nothing. */
	thousands: v.optional(v.nullable(v.picklist(['.', ',', ' ', "'"]))),
	/** A name that the Encoding Standard knows: utf-8, windows-1252, utf-16le, … */
	encoding: v.optional(
		v.pipe(
			v.string(),
			v.check((name) => {
				try {
					return new TextDecoder(name).encoding !== '';
				} catch {
					return false;
				}
			}, 'expected an encoding such as utf-8 or windows-1252'),
		),
	),
	/** In strptime's letters: %d.%m.%Y. */
	dateFormat: v.optional(v.string()),
	timestampFormat: v.optional(v.string()),
});

const mappingValueSchema = v.union(
	[
		v.string(),
		v.strictObject({ value: v.union([v.string(), v.number(), v.boolean()]) }),
		v.strictObject({ sql: v.string() }),
		v.strictObject({ line: v.literal(true) }),
	],
	({ received }) => `expected a column, { value: … }, { sql: '…' } or { line: true }, received ${received}`,
);

/** A source of files, as a person writes it in kundig.config.ts. */
export const fileSourceSchema = v.strictObject({
	name: nameSchema,
	type: v.literal('file'),
	/** A path or a glob, relative to the config file. */
	path: v.pipe(v.string(), v.nonEmpty('a source needs a path')),
	format: v.optional(formatSchema, {}),
	/** The zone of timestamps in the file; the company's when left out. */
	zone: v.optional(zoneSchema),
	/** The columns to read, by their names in the header, with explicit types. */
	columns: v.record(v.string(), columnSchema),
	/** replace: the files together are the whole truth; merge: newer rows replace those of the same key; append: add. */
	disposition: v.optional(v.picklist(['replace', 'merge', 'append']), 'replace'),
	/** Columns that identify a row; merge needs them. */
	key: v.optional(v.array(v.string()), []),
	/** A load with more rows set aside than either of these is refused. */
	quarantine: v.optional(
		v.strictObject({
			maxShare: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.01),
			maxRows: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 1000),
		}),
		{},
	),
	/** Whether a file without rows is right; otherwise a replace source without rows fails. */
	allowEmpty: v.optional(v.boolean(), false),
	/** The source is late when nothing new came for so long. */
	lateAfterHours: v.optional(v.pipe(v.number(), v.minValue(0))),
	/** Which of its columns fills which column of an entity. */
	entities: v.record(v.string(), v.record(v.string(), mappingValueSchema)),
});

export type FileSource = v.InferOutput<typeof fileSourceSchema>;
export type FileKind = (typeof FILE_KINDS)[number];
export type ColumnType = (typeof COLUMN_TYPES)[number];
