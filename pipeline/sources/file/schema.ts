import * as v from 'valibot';
import { SOURCE_ENTRIES, valueFormatSchema } from '../contract/source-schema.ts';

const FILE_KINDS = ['csv', 'json-lines', 'parquet', 'excel'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** How a file is to be read; what is left out is what RFC 4180 and ISO 8601 say. */
export const fileFormatSchema = v.strictObject({
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
	...valueFormatSchema.entries,
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
});

/** A source of files, as a person writes it in kundig.config.ts. */
export const fileSourceSchema = v.strictObject({
	...SOURCE_ENTRIES,
	type: v.literal('file'),
	/** A path or a glob, relative to the config file. */
	path: v.pipe(v.string(), v.nonEmpty('a source needs a path')),
	format: v.optional(fileFormatSchema, {}),
});

export type FileSource = v.InferOutput<typeof fileSourceSchema>;
