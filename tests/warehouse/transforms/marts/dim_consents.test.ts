import { expect, test } from 'vitest';
import { givenEntities } from '../../given-entities.ts';
import { TINY_CRM } from '../../metrics/tiny-crm.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('the last event of a contact, channel and purpose counts', async () => {
	const db = await openWarehouse({ sources: givenEntities(TINY_CRM) });
	expect(
		await tableOf(
			db,
			'select contact_id, customer_id, channel, purpose, status, captured_on from dim_consents order by 3',
		),
	).toEqual([
		['ct1', 'contact:ct1', 'email', 'newsletter', 'withdrawn', '2025-03-02'],
		['ct1', 'contact:ct1', 'phone', 'newsletter', 'granted', '2025-01-02'],
	]);
});

test('of two events at one instant a refusal counts', async () => {
	const event = { contact_id: 'ct1', channel: 'email', purpose: 'surveys', captured_at: '2025-01-02' };
	const consent_events = [
		{ ...event, consent_event_id: 'e1', status: 'denied' },
		{ ...event, consent_event_id: 'e2', status: 'granted' },
	];
	const db = await openWarehouse({ sources: givenEntities({ ...TINY_CRM, consent_events }) });
	expect(await tableOf(db, 'select status from dim_consents')).toEqual([['denied']]);
});
