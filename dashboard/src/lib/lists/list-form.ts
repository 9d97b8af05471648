import { LIST_COLUMNS } from '#records/schema/lists.ts';
import type { ListDefinition, ListDefinitionInput } from '#records/marketing/list-definition.ts';
import type { FieldIssue } from '#records/input/issues.ts';
import { issueText } from '#lib/records/issue-text.ts';
import { m } from '#lib/paraglide/messages.js';
import { percentOfShare, shareOfPercent, typedDecimal } from '#lib/records/typed-decimal.ts';

/** What stands for "without one" among picked values: a form has no null. */
export const NONE = '(none)';

/** A list's form: its texts by field, and what is picked, field by field. */
export interface ListForm {
	readonly texts: Readonly<Record<string, string>>;
	readonly picked: Readonly<Record<string, readonly string[]>>;
}

/** What a form or an address says: both have several values of a name. */
interface Entries {
	get(name: string): unknown;
	getAll(name: string): unknown[];
}

export const RANGES = [
	'orders',
	'revenue',
	'days_since_last_order',
	'first_order',
	'p_alive',
	'expected_revenue',
	'value_at_risk',
] as const;
export type RangeName = (typeof RANGES)[number];

const PICKS = [
	'countries',
	'kinds',
	'categories',
	'products',
	'segments',
	'statuses',
	'include',
	'exclude',
	'columns',
] as const;

/** The names of a range's two fields. */
export function rangeFields(range: RangeName): readonly [least: string, most: string] {
	return range === 'first_order' ? ['first_order_from', 'first_order_to'] : [`min_${range}`, `max_${range}`];
}

const TEXTS = ['name', 'description', 'channel', 'purpose', 'seed', 'holdout_share', ...RANGES.flatMap(rangeFields)];
/** Typed as per cent, stored as shares. */
const PERCENTS: readonly string[] = ['min_p_alive', 'max_p_alive'];

/** Reads a list's form, or an address that begins one: `?segments=champions&min_orders=2`. */
export function readListForm(entries: Entries): ListForm {
	const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 2000) : '');
	return {
		texts: Object.fromEntries(TEXTS.map((name) => [name, text(entries.get(name))])),
		picked: Object.fromEntries(
			PICKS.map((name) => [
				name,
				entries
					.getAll(name)
					.map(text)
					.filter((each) => each !== ''),
			]),
		),
	};
}

function numberOrNull(text: string): number | null {
	const number = Number(text);
	return text === '' || !Number.isFinite(number) ? null : number;
}

/** The definition that a form describes, as it was typed: the records say what is wrong with it. */
export function definitionOfForm({ texts, picked }: ListForm): ListDefinitionInput {
	const text = (name: string): string => texts[name] ?? '';
	const typed = (name: string): string => (PERCENTS.includes(name) ? shareOfPercent(text(name)) : text(name));
	const range = (name: RangeName) => Object.fromEntries(rangeFields(name).map((field) => [field, typed(field)]));
	const many = (name: string): string[] => [...(picked[name] ?? [])];
	const orNone = (name: string): (string | null)[] => many(name).map((value) => (value === NONE ? null : value));
	const share = shareOfPercent(text('holdout_share'));
	return {
		filters: {
			attributes: { countries: orNone('countries'), kinds: orNone('kinds') },
			behaviour: {
				...range('orders'),
				...range('revenue'),
				...range('days_since_last_order'),
				...range('first_order'),
				categories: many('categories'),
				products: many('products'),
			},
			scores: {
				segments: many('segments'),
				statuses: many('statuses'),
				...range('p_alive'),
				...range('expected_revenue'),
				...range('value_at_risk'),
			},
		},
		include: many('include'),
		exclude: many('exclude'),
		channel: text('channel') as ListDefinitionInput['channel'],
		purpose: text('purpose') as ListDefinitionInput['purpose'],
		holdout:
			share === '' ? null : { share: numberOrNull(typedDecimal(share)) ?? Number.NaN, seed: Number(text('seed')) || 0 },
		columns: LIST_COLUMNS.filter((name) => many('columns').includes(name)),
	};
}

/** A stored list as its form shows it. */
export function formOfList(list: {
	readonly name: string;
	readonly description: string | null;
	readonly definition: ListDefinition;
}): ListForm {
	const { filters, include, exclude, channel, purpose, holdout, columns } = list.definition;
	const bounds: Readonly<Record<string, unknown>> = { ...filters.behaviour, ...filters.scores };
	const shown = (name: string): string => {
		const value = bounds[name];
		if (typeof value !== 'number' && typeof value !== 'string') return '';
		return PERCENTS.includes(name) ? percentOfShare(value) : String(value);
	};
	const orNone = (values: readonly (string | null)[]): string[] => values.map((value) => value ?? NONE);
	return {
		texts: {
			name: list.name,
			description: list.description ?? '',
			channel,
			purpose,
			holdout_share: holdout === null ? '' : percentOfShare(holdout.share),
			seed: String(holdout?.seed ?? ''),
			...Object.fromEntries(RANGES.flatMap(rangeFields).map((name) => [name, shown(name)])),
		},
		picked: {
			countries: orNone(filters.attributes.countries),
			kinds: orNone(filters.attributes.kinds),
			categories: filters.behaviour.categories,
			products: filters.behaviour.products,
			segments: filters.scores.segments,
			statuses: filters.scores.statuses,
			include,
			exclude,
			columns,
		},
	};
}

/** The field of the form that an issue of the definition is about. */
function fieldOf(path: string): string {
	const last = path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? path;
	return last === 'share' || last === 'holdout' ? 'holdout_share' : last;
}

/** What is wrong with a form, in a sentence for each of its fields. */
export function listIssues(issues: readonly FieldIssue[]): Readonly<Record<string, string>> {
	return Object.fromEntries(
		issues.toReversed().map((issue) => {
			const field = fieldOf(issue.field);
			const isPercent = field === 'holdout_share' || PERCENTS.includes(field);
			const isOutside = issue.code === 'too_large' || issue.code === 'too_small';
			if (!isPercent || !isOutside || issue.params.limit === undefined) return [field, issueText(issue)];
			const least = issue.code === 'too_small' ? percentOfShare(String(issue.params.limit).replace(/^\D+/, '')) : '0';
			return [field, m.lists_percent_range({ least, most: field === 'holdout_share' ? '50' : '100' })];
		}),
	);
}
