import * as v from 'valibot';
import { SOURCE_ENTRIES } from '../contract/source-schema.ts';
import { fileFormatSchema } from '../file/schema.ts';
import { addressProblem, HTTP_ENTRIES } from '../http/schema.ts';

/** A source of one file behind an address, as a person writes it in kundig.config.ts. */
export const urlSourceSchema = v.pipe(
	v.strictObject({
		...SOURCE_ENTRIES,
		...HTTP_ENTRIES,
		type: v.literal('url'),
		/** As for a file of the disk; the end of the address may tell its kind. */
		format: v.optional(fileFormatSchema, {}),
	}),
	v.check(
		(source) => addressProblem(source) === null,
		({ input }) => `source ${input.name}: url: ${addressProblem(input) ?? ''}`,
	),
	/** Where a file of the disk has its path, one behind an address has that of the address. */
	v.transform((source) => ({ ...source, path: new URL(source.url).pathname })),
);

export type UrlSource = v.InferOutput<typeof urlSourceSchema>;
