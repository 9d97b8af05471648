import { describe, expect, test } from 'vitest';
import { queryProblem, withoutEnd } from '#pipeline/sources/database/own-query.ts';

describe('a query of one’s own', () => {
	test.each([
		'select 1',
		'  SELECT * from orders where id in (select id from paid);\n',
		'with paid as (select 1) select * from paid ; -- done; (',
		'/* first; */ (select 1) union (select 2)',
		"select ';' as mark, ')' as other, 'it''s; (' as text",
		'select "a;b", "c)" from orders',
	])('is taken when it is one select: %s', (query) => {
		for (const type of ['postgres', 'mysql', 'sqlite'] as const) expect(queryProblem(query, type)).toBeNull();
	});

	test('may have the quotes that its database knows', () => {
		expect(queryProblem('select $a$;($a$, $$)$$', 'postgres')).toBeNull();
		expect(queryProblem(String.raw`select e'it\'s; ('`, 'postgres')).toBeNull();
		expect(queryProblem(String.raw`select 'it\'s; (', "\";"`, 'mysql')).toBeNull();
		expect(queryProblem('select `a;b` # (', 'mysql')).toBeNull();
		expect(queryProblem('select [a;b] from t', 'sqlite')).toBeNull();
	});

	test.each([
		['delete from orders', 'it does not begin with select or with'],
		['selection', 'it does not begin with select or with'],
		['', 'it does not begin with select or with'],
		['select 1; drop table orders', 'there is more than one statement in it'],
		['select 1) as x; drop table orders; select * from (select 1', 'there is more than one statement in it'],
		['select 1) as x, (select 2', 'its brackets do not match'],
		['select (1', 'its brackets do not match'],
	])('is refused when it is none: %s', (query, problem) => {
		for (const type of ['postgres', 'mysql', 'sqlite'] as const) expect(queryProblem(query, type)).toBe(problem);
	});

	test('loses the semicolon at its end and the comment behind it, and nothing else', () => {
		expect(withoutEnd("select ';'; -- that is; all", 'postgres')).toBe("select ';'");
		expect(withoutEnd("select 'a -- b;'", 'postgres')).toBe("select 'a -- b;'");
	});
});
