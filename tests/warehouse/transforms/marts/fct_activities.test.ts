import { expect, test } from 'vitest';
import { givenEntities } from '../../given-entities.ts';
import { TINY_CRM } from '../../metrics/tiny-crm.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('an activity is about the customer that its subject is or belongs to', async () => {
	const subjects = [
		['company', 'co1'],
		['contact', 'ct1'],
		['lead', 'l2'],
		['lead', 'l1'],
		['deal', 'd4'],
		['ticket', 't3'],
		['customer', 'company:co2'],
		['campaign', 'k1'],
		[null, null],
	] as const;
	const activities = subjects.map(([subject_type, subject_id], index) => ({
		activity_id: `a${index}`,
		activity_type: 'note',
		subject_type,
		subject_id,
	}));
	const db = await openWarehouse({ sources: givenEntities({ ...TINY_CRM, activities }) });
	expect((await tableOf(db, 'select customer_id from fct_activities order by activity_id')).flat()).toEqual([
		'company:co1',
		'contact:ct1',
		'company:co1',
		null,
		'contact:ct1',
		'company:co2',
		'company:co2',
		null,
		null,
	]);
});

test('it happened when it was completed, else when it began, else when it was noted', async () => {
	const activities = [
		{
			activity_id: 'a1',
			activity_type: 'call',
			created_at: '2025-01-01',
			started_at: '2025-01-02',
			completed_at: '2025-01-03',
		},
		{ activity_id: 'a2', activity_type: 'call', created_at: '2025-01-01', started_at: '2025-01-02' },
		{ activity_id: 'a3', activity_type: 'task', created_at: '2025-01-01' },
	];
	const db = await openWarehouse({ sources: givenEntities({ activities }) });
	expect(await tableOf(db, 'select activity_id, happened_on, is_completed from fct_activities order by 1')).toEqual([
		['a1', '2025-01-03', true],
		['a2', '2025-01-02', false],
		['a3', '2025-01-01', false],
	]);
});
