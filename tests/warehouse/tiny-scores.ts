import { givenEntity } from './given-entities.ts';
import { givenLines } from './given-lines.ts';
import type { GivenLine } from './given-lines.ts';
import type { GivenWarehouse } from './build-warehouse.ts';
import { TINY_CRM } from './metrics/tiny-crm.ts';
import { givenEntities } from './given-entities.ts';

function sales(customer: string, country: string, ...days: readonly string[]): GivenLine[] {
	return days.map((day) => ({ order: `${customer} ${day}`, customer, country, at: `${day} 12:00:00` }));
}

/** Customers of every kind, seen from 2025-04-01; who bought what when is all that is known of them. */
const LINES: readonly GivenLine[] = [
	...sales('c1', 'Germany', '2025-01-01', '2025-01-31', '2025-03-02'),
	...sales('c2', 'Germany', '2025-01-11', '2025-01-21'),
	...sales('c3', 'Austria', '2024-11-01'),
	...sales('c4', 'Austria', '2024-03-01', '2024-04-30'),
	...sales('c5', 'Germany', '2025-03-10', '2025-03-20'),
];

/** What a model might say of them, by their place in the order of their ids, and of an open deal. */
const PREDICTED = `
	insert into predicted_customers values
		(1, 'champions', 5, 4, 4, 0.9, 8, 5, 11, 80, 40, 130, 'mbg-nbd', 'v1'),
		(2, 'at_risk', 2, 4, 3, 0.4, 2, 0, 5, 20, 0, 60, 'mbg-nbd', 'v1'),
		(3, 'hibernating', 2, 1, 1, 0.5, 1, 0, 3, 10, 0, 30, 'mbg-nbd', 'v1'),
		(4, 'lost', 1, 3, 2, 0.05, 0.1, 0, 1, 1, 0, 8, 'mbg-nbd', 'v1'),
		(5, 'new', 5, 3, 1, 0.95, 9, 3, 16, 90, 30, 170, 'mbg-nbd', 'v1');
	insert into predicted_deals values ('d5', 0.625, 0.5, 0.75, '[]', 'v2');
	insert into predicted_revenue values
		('total', null, 'month', '2025-04-01', 1, 100, 80, 120, 60, 140, 90, 'ETS(A,N,N)', 'conformal', '2025-04-01'),
		('total', null, 'month', '2025-05-01', 2, 100, 70, 130, 50, 150, 95, 'ETS(A,N,N)', 'conformal', '2025-04-01');
	insert into current_models values
		('customer-value', 'mbg-nbd', 'v1', '2025-04-01 03:00:00', 'first', '2024-03-01', '2025-03-31', 5, 'good', '{}', '{}');
	insert into raw.history.segment_members values
		('c1', 'loyal', '2025-03-04'), ('c2', 'at_risk', '2025-03-04'), ('c3', 'new', '2025-03-04'), ('c9', 'lost', '2025-03-04'),
		('c1', 'champions', '2025-04-01'), ('c3', 'hibernating', '2025-04-01'), ('c4', 'lost', '2025-04-01'),
		('c5', 'new', '2025-04-01'), ('c9', null, '2025-04-01');
	insert into raw.history.forecasts_made values
		('2025-03-05', 'total', null, 'month', '2025-03-01', 1, 25, 20, 30, 15, 35, 20, 'Theta', 'conformal'),
		('2025-04-01', 'total', null, 'month', '2025-04-01', 1, 100, 80, 120, 60, 140, 90, 'Theta', 'conformal');
`;

/** A shop and a CRM with scores. */
export const TINY_SCORES: GivenWarehouse = {
	sources: [
		givenLines(LINES),
		givenEntity('customers', [
			{ customer_id: 'c6', name: 'Nobody Yet', country: 'Germany', customer_kind: 'consumer' },
		]),
		...givenEntities(TINY_CRM).filter(({ name }) => name !== 'products'),
	],
	predicted: PREDICTED,
};
