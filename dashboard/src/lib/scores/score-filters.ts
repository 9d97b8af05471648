import { RFM_SEGMENTS } from '#models/rfm/rfm-segment.ts';
import type { DroppedParam } from '#lib/filters/view-state.ts';
import { SCORE_STATUSES } from './words.ts';

/** A range of numbers, both ends included; null leaves it open. */
export interface ScoreRange {
	readonly least: number | null;
	readonly most: number | null;
}

/** What a list of customers is filtered by of their scores, as its address says it. */
export interface ScoreFilters {
	readonly segments: readonly string[];
	readonly statuses: readonly string[];
	/** The chance that they are still active, in per cent. */
	readonly alive: ScoreRange;
	/** Revenue expected within a year, in base currency. */
	readonly expected: ScoreRange;
}

/** The names that the ends of a range have in the address. */
export const RANGE_PARAMS = {
	alive: ['alive_min', 'alive_max'],
	expected: ['expected_min', 'expected_max'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

export type RangeName = keyof typeof RANGE_PARAMS;

const PICKED = {
	segment: RFM_SEGMENTS,
	status: SCORE_STATUSES,
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * Reads `?segment=champions,loyal&status=scored&alive_min=20&expected_max=500`. What cannot be read is left out and named
 * in `dropped`; ends of a range that are the wrong way round are turned.
 */
export function parseScoreFilters(url: { readonly searchParams: Pick<URLSearchParams, 'getAll'> }): {
	filters: ScoreFilters;
	dropped: DroppedParam[];
} {
	const dropped: DroppedParam[] = [];

	function picked(key: keyof typeof PICKED): string[] {
		const texts = url.searchParams.getAll(key).flatMap((text) => text.split(',').filter((part) => part !== ''));
		const known: readonly string[] = PICKED[key];
		const strange = texts.filter((value) => !known.includes(value));
		if (strange.length > 0) dropped.push({ key, value: strange.join(', ') });
		return known.filter((value) => texts.includes(value));
	}
	function end(key: string, most: number): number | null {
		const text = (url.searchParams.getAll(key)[0] ?? '').trim().replace(',', '.');
		if (text === '') return null;
		const value = Number(text);
		if (/^\d{1,12}(\.\d{1,6})?$/.test(text) && value <= most) return value;
		dropped.push({ key, value: text });
		return null;
	}
	function range(name: RangeName, largest: number): ScoreRange {
		const [first, second] = RANGE_PARAMS[name];
		const [least, most] = [end(first, largest), end(second, largest)];
		return least !== null && most !== null && least > most ? { least: most, most: least } : { least, most };
	}

	const filters = {
		segments: picked('segment'),
		statuses: picked('status'),
		alive: range('alive', 100),
		expected: range('expected', 1e12),
	};
	return { filters, dropped };
}

/** The parameters of an address that say these filters, in their order; none of what is not filtered. */
export function scoreParams({ segments, statuses, ...ranges }: ScoreFilters): [string, string][] {
	const params: [string, string][] = [];
	if (segments.length > 0) params.push(['segment', segments.join(',')]);
	if (statuses.length > 0) params.push(['status', statuses.join(',')]);
	for (const name of ['alive', 'expected'] as const) {
		const [first, second] = RANGE_PARAMS[name];
		const { least, most } = ranges[name];
		if (least !== null) params.push([first, String(least)]);
		if (most !== null) params.push([second, String(most)]);
	}
	return params;
}

/** The filters with a segment or state picked that was not, or dropped that was. */
export function toggled(filters: ScoreFilters, key: 'segments' | 'statuses', value: string): ScoreFilters {
	const picked = filters[key];
	return { ...filters, [key]: picked.includes(value) ? picked.filter((each) => each !== value) : [...picked, value] };
}
