import { describe, expect, test } from 'vitest';
import type { Plan } from '#pipeline/plan.ts';
import { planText } from '#pipeline/plan/plan-text.ts';

const NOTHING: Plan = {
	reason: null,
	sources: [{ name: 'orders', cursor: '1 files', pending: 'nothing new' }],
	transforms: [],
	gone: [],
	copied: ['fct_orders'],
	checks: [],
};

const changed = (name: string, cause: string, ...downstream: readonly string[]): Plan['transforms'][number] => ({
	name,
	reason: 'x',
	causes: [cause],
	downstream,
});

describe('a plan for a person', () => {
	test('says when there is nothing to do', () => {
		expect(planText(NOTHING)).toMatch(/orders +1 files +nothing new[^]*A run would find nothing to do/);
	});

	test('puts what changes under its cause, with what hangs on all of it, each thing once', () => {
		const text = planText({
			...NOTHING,
			reason: 'source orders has 2 new files',
			transforms: [
				changed('fct_a', 'source orders has 2 new files', 'fct_b', 'metric orders', 'page /'),
				changed('fct_x', 'the SQL of fct_x changed'),
				changed('fct_b', 'source orders has 2 new files', 'metric orders', 'page /', 'page /sales'),
			],
			checks: ['a', 'b'],
		});
		expect(text).toContain(
			[
				'because source orders has 2 new files',
				'  2 relations: fct_a, fct_b',
				'  1 metric: orders',
				'  2 pages: /, /sales',
				'',
				'because the SQL of fct_x changed',
				'  1 relation: fct_x',
				'',
				'A run would make a snapshot: 3 relations to look at again, 1 to copy. 2 checks would be asked',
			].join('\n'),
		);
	});

	test('counts what is too much to read', () => {
		const many = Array.from({ length: 30 }, (_, n) => changed(`fct_${n}`, 'x'));
		expect(planText({ ...NOTHING, reason: 'x', transforms: many })).toContain(
			'30 relations: fct_0, fct_1, fct_2, fct_3, fct_4, fct_5 and 24 more',
		);
	});

	test('says why there would be a snapshot of relations that are all as they were, and what is gone', () => {
		expect(planText({ ...NOTHING, reason: 'metrics changed' })).toContain('because metrics changed');
		expect(planText({ ...NOTHING, reason: 'x', gone: ['fct_old'] })).toContain('no longer made: fct_old');
	});
});
