import * as v from 'valibot';
import { optional } from '../input/fields.ts';
import { InputError, issue, parseInput } from '../input/issues.ts';
import type { IssueCode } from '../input/issues.ts';
import { day, decimal, integer, share } from '../input/readers.ts';
import type { Reading } from '../input/readers.ts';
import { LIST_COLUMNS } from '../schema/lists.ts';
import { CONSENT_CHANNELS, CONSENT_PURPOSES } from '../schema/people.ts';

const MOST_PICKED = 1000;
/** With more held out than written to, nobody would write at all. */
const LARGEST_HOLDOUT = 0.5;

/** A number that is stored as one: bounds of filters are compared with doubles. */
function number(read: (written: string) => Reading<string>) {
	return (written: string): Reading<number> => {
		const reading = read(written);
		return 'value' in reading ? { value: Number(reading.value) } : reading;
	};
}

const count = v.optional(optional(integer(0, 1_000_000)), null);
const amount = v.optional(optional(number(decimal({ places: 2 }))), null);
const chance = v.optional(optional(share), null);
const onDay = v.optional(optional(day), null);
/** Null among picked values stands for customers without one. */
const picked = v.optional(
	v.pipe(v.array(v.nullable(v.pipe(v.string(), v.maxLength(200)))), v.maxLength(MOST_PICKED)),
	[],
);
const named = v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(MOST_PICKED)), []);

const filters = v.strictObject({
	attributes: v.optional(v.strictObject({ countries: picked, kinds: picked }), {}),
	behaviour: v.optional(
		v.strictObject({
			/** Orders with a sale. */
			min_orders: count,
			max_orders: count,
			/** Net revenue. */
			min_revenue: amount,
			max_revenue: amount,
			min_days_since_last_order: count,
			max_days_since_last_order: count,
			first_order_from: onDay,
			first_order_to: onDay,
			/** Bought, once at least, something of one of these. */
			categories: named,
			products: named,
		}),
		{},
	),
	scores: v.optional(
		v.strictObject({
			segments: named,
			statuses: named,
			min_p_alive: chance,
			max_p_alive: chance,
			min_expected_revenue: amount,
			max_expected_revenue: amount,
			min_value_at_risk: amount,
			max_value_at_risk: amount,
		}),
		{},
	),
});

const holdout = v.nullable(
	v.strictObject({
		/** Of those who may be written to, the share that is not. */
		share: v.pipe(
			v.number(),
			v.minValue(0, 'too_small' satisfies IssueCode),
			v.maxValue(LARGEST_HOLDOUT, 'too_large' satisfies IssueCode),
		),
		seed: v.pipe(v.number(), v.integer()),
	}),
);

/**
 * Whom a list means, how they are reached and what for. Filters that say nothing let everybody through; limits include
 * their ends; money is in the company's base currency. `include` adds the people of other lists (and a list that has
 * included ones and no filter of its own has only those), `exclude` takes people of other lists away.
 */
export const listDefinition = v.strictObject({
	filters: v.optional(filters, {}),
	include: named,
	exclude: named,
	channel: v.picklist(CONSENT_CHANNELS),
	purpose: v.picklist(CONSENT_PURPOSES),
	holdout: v.optional(holdout, null),
	/** Columns of the file beside those that the channel needs. */
	columns: v.optional(v.array(v.picklist(LIST_COLUMNS)), []),
});

export type ListDefinition = v.InferOutput<typeof listDefinition>;
export type ListDefinitionInput = v.InferInput<typeof listDefinition>;
export type ListFilters = ListDefinition['filters'];

type Bound = string | number | null;

/** Every pair of limits of the filters, by the names of the two fields. */
function limitPairs(parts: readonly Readonly<Record<string, unknown>>[]): (readonly [string, Bound, Bound])[] {
	return parts.flatMap((part) =>
		Object.keys(part)
			.filter((name) => name.startsWith('min_') || name.endsWith('_from'))
			.map((name) => {
				const other = name.replace(/^min_/, 'max_').replace(/_from$/, '_to');
				return [other, part[name] as Bound, part[other] as Bound] as const;
			}),
	);
}

/**
 * Asks that no upper limit lies below its lower one.
 * @throws InputError naming the upper ones that do
 */
export function requireOrderedLimits({ behaviour, scores }: ListFilters): void {
	const issues = limitPairs([behaviour, scores]).flatMap(([field, least, most]) =>
		least === null || most === null || least <= most
			? []
			: [typeof least === 'string' ? issue(field, 'before_start') : issue(field, 'too_small', { limit: least })],
	);
	if (issues.length > 0) throw new InputError(issues);
}

/**
 * A definition as it was typed, read as it would be stored.
 * @throws InputError with everything that is wrong with it, but for lists that are not there
 */
export function readDefinition(input: unknown): ListDefinition {
	const definition = parseInput(listDefinition, input);
	requireOrderedLimits(definition.filters);
	return definition;
}

/**
 * A definition as it is stored.
 * @throws Error when it is none
 */
export function parseDefinition(stored: string): ListDefinition {
	return v.parse(listDefinition, JSON.parse(stored));
}
