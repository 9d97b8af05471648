import { valueName } from '#lib/filters/value-name.ts';
import { formatCount } from '#lib/format/count.ts';
import { formatDay } from '#lib/format/date.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { formatMoneyRounded } from '#lib/format/money.ts';
import { formatPercent } from '#lib/format/percent.ts';
import { m } from '#lib/paraglide/messages.js';
import { channelName, purposeName } from '#lib/records/consent-words.ts';
import type { RecordedChange } from '#records/changes/recorded-change.ts';
import type { ListDefinition } from '#records/marketing/list-definition.ts';
import { scoreState, scoreStateName, segmentName } from '#lib/scores/words.ts';
import { columnName } from './list-words.ts';

/** What the ids of a definition are called. */
export interface DefinitionNames {
	readonly lists: Readonly<Record<string, string>>;
	readonly products: Readonly<Record<string, string>>;
	readonly currency: string;
}

export interface DefinitionLine {
	readonly name: string;
	readonly value: string;
}

function rangeText(least: number | null, most: number | null, text: (value: number) => string): string | null {
	if (least !== null && most !== null) return m.lists_range({ least: text(least), most: text(most) });
	if (least !== null) return m.lists_at_least({ least: text(least) });
	return most === null ? null : m.lists_at_most({ most: text(most) });
}

function daysText(from: string | null, to: string | null): string | null {
	const locale = getLocale();
	const [first, last] = [from === null ? '' : formatDay(from, locale), to === null ? '' : formatDay(to, locale)];
	if (from !== null && to !== null) return m.lists_range({ least: first, most: last });
	if (from !== null) return m.lists_since_day({ day: first });
	return to === null ? null : m.lists_until_day({ day: last });
}

function many(values: readonly string[]): string | null {
	return values.length === 0 ? null : values.join(', ');
}

/** A list's definition, line by line, in the reader's language; what says nothing has no line. */
export function describeDefinition(definition: ListDefinition, names: DefinitionNames): DefinitionLine[] {
	const locale = getLocale();
	const { currency } = names;
	const { attributes, behaviour, scores } = definition.filters;
	const count = (value: number): string => formatCount(value, locale);
	const money = (value: number): string => formatMoneyRounded(value, currency, locale);
	const share = (value: number): string => formatPercent(value, locale, { digits: 0 });
	const listNames = (ids: readonly string[]): string | null => many(ids.map((id) => names.lists[id] ?? m.lists_gone()));
	const value = (dimension: string) => (each: string | null) => valueName(dimension, each);
	const filters: readonly (readonly [string, string | null])[] = [
		[m.lists_countries(), many(attributes.countries.map(value('country')))],
		[m.lists_kinds(), many(attributes.kinds.map(value('customer_kind')))],
		[m.lists_orders(), rangeText(behaviour.min_orders, behaviour.max_orders, count)],
		[m.lists_column_net_revenue(), rangeText(behaviour.min_revenue, behaviour.max_revenue, money)],
		[m.lists_days_since(), rangeText(behaviour.min_days_since_last_order, behaviour.max_days_since_last_order, count)],
		[m.lists_first_order(), daysText(behaviour.first_order_from, behaviour.first_order_to)],
		[m.lists_categories(), many(behaviour.categories.map(value('category')))],
		[m.lists_products(), many(behaviour.products.map((id) => names.products[id] ?? id))],
		[m.lists_segments(), many(scores.segments.map(segmentName))],
		[m.lists_statuses(), many(scores.statuses.map((status) => scoreStateName(scoreState(status, 'first_weeks'))))],
		[m.lists_column_p_alive(), rangeText(scores.min_p_alive, scores.max_p_alive, share)],
		[m.lists_column_expected_revenue(), rangeText(scores.min_expected_revenue, scores.max_expected_revenue, money)],
		[m.lists_column_value_at_risk(), rangeText(scores.min_value_at_risk, scores.max_value_at_risk, money)],
		[m.lists_include(), listNames(definition.include)],
	];
	const said = filters.filter(([, text]) => text !== null);
	const rest: readonly (readonly [string, string | null])[] = [
		[m.lists_exclude(), listNames(definition.exclude)],
		[m.lists_channel(), channelName(definition.channel)],
		[m.lists_purpose(), purposeName(definition.purpose)],
		[m.lists_holdout(), definition.holdout === null ? null : share(definition.holdout.share)],
		[m.lists_columns(), many(definition.columns.map(columnName))],
	];
	const all = said.length === 0 ? [[m.lists_definition(), m.lists_everybody()] as const, ...rest] : [...said, ...rest];
	return all.flatMap(([name, text]) => (text === null ? [] : [{ name, value: text }]));
}

function linesOf(stored: unknown, names: DefinitionNames): string[] {
	if (typeof stored !== 'string') return [];
	const definition = JSON.parse(stored) as ListDefinition;
	return describeDefinition(definition, names).map(({ name, value }) => `${name}: ${value}`);
}

/** Two stored definitions by the lines that only one of them has. */
export function changedLines(before: unknown, after: unknown, names: DefinitionNames): [before: string, after: string] {
	const [had, has] = [linesOf(before, names), linesOf(after, names)];
	const only = (lines: readonly string[], others: readonly string[]): string =>
		lines.filter((line) => !others.includes(line)).join(' · ');
	return [only(had, has), only(has, had)];
}

/** Changes of a list with their definitions as people read them: by the lines that changed. */
export function withReadableDefinitions(changes: readonly RecordedChange[], names: DefinitionNames): RecordedChange[] {
	return changes.map((change) => {
		if (change.action !== 'update' || change.after === null || !('definition' in change.after)) return change;
		const [before, after] = changedLines(change.before?.definition, change.after.definition, names);
		return {
			...change,
			before: { ...change.before, definition: before },
			after: { ...change.after, definition: after },
		};
	});
}
