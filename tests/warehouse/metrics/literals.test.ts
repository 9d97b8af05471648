import { describe, expect, it } from 'vitest';
import { sql } from '#warehouse/query.ts';
import { sqlWithLiterals } from '#warehouse/metrics/literals.ts';

describe('sqlWithLiterals', () => {
	it('writes values into the text as SQL writes them', () => {
		const query = sql`select ${"O'Neill"}, ${5}, ${true}, ${null} where on >= cast(${'2025-01-01'} as date)`;
		expect(sqlWithLiterals(query)).toBe(`select 'O''Neill', 5, true, null where on >= date '2025-01-01'`);
	});

	it('does not take a value for a parameter, nor $1 for the start of $12', () => {
		const many = Array.from({ length: 12 }, (_, index) => `v${index + 1}`);
		expect(sqlWithLiterals({ text: '$12 $1', values: many })).toBe("'v12' 'v1'");
		expect(sqlWithLiterals(sql`${'$2'} ${'x'}`)).toBe("'$2' 'x'");
	});
});
