import { choicesFromFilter, filterFromChoices } from '#warehouse/metrics/filter-choices.ts';
import type { FilterChoices } from '#warehouse/metrics/filter-choices.ts';
import { DIMENSIONS } from '#warehouse/metrics/dimensions.ts';
import type { DimensionId } from '#warehouse/metrics/dimensions.ts';
import type { Filter } from '#warehouse/metrics/filter.ts';
import { filterText } from '#warehouse/metrics/filter-text.ts';
import type { Localized } from '#warehouse/metrics/localized.ts';
import { filterOptions } from '#warehouse/reads/filter-options.ts';
import type { FilterOption } from '#warehouse/reads/filter-options.ts';
import type { RequestSnapshot } from './warehouse.ts';

/** What can be filtered on in a snapshot, read once. */
export function readFilterOptions(snapshot: RequestSnapshot): Promise<FilterOption[]> {
	return snapshot.cached('filter-options', (db) => filterOptions(db));
}

/** A value that can be picked or dropped; null stands for what has none. */
export interface FilterMenuValue {
	readonly value: string | boolean | null;
	readonly isPicked: boolean;
	/** The filter with this value picked, or without it when it is. */
	readonly where: string;
}

export interface FilterMenu {
	readonly dimension: DimensionId;
	readonly name: Localized;
	readonly values: readonly FilterMenuValue[];
	/** The filter without this dimension. */
	readonly whereWithout: string;
}

function textOf(choices: FilterChoices): string {
	const filter = filterFromChoices(choices);
	return filter === null ? '' : filterText(filter);
}

function toggled(choices: FilterChoices, dimension: DimensionId, value: FilterMenuValue['value']): FilterChoices {
	const picked = choices[dimension] ?? [];
	const next = picked.includes(value) ? picked.filter((each) => each !== value) : [...picked, value];
	return { ...choices, [dimension]: next };
}

/**
 * What can be picked on each dimension, each choice with the filter it leads to. A filter that says more than picked
 * values, typed by hand, starts anew with the first pick.
 */
export function filterMenus(options: readonly FilterOption[], filter: Filter | null): FilterMenu[] {
	const choices = choicesFromFilter(filter) ?? {};
	return options.map(({ dimension, name, values }) => ({
		dimension,
		name,
		values: values.map(({ value }) => ({
			value,
			isPicked: choices[dimension]?.includes(value) ?? false,
			where: textOf(toggled(choices, dimension, value)),
		})),
		whereWithout: textOf({ ...choices, [dimension]: [] }),
	}));
}

/** A value that is filtered for, on any dimension, with the filter that is left without it. */
export interface FilterChip {
	readonly dimension: DimensionId;
	readonly name: Localized;
	readonly value: FilterMenuValue['value'];
	readonly where: string;
}

function isChipValue(value: unknown): value is FilterMenuValue['value'] {
	return value === null || typeof value === 'string' || typeof value === 'boolean';
}

/** The values that a filter picks, offered by a menu or not; null when it says more than picked values can. */
export function filterChips(filter: Filter | null): FilterChip[] | null {
	const choices = choicesFromFilter(filter);
	if (choices === null) return null;
	const picked = Object.entries(choices) as [DimensionId, NonNullable<FilterChoices[DimensionId]>][];
	const chips = picked.flatMap(([dimension, values]) =>
		values.filter(isChipValue).map((value) => ({
			dimension,
			name: DIMENSIONS[dimension].name,
			value,
			where: textOf(toggled(choices, dimension, value)),
		})),
	);
	const count = picked.reduce((total, [, values]) => total + values.length, 0);
	return chips.length === count ? chips : null;
}
