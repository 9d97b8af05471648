import { describe, expect, it } from 'vitest';
import { changedLines, describeDefinition, withReadableDefinitions } from '#lib/lists/describe-definition.ts';
import { columnName, reasonName, reasonText } from '#lib/lists/list-words.ts';
import { readDefinition } from '#records/marketing/list-definition.ts';
import type { RecordedChange } from '#records/changes/recorded-change.ts';
import { LEFT_OUT_REASONS, LIST_COLUMNS } from '#records/schema/lists.ts';

const names = { lists: { L1: 'Lapsed' }, products: { p1: 'Tent' }, currency: 'EUR' };
const reach = { channel: 'email', purpose: 'marketing' } as const;

function linesOf(definition: object): string[] {
	return describeDefinition(readDefinition({ ...reach, ...definition }), names).map(
		({ name, value }) => `${name}: ${value}`,
	);
}

describe('describeDefinition', () => {
	it('says of a list without filters that it has everybody', () => {
		expect(linesOf({})).toEqual(['Filters: All customers', 'Channel: E-mail', 'Purpose: Marketing']);
	});

	it('says each filter in a line, with names for ids and words for limits', () => {
		const filters = {
			attributes: { countries: ['Germany', null], kinds: ['company'] },
			behaviour: {
				min_orders: 2,
				max_orders: 5,
				min_revenue: 1500,
				first_order_to: '2025-12-31',
				products: ['p1', 'p2'],
			},
			scores: { segments: ['at_risk', 'unheard_of'], max_p_alive: 0.4 },
		};
		const definition = {
			filters,
			include: ['L1'],
			exclude: ['gone'],
			holdout: { share: 0.1, seed: 1 },
			columns: ['segment'],
		};
		expect(linesOf(definition)).toEqual([
			'Countries: Germany, Not given',
			'Kinds of customers: Company',
			'Orders: 2 to 5',
			'Net revenue: €\u202f1,500 or more',
			'First order: until 31 Dec 2025',
			'Bought products: Tent, p2',
			'Segments: At risk, unheard_of',
			'Still active: 40\u202f% or less',
			'Add the people of: Lapsed',
			'Leave out the people of: List (deleted)',
			'Channel: E-mail',
			'Purpose: Marketing',
			'Holdout: 10\u202f%',
			'More columns in the file: Segment',
		]);
	});

	it('shows two definitions by the lines in which they differ', () => {
		const before = JSON.stringify(readDefinition({ ...reach, filters: { behaviour: { min_orders: 2 } } }));
		const after = JSON.stringify(
			readDefinition({ ...reach, purpose: 'surveys', filters: { behaviour: { min_orders: 2 } } }),
		);
		expect(changedLines(before, after, names)).toEqual(['Purpose: Marketing', 'Purpose: Surveys']);
		const change = { action: 'update', before: { definition: before }, after: { definition: after, name: 'x' } };
		expect(withReadableDefinitions([change as unknown as RecordedChange], names)).toMatchObject([
			{ before: { definition: 'Purpose: Marketing' }, after: { definition: 'Purpose: Surveys', name: 'x' } },
		]);
	});
});

it('has words for every reason and column', () => {
	for (const reason of LEFT_OUT_REASONS) {
		expect(reasonName(reason)).not.toBe(reason);
		expect(reasonText(reason).length).toBeGreaterThan(reasonName(reason).length);
	}
	for (const column of LIST_COLUMNS) expect(columnName(column)).not.toBe(column);
});
