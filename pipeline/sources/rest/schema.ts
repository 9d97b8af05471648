import * as v from 'valibot';
import { cursorSchema, SOURCE_ENTRIES, valueFormatSchema } from '../contract/source-schema.ts';
import { addressProblem, HTTP_ENTRIES, rateLimitSchema } from '../http/schema.ts';

const paramSchema = v.pipe(v.string(), v.nonEmpty('expected the name of a parameter of the query'));
const pathSchema = v.pipe(v.string(), v.nonEmpty("expected a path in the answer, such as 'paging.next'"));
const sizeSchema = v.pipe(v.number(), v.integer(), v.minValue(1));

/** How the address of the next page is known. */
const pagesSchema = v.variant('by', [
	/** By the answer's header `Link: <…>; rel="next"`. */
	v.strictObject({ by: v.literal('link') }),
	/** By an address in the answer. */
	v.strictObject({ by: v.literal('next'), at: pathSchema }),
	/** By a value in the answer that is sent back. */
	v.strictObject({
		by: v.literal('cursor'),
		at: pathSchema,
		param: v.optional(paramSchema, 'cursor'),
		/** Where the answer says whether there is more; left out: as long as there is a value. */
		more: v.optional(pathSchema),
	}),
	/** By the number of the page. */
	v.strictObject({
		by: v.literal('page'),
		param: v.optional(paramSchema, 'page'),
		first: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 1),
		/** How many rows a page is asked to have; less may come. */
		size: v.optional(sizeSchema),
		sizeParam: v.optional(paramSchema, 'per_page'),
	}),
	/** By the number of rows before it. */
	v.strictObject({
		by: v.literal('offset'),
		param: v.optional(paramSchema, 'offset'),
		size: v.optional(sizeSchema),
		sizeParam: v.optional(paramSchema, 'limit'),
	}),
]);

const sinceSchema = v.strictObject({
	/** The parameter that takes the value from which on rows are wanted. */
	param: paramSchema,
	/** How a day or a time is written: 2026-01-31T12:00:00, 2026-01-31, or since 1970; as the column's type is, when left out. */
	as: v.optional(v.picklist(['iso', 'date', 'seconds', 'milliseconds'])),
	/** What is sent where that is more than the value: 'updated_at ge {value}'. */
	template: v.optional(v.pipe(v.string(), v.includes('{value}', 'expected a text with {value} in it'))),
	/** The parameter that takes the value before which rows are wanted. */
	untilParam: v.optional(paramSchema),
});

const totalSchema = v.union(
	[pathSchema, v.strictObject({ header: v.pipe(v.string(), v.nonEmpty()) })],
	"expected a path in the answer, such as 'meta.total', or { header: 'X-Total-Count' }",
);

const restObjectSchema = v.strictObject({
	...SOURCE_ENTRIES,
	...HTTP_ENTRIES,
	type: v.literal('rest'),
	format: v.optional(valueFormatSchema, {}),
	cursor: v.optional(cursorSchema),
	/** Where the list of rows is in an answer: 'data.items'; '' when the answer is the list. */
	rows: v.optional(v.string(), ''),
	/** How there comes a next page; left out: one answer has all rows. */
	pages: v.optional(pagesSchema),
	/** How the cursor is asked for; left out: all rows are read, and those known are left out here. */
	since: v.optional(sinceSchema),
	/** The order of the cursor in which rows come. */
	order: v.optional(v.picklist(['ascending', 'descending'])),
	/** Where an answer says how many rows there are in all. */
	total: v.optional(totalSchema),
	/** More pages than these are taken for a circle. */
	maxPages: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 10_000),
	rateLimit: v.optional(rateLimitSchema),
});

type RestObject = v.InferOutput<typeof restObjectSchema>;

/** What contradicts itself in a source's keys, in words; null when nothing does. */
function contradiction(source: RestObject): string | null {
	const { cursor, since, order, zone, name } = source;
	const address = addressProblem(source);
	if (address !== null) return `source ${name}: url: ${address}`;
	if (cursor === undefined) {
		if (since !== undefined) return `source ${name}: since asks for a cursor, and none is declared`;
		if (order !== undefined) return `source ${name}: order is that of a cursor, and none is declared`;
		return null;
	}
	const declared = source.columns[cursor.column];
	const type = typeof declared === 'string' ? declared : declared?.type;
	if (since?.as === undefined || type === undefined) return null;
	if (type !== 'date' && type !== 'timestamp') {
		return `source ${name}: since.as is for days and times, and the cursor ${cursor.column} is ${type}`;
	}
	const isEpoch = since.as === 'seconds' || since.as === 'milliseconds';
	return isEpoch && type === 'timestamp' && zone !== 'UTC'
		? `source ${name}: since.as: '${since.as}' are counted in UTC: declare zone: 'UTC'`
		: null;
}

/** A source of rows behind an HTTP API that answers GET with JSON, as a person writes it in kundig.config.ts. */
export const restSourceSchema = v.pipe(
	restObjectSchema,
	v.check(
		(source) => contradiction(source) === null,
		({ input }) => contradiction(input) ?? '',
	),
);

export type RestSource = v.InferOutput<typeof restSourceSchema>;
export type Pages = NonNullable<RestSource['pages']>;
