import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerTimeline } from '#warehouse/reads/customer-timeline.ts';
import type { TimelineKind } from '#warehouse/reads/customer-timeline.ts';
import { buildWarehouse } from '../build-warehouse.ts';
import type { BuiltWarehouse } from '../build-warehouse.ts';
import { givenEntities } from '../given-entities.ts';
import { TINY_CRM } from '../metrics/tiny-crm.ts';

let crm: BuiltWarehouse;
beforeAll(async () => {
	const given = {
		...TINY_CRM,
		deals: (TINY_CRM.deals ?? []).map((deal) => (deal.deal_id === 'd1' ? { ...deal, name: 'Lamps for Lux' } : deal)),
		tickets: (TINY_CRM.tickets ?? []).map((ticket) =>
			ticket.ticket_id === 't1' ? { ...ticket, number: '17', subject: 'It flickers' } : { ...ticket, number: '18' },
		),
		orders: [{ order_id: 'o1', customer_id: 'company:co1', ordered_at: '2025-02-15 10:00:00', channel: 'web' }],
		order_lines: [{ order_line_id: 'ol1', order_id: 'o1', product_id: 'p1', quantity: '2', unit_price: '25' }],
	};
	crm = await buildWarehouse({ sources: givenEntities(given) });
});
afterAll(() => crm.close());

const LUX = 'company:co1';

describe('customerTimeline', () => {
	it('shows orders, deals, tickets and activities of a customer, newest first, what has no time last', async () => {
		const { rows, count } = await customerTimeline(crm.db, LUX);
		expect(count).toBe(15);
		expect(rows.map(({ happened_on, kind, event, id }) => [happened_on, kind, event, id])).toEqual([
			['2025-03-31', 'deal', 'won', 'd8'],
			['2025-03-03', 'ticket', 'resolved', 't5'],
			['2025-03-03', 'ticket', 'opened', 't5'],
			['2025-02-15', 'order', 'ordered', 'o1'],
			['2025-02-11', 'deal', 'lost', 'd3'],
			['2025-02-01', 'deal', 'opened', 'd3'],
			['2025-01-30', 'deal', 'won', 'd1'],
			['2025-01-25', 'activity', 'call', 'a1'],
			['2025-01-14', 'ticket', 'rated', 't1'],
			['2025-01-13', 'ticket', 'resolved', 't1'],
			['2025-01-13', 'ticket', 'opened', 't1'],
			['2025-01-10', 'deal', 'opened', 'd1'],
			[null, 'deal', 'opened', 'd7'],
			[null, 'deal', 'opened', 'd8'],
			[null, 'ticket', 'rated', 't5'],
		]);
	});

	it('says what each was about, with its amount', async () => {
		const { rows } = await customerTimeline(crm.db, LUX);
		const entry = (id: string, event: string) => rows.find((row) => row.id === id && row.event === event);
		expect(entry('o1', 'ordered')).toMatchObject({ label: null, detail: 'web', amount: 50 });
		expect(entry('d1', 'won')).toMatchObject({ label: 'Lamps for Lux', detail: 'Won', amount: 1000 });
		expect(entry('d3', 'lost')).toMatchObject({ label: null, detail: 'price', amount: 500 });
		expect(entry('t1', 'opened')).toMatchObject({ label: 'It flickers', detail: 'closed', amount: null });
		expect(entry('t1', 'rated')).toMatchObject({ detail: '5' });
		expect(entry('t5', 'opened')).toMatchObject({ label: '18', happened_at: '2025-03-03T09:00:00Z' });
	});

	it('shows what campaigns sent to a contact, and that they responded', async () => {
		const { rows } = await customerTimeline(crm.db, 'contact:ct1', { kinds: ['campaign'] });
		expect(rows.map(({ happened_on, event, label }) => [happened_on, event, label])).toEqual([
			['2025-01-16', 'responded', 'Spring'],
			['2025-01-15', 'sent', 'Spring'],
		]);
	});

	it('is paged, and shows the kinds asked for', async () => {
		const page = async (kinds: readonly TimelineKind[], offset: number) =>
			customerTimeline(crm.db, LUX, { kinds, limit: 2, offset });
		expect(await page(['deal'], 4)).toMatchObject({ count: 7, rows: [{ id: 'd1', event: 'opened' }, { id: 'd7' }] });
		expect(await page(['deal'], 6)).toMatchObject({ count: 7, rows: [{ id: 'd8', event: 'opened' }] });
		expect(await page([], 0)).toEqual({ count: 0, rows: [] });
		expect((await customerTimeline(crm.db, 'nobody')).count).toBe(0);
	});
});
