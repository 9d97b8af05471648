import type { Grain } from '../format/date.ts';
import { type Comparison, comparisons, isDay, type Period, parsePeriod, periodText } from './period.ts';

const grains = ['day', 'week', 'month', 'quarter', 'year'] as const satisfies readonly Grain[];

/** What a page shows of its data, as its address says it. */
export interface ViewState {
	readonly period: Period;
	readonly compare: Comparison;
	/** A filter expression, empty for none; its grammar belongs to the metrics. */
	readonly where: string;
	readonly grain: Grain;
	/** The column sorted by, and its direction. */
	readonly sort: string;
	readonly dir: 'asc' | 'desc';
	/** Words searched for, empty for none. */
	readonly q: string;
	/** The page of a list, from 1. */
	readonly page: number;
}

/** What a page takes: where it starts, and the columns it can sort by (the first when none is named). */
export interface ViewOptions {
	readonly defaults?: Partial<ViewState>;
	readonly sorts?: readonly string[];
	/** Parameters of the page's own, which every address of it keeps. */
	readonly kept?: readonly (readonly [name: string, value: string])[];
}

/** A part of the address that could not be read and was left out; the page says so. */
export interface DroppedParam {
	readonly key: string;
	readonly value: string;
}

/** What is read of `URLSearchParams`; Kit's own, which cannot be written, fits too. */
type ReadableParams = Pick<URLSearchParams, 'get'>;

const maxTextLength = 500;
const maxPage = 100_000;

/** Where a page starts when its address says nothing. */
export function defaultViewState({ defaults = {}, sorts = [] }: ViewOptions = {}): ViewState {
	return {
		period: 'last-12-months',
		compare: 'year-before',
		where: '',
		grain: 'month',
		sort: sorts[0] ?? '',
		dir: 'desc',
		q: '',
		page: 1,
		...defaults,
	};
}

/**
 * Reads a page's address. What it does not say takes the page's default; what cannot be read is left out and named in
 * `dropped`, so that a mistyped address never costs the page. `from` and `to`, which the date form sends where no
 * script runs, become a period.
 */
export function parseViewState(
	url: { readonly searchParams: ReadableParams },
	options: ViewOptions = {},
): { state: ViewState; dropped: DroppedParam[] } {
	const start = defaultViewState(options);
	const dropped: DroppedParam[] = [];
	const params = url.searchParams;

	function read<Value>(key: string, fallback: Value, parse: (text: string) => Value | null): Value {
		const text = params.get(key);
		if (text === null || (text === '' && key !== 'where' && key !== 'q')) return fallback;
		const value = parse(text);
		if (value !== null) return value;
		dropped.push({ key, value: text });
		return fallback;
	}

	const oneOf =
		<Name extends string>(names: readonly Name[]) =>
		(text: string): Name | null =>
			names.find((name) => name === text) ?? null;
	const text = (value: string): string | null => (value.length <= maxTextLength ? value.trim() : null);

	const sort = read('sort', start.sort, oneOf(options.sorts ?? []));
	return {
		state: {
			period: readFromTo(params, dropped) ?? read('period', start.period, parsePeriod),
			compare: read('compare', start.compare, oneOf(comparisons)),
			where: read('where', start.where, text),
			grain: read('grain', start.grain, oneOf(grains)),
			sort,
			dir: read('dir', sort === start.sort ? start.dir : 'desc', oneOf(['asc', 'desc'])),
			q: read('q', start.q, text),
			page: read('page', start.page, (value) => {
				const page = /^\d{1,6}$/.test(value) ? Number(value) : 0;
				return page >= 1 && page <= maxPage ? page : null;
			}),
		},
		dropped,
	};
}

function readFromTo(params: ReadableParams, dropped: DroppedParam[]): Period | null {
	const first = params.get('from') ?? '';
	const last = params.get('to') ?? '';
	if (first === '' && last === '') return null;
	if (isDay(first) && isDay(last) && first <= last) return { first, last };
	dropped.push({ key: 'from, to', value: `${first}, ${last}` });
	return null;
}

/**
 * The address of a state: `?period=this-year&q=oliveira`, or `?` alone for the page as it starts (an empty `href` would
 * keep what the address says now). Only what differs from the page's defaults is written, after what the page keeps, and
 * commas, colons, quotes and brackets stay readable.
 */
export function toSearch(state: ViewState, options: ViewOptions = {}): string {
	const start = defaultViewState(options);
	const params: [string, string][] = [];
	const add = (key: string, value: string, standard: string): void => {
		if (value !== standard) params.push([key, value]);
	};
	add('period', periodText(state.period), periodText(start.period));
	add('compare', state.compare, start.compare);
	add('where', state.where, start.where);
	add('grain', state.grain, start.grain);
	add('sort', state.sort, start.sort);
	add('dir', state.dir, state.sort === start.sort ? start.dir : 'desc');
	add('q', state.q, start.q);
	add('page', String(state.page), String(start.page));
	return '?' + [...(options.kept ?? []), ...params].map(([key, value]) => `${key}=${readable(value)}`).join('&');
}

function readable(value: string): string {
	return encodeURIComponent(value)
		.replaceAll('%20', '+')
		.replaceAll('%2C', ',')
		.replaceAll('%3A', ':')
		.replaceAll('%3D', '=')
		.replaceAll('%2F', '/');
}

/** The address after sorting by a column: its own direction turned, another column from its largest. */
export function sortSearch(state: ViewState, sort: string, options: ViewOptions = {}): string {
	const dir = state.sort === sort && state.dir === 'desc' ? 'asc' : 'desc';
	return toSearch({ ...state, sort, dir, page: 1 }, options);
}
