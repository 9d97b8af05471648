import type { Filter, FilterValue } from './filter.ts';

/**
 * The canonical text of a filter: `parseFilter` reads it back to the same filter. Brackets stand only where they are
 * needed, and round what a `not` takes unless that is a single word.
 */
export function filterText(filter: Filter): string {
	switch (filter.kind) {
		case 'or':
			return filter.terms.map(filterText).join(' or ');
		case 'and':
			return filter.terms
				.map((term) => (term.kind === 'or' ? `(${filterText(term)})` : filterText(term)))
				.join(' and ');
		case 'not':
			return filter.term.kind === 'flag' ? `not ${filter.term.dimension}` : `not (${filterText(filter.term)})`;
		case 'flag':
			return filter.dimension;
		case 'null':
			return `${filter.dimension} is ${filter.isNegated ? 'not ' : ''}null`;
		case 'compare':
			return `${filter.dimension} ${filter.operator} ${valueText(filter.value)}`;
		case 'in':
			return `${filter.dimension} ${filter.isNegated ? 'not ' : ''}in (${filter.values.map(valueText).join(', ')})`;
	}
}

function valueText(value: FilterValue): string {
	return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
