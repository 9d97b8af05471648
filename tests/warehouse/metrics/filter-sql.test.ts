import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { row, rows, sql } from '#warehouse/query.ts';
import { parseFilter } from '#warehouse/metrics/filter.ts';
import type { Filter, FilterValue } from '#warehouse/metrics/filter.ts';
import { filterDimensions, filterSql } from '#warehouse/metrics/filter-sql.ts';
import { filterText } from '#warehouse/metrics/filter-text.ts';
import { RELATIONS } from '#warehouse/metrics/relations.ts';
import { anyFilter } from './any-filter.ts';
import { openMarts } from './mart-tables.ts';
import type { TestMarts } from './mart-tables.ts';
import { TINY_SHOP } from './tiny-shop.ts';

const LINES = RELATIONS.fct_order_lines;
const DIMENSIONS = ['country', 'category', 'channel', 'is_identified', 'weekday'] as const;

let marts: TestMarts;

beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP });
});
afterAll(() => marts.close());

function parsed(text: string): Filter {
	const filter = parseFilter(text, DIMENSIONS);
	if (filter === null) throw new Error('expected a filter');
	return filter;
}

type Line = Readonly<Record<(typeof DIMENSIONS)[number], FilterValue | null>>;

/** Three-valued logic written anew: null is unknown. */
function holds(filter: Filter, line: Line): boolean | null {
	switch (filter.kind) {
		case 'and':
		case 'or': {
			const decisive = filter.kind === 'or';
			const answers = filter.terms.map((term) => holds(term, line));
			if (answers.includes(decisive)) return decisive;
			return answers.includes(null) ? null : !decisive;
		}
		case 'not': {
			const answer = holds(filter.term, line);
			return answer === null ? null : !answer;
		}
		case 'flag':
			return line[filter.dimension as keyof Line] as boolean | null;
		case 'null':
			return (line[filter.dimension as keyof Line] === null) !== filter.isNegated;
		case 'in': {
			const value = line[filter.dimension as keyof Line];
			return value === null ? null : filter.values.includes(value) !== filter.isNegated;
		}
		case 'compare': {
			const value = line[filter.dimension as keyof Line];
			return value === null ? null : compares(value, filter.operator, filter.value);
		}
	}
}

function compares(left: FilterValue, operator: string, right: FilterValue): boolean {
	const order = left === right ? 0 : left < right ? -1 : 1;
	const answers: Record<string, boolean> = {
		'=': order === 0,
		'!=': order !== 0,
		'<': order < 0,
		'<=': order <= 0,
		'>': order > 0,
		'>=': order >= 0,
	};
	return answers[operator] ?? false;
}

describe('filterSql', () => {
	it('binds every value and names columns of the relation', () => {
		const condition = filterSql(parsed("country = 'x'' or 1=1 --' and weekday in (6, 7)"), LINES);
		expect(condition.text).toBe('(country = $1 and isodow(ordered_on) in ($2, $3))');
		expect(condition.values).toEqual(["x' or 1=1 --", 6, 7]);
	});

	it('refuses a dimension that the relation does not carry', () => {
		expect(() => filterSql(parsed("category = 'Mugs'"), RELATIONS.fct_orders)).toThrow(
			/unknown dimension: "category" \(expected country, /,
		);
	});

	it('finds nothing and harms nothing with an injected text', async () => {
		const attack = `country = '''; drop table fct_order_lines; --' or category = 'Mugs'') union select 1 --'`;
		const found = await rows(marts.db, sql`select 1 from fct_order_lines where ${filterSql(parsed(attack), LINES)}`);
		expect(found).toEqual([]);
		expect(await row(marts.db, sql`select count(*) as count from fct_order_lines`)).toEqual({ count: 13 });
	});

	it('keeps the lines that SQL logic keeps, whatever the filter', async () => {
		const lines = await rows<Line & { id: string }>(
			marts.db,
			sql`select order_line_id as id, country, category, channel, is_identified, isodow(ordered_on) as weekday
			from fct_order_lines order by order_line_id`,
		);
		const texts = fc.constantFrom('Germany', 'Austria', 'Lamps', 'Mugs', 'web', "it's", '');
		await fc.assert(
			fc.asyncProperty(anyFilter(DIMENSIONS, texts), async (any) => {
				const filter = parsed(filterText(any));
				const found = await rows<{ id: string }>(
					marts.db,
					sql`select order_line_id as id from fct_order_lines where ${filterSql(filter, LINES)} order by order_line_id`,
				);
				expect(found.map(({ id }) => id)).toEqual(
					lines.filter((line) => holds(any, line) === true).map(({ id }) => id),
				);
			}),
			{ numRuns: 200 },
		);
	});
});

describe('filterDimensions', () => {
	it('names each dimension of a filter once', () => {
		const filter = parsed("country = 'A' and (not (country = 'B') or weekday = 1) and is_identified");
		expect(filterDimensions(filter)).toEqual(['country', 'weekday', 'is_identified']);
		expect(filterDimensions(null)).toEqual([]);
	});
});
