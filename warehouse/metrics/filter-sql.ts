import { join, sql, unsafe } from '../query.ts';
import type { Sql } from '../query.ts';
import { DIMENSIONS } from './dimensions.ts';
import type { DimensionId } from './dimensions.ts';
import type { Filter, FilterValue } from './filter.ts';
import type { Relation } from './relation.ts';
import { listed, RequestError } from './request-error.ts';

/**
 * A filter as a condition over a relation's columns; every value is a bound parameter.
 * @throws RequestError when the relation does not carry a dimension
 */
export function filterSql(filter: Filter, relation: Pick<Relation, 'dimensions'>): Sql {
	switch (filter.kind) {
		case 'or':
		case 'and':
			return sql`(${join(
				filter.terms.map((term) => filterSql(term, relation)),
				` ${filter.kind} `,
			)})`;
		case 'not':
			return sql`(not ${filterSql(filter.term, relation)})`;
		case 'flag':
			return dimensionSql(filter.dimension, relation);
		case 'null':
			return sql`${dimensionSql(filter.dimension, relation)} is ${unsafe(filter.isNegated ? 'not null' : 'null')}`;
		case 'compare':
			return sql`${dimensionSql(filter.dimension, relation)} ${unsafe(filter.operator)} ${valueSql(filter.dimension, filter.value)}`;
		case 'in': {
			const values = join(filter.values.map((value) => valueSql(filter.dimension, value)));
			return sql`${dimensionSql(filter.dimension, relation)} ${unsafe(filter.isNegated ? 'not in' : 'in')} (${values})`;
		}
	}
}

/**
 * The expression of a dimension over a relation's columns.
 * @throws RequestError when the relation does not carry it
 */
export function dimensionSql(dimension: DimensionId, relation: Pick<Relation, 'dimensions'>): Sql {
	const expression = relation.dimensions[dimension];
	if (expression === undefined) {
		throw new RequestError(`unknown dimension: "${dimension}" (expected ${listed(Object.keys(relation.dimensions))})`);
	}
	return unsafe(expression);
}

/** Every dimension that a filter names, once each. */
export function filterDimensions(filter: Filter | null): DimensionId[] {
	if (filter === null) return [];
	if ('terms' in filter) return [...new Set(filter.terms.flatMap(filterDimensions))];
	return filter.kind === 'not' ? filterDimensions(filter.term) : [filter.dimension];
}

function valueSql(dimension: DimensionId, value: FilterValue): Sql {
	return DIMENSIONS[dimension].type === 'date' ? sql`cast(${value} as date)` : sql`${value}`;
}
