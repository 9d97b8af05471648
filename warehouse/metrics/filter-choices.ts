import { isDimensionId } from './dimensions.ts';
import type { DimensionId } from './dimensions.ts';
import type { Filter, FilterValue } from './filter.ts';

/** Values picked per dimension, as a form offers them; null picks the rows without a value. */
export type FilterChoices = Readonly<Partial<Record<DimensionId, readonly (FilterValue | null)[]>>>;

/** The filter that picked values mean: any of a dimension's values, and all dimensions together; null for none. */
export function filterFromChoices(choices: FilterChoices): Filter | null {
	const terms = Object.entries(choices).flatMap(([dimension, values]) =>
		isDimensionId(dimension) ? choiceTerms(dimension, values) : [],
	);
	const [first] = terms;
	return first !== undefined && terms.length > 1 ? { kind: 'and', terms } : (first ?? null);
}

/** The picked values that a filter means, or null when it says more than picking values can. */
export function choicesFromFilter(filter: Filter | null): FilterChoices | null {
	if (filter === null) return {};
	const choices: Partial<Record<DimensionId, readonly (FilterValue | null)[]>> = {};
	for (const term of filter.kind === 'and' ? filter.terms : [filter]) {
		const choice = termChoice(term);
		if (choice === null || choices[choice.dimension] !== undefined) return null;
		choices[choice.dimension] = choice.values;
	}
	return choices;
}

function choiceTerms(dimension: DimensionId, values: readonly (FilterValue | null)[]): Filter[] {
	const known = values.filter((value) => value !== null);
	const terms: Filter[] = known.length > 0 ? [valuesTerm(dimension, known)] : [];
	if (known.length < values.length) terms.push({ kind: 'null', dimension, isNegated: false });
	return terms.length > 1 ? [{ kind: 'or', terms }] : terms;
}

function valuesTerm(dimension: DimensionId, values: readonly FilterValue[]): Filter {
	const [first] = values;
	if (first === undefined || values.length > 1) return valuesInTerm(dimension, values);
	if (typeof first !== 'boolean') return { kind: 'compare', dimension, operator: '=', value: first };
	return first ? { kind: 'flag', dimension } : { kind: 'not', term: { kind: 'flag', dimension } };
}

function valuesInTerm(dimension: DimensionId, values: readonly FilterValue[]): Filter {
	return { kind: 'in', dimension, isNegated: false, values };
}

interface Choice {
	readonly dimension: DimensionId;
	readonly values: readonly (FilterValue | null)[];
}

function termChoice(term: Filter): Choice | null {
	switch (term.kind) {
		case 'flag':
			return { dimension: term.dimension, values: [true] };
		case 'not':
			return term.term.kind === 'flag' ? { dimension: term.term.dimension, values: [false] } : null;
		case 'null':
			return term.isNegated ? null : { dimension: term.dimension, values: [null] };
		case 'compare':
			return term.operator === '=' ? { dimension: term.dimension, values: [term.value] } : null;
		case 'in':
			return term.isNegated ? null : { dimension: term.dimension, values: term.values };
		case 'or': {
			const choices = term.terms.map(termChoice);
			const [first] = choices;
			if (!first || !choices.every((choice) => choice?.dimension === first.dimension)) return null;
			return { dimension: first.dimension, values: choices.flatMap((choice) => choice?.values ?? []) };
		}
		case 'and':
			return null;
	}
}
