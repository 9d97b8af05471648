import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { loadTransforms } from '#warehouse/graph.ts';
import type { Transform } from '#warehouse/graph.ts';
import { buildWarehouse } from '../warehouse/build-warehouse.ts';
import type { BuiltWarehouse } from '../warehouse/build-warehouse.ts';

/** DuckDB's words that style asks to be in lower case; what is in quotes or a comment may be as it likes. */
const KEYWORDS =
	/\b(?:SELECT|FROM|WHERE|GROUP|ORDER|BY|JOIN|LEFT|RIGHT|FULL|INNER|ANTI|SEMI|CROSS|ON|USING|WITH|AS|AND|OR|NOT|NULL|IS|IN|CASE|WHEN|THEN|ELSE|END|DISTINCT|UNION|ALL|FILTER|OVER|PARTITION|HAVING|LIMIT|QUALIFY|DATE|TRUE|FALSE)\b/;
const LONGEST = 120;

const transforms = loadTransforms();
let built: BuiltWarehouse;
let db: Connection;

beforeAll(async () => {
	built = await buildWarehouse({ sources: [] });
	({ db } = built);
});

afterAll(() => built.close());

test('there are transforms to look at', () => {
	expect(transforms.map(({ name }) => name)).toEqual(
		expect.arrayContaining(['fct_order_lines', 'fct_orders', 'dim_customers', 'dim_people', 'rollup_cohorts_by_month']),
	);
});

describe.each(transforms.map((transform): [string, Transform] => [transform.name, transform]))(
	'%s',
	(name, transform) => {
		const { sql, folder, grain } = transform;
		const [first = '', ...rest] = sql.split('\n');
		const code = rest.map((line) => line.replace(/--.*$/, '').replaceAll(/'[^']*'/g, "''")).join('\n');

		test('binds on an empty warehouse', async () => {
			await expect(db.run(`explain ${sql}`)).resolves.toBeDefined();
		});

		test('says first what one row of it is', () => {
			expect(first).toMatch(/^-- One row per .+\.$/);
			expect(first).toBe(`-- ${grain}`);
		});

		test('is one select', async () => {
			const statements = await db.extractStatements(sql);
			expect(statements.count).toBe(1);
			expect(code.trimStart()).toMatch(/^(?:with|select)\n/);
			expect(code).not.toMatch(/\b(?:insert|create|update|delete|drop|attach|copy|pragma|set)\b/);
		});

		test('lists its columns in the last select, one a line', () => {
			const last = code.slice(code.lastIndexOf('\nselect\n') + 1);
			expect(last).toMatch(/^select\n\t/);
			expect(last.split('\nfrom ', 1)[0]).not.toMatch(/\*\s*,?\s*$/m);
		});

		test('writes keywords in lower case', () => {
			expect(code).not.toMatch(KEYWORDS);
		});

		test('is short, and indented by tabs', () => {
			expect(rest.length + 1).toBeLessThan(LONGEST);
			expect(Math.max(...sql.split('\n').map((line) => line.replaceAll('\t', '    ').length))).toBeLessThanOrEqual(140);
			expect(sql).not.toMatch(/^ +/m);
		});

		test('is named for what it is', () => {
			const prefixes = {
				intermediate: /^int_/,
				features: /^ftr_/,
				marts: /^(?:(?:dim|fct|rollup)_|identity_links$)/,
				people: /^dim_/,
				scores: /^(?:customer_scores|deal_scores|forecasts|forecast_accuracy|models|segment_movements)$/,
			};
			expect(name).toMatch(prefixes[folder]);
		});
	},
);

/** Intermediates go with the run: who is who is found out by addresses, but nothing else may read them. */
const IDENTITY = /^int_(?:customers_gathered|identity|identity_keyed|identity_emails|tickets_identified)$/;

test('personal columns are read by people alone, and where it is found out who is who', () => {
	for (const { name, folder, sql } of transforms) {
		const mayRead = folder === 'people' || IDENTITY.test(name);
		if (!mayRead) expect(sql, name).not.toMatch(/\b(?:email|email_normalised|phone|street|postal_code)\b/);
	}
});
