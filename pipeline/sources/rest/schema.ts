import * as v from 'valibot';
import { cursorSchema, SOURCE_ENTRIES, valueFormatSchema } from '../contract/source-schema.ts';

/** A source of rows behind an HTTP API, as a person writes it in kundig.config.ts. */
export const restSourceSchema = v.strictObject({
	...SOURCE_ENTRIES,
	type: v.literal('rest'),
	/** The address of the first page. */
	url: v.pipe(v.string(), v.url('expected an address such as https://api.example.com/orders')),
	format: v.optional(valueFormatSchema, {}),
	cursor: v.optional(cursorSchema),
});

export type RestSource = v.InferOutput<typeof restSourceSchema>;
