import { describe, expect, it } from 'vitest';
import { definitionOfForm, formOfList, listIssues, NONE, readListForm } from '#lib/lists/list-form.ts';
import { readDefinition } from '#records/marketing/list-definition.ts';

/** Every field of the form, filled. */
const FILLED = new URLSearchParams([
	['name', 'Lapsed'],
	['description', 'for spring'],
	['channel', 'email'],
	['purpose', 'marketing'],
	['countries', 'Germany'],
	['countries', NONE],
	['kinds', 'company'],
	['min_orders', '2'],
	['max_orders', '9'],
	['min_revenue', '99,5'],
	['max_days_since_last_order', '400'],
	['first_order_from', '2025-01-01'],
	['categories', 'Tents'],
	['products', 'p1'],
	['segments', 'at_risk'],
	['statuses', 'scored'],
	['min_p_alive', '12,5'],
	['max_p_alive', '80'],
	['min_expected_revenue', '100'],
	['max_value_at_risk', '1000'],
	['include', 'L1'],
	['exclude', 'L2'],
	['columns', 'segment'],
	['columns', 'first_name'],
	['columns', 'password'],
	['holdout_share', '7,5'],
	['seed', '42'],
]);

describe('a list’s form', () => {
	it('becomes the definition that the records keep', () => {
		expect(readDefinition(definitionOfForm(readListForm(FILLED)))).toEqual({
			filters: {
				attributes: { countries: ['Germany', null], kinds: ['company'] },
				behaviour: {
					min_orders: 2,
					max_orders: 9,
					min_revenue: 99.5,
					max_revenue: null,
					min_days_since_last_order: null,
					max_days_since_last_order: 400,
					first_order_from: '2025-01-01',
					first_order_to: null,
					categories: ['Tents'],
					products: ['p1'],
				},
				scores: {
					segments: ['at_risk'],
					statuses: ['scored'],
					min_p_alive: 0.125,
					max_p_alive: 0.8,
					min_expected_revenue: 100,
					max_expected_revenue: null,
					min_value_at_risk: null,
					max_value_at_risk: 1000,
				},
			},
			include: ['L1'],
			exclude: ['L2'],
			channel: 'email',
			purpose: 'marketing',
			holdout: { share: 0.075, seed: 42 },
			columns: ['first_name', 'segment'],
		});
	});

	it('shows what is stored, so that saving it unchanged changes nothing', () => {
		const definition = readDefinition(definitionOfForm(readListForm(FILLED)));
		const form = formOfList({ name: 'Lapsed', description: null, definition });
		expect(form.texts).toMatchObject({ min_p_alive: '12.5', holdout_share: '7.5', seed: '42', max_orders: '9' });
		expect(readDefinition(definitionOfForm(form))).toEqual(definition);
		const empty = readDefinition(definitionOfForm(readListForm(new URLSearchParams('channel=post&purpose=surveys'))));
		expect(empty.holdout).toBeNull();
		expect(readDefinition(definitionOfForm(formOfList({ name: '', description: '', definition: empty })))).toEqual(
			empty,
		);
	});

	it('says what is wrong beside the field, and of shares as they were typed', () => {
		const wrong = new URLSearchParams(FILLED);
		for (const [name, value] of [
			['min_orders', 'two'],
			['min_p_alive', '140'],
			['holdout_share', '60'],
		] as const) {
			wrong.set(name, value);
		}
		const issuesOf = (params: URLSearchParams): Readonly<Record<string, string>> => {
			try {
				readDefinition(definitionOfForm(readListForm(params)));
			} catch (error) {
				return listIssues((error as { issues: Parameters<typeof listIssues>[0] }).issues);
			}
			return {};
		};
		expect(issuesOf(wrong)).toEqual({
			min_orders: 'This is no number, such as 1234.50.',
			min_p_alive: 'From 0 to 100, please.',
			holdout_share: 'From 0 to 50, please.',
		});
		const turned = new URLSearchParams(FILLED);
		turned.set('max_p_alive', '5');
		turned.set('max_orders', '1');
		expect(issuesOf(turned)).toEqual({
			max_orders: 'At least 2, please.',
			max_p_alive: 'From 12.5 to 100, please.',
		});
		const words = new URLSearchParams(FILLED);
		words.set('holdout_share', 'many');
		expect(Object.keys(issuesOf(words))).toEqual(['holdout_share']);
	});
});
