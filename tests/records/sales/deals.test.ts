import { beforeEach, expect, it } from 'vitest';
import { act } from '#records/changes/act.ts';
import { StaleRecordError } from '#records/changes/stale.ts';
import { undoBatch } from '#records/changes/undo.ts';
import type { Records } from '#records/database.ts';
import { createCompany, deleteCompany } from '#records/people/companies.ts';
import type { DealInput } from '#records/sales/deal-input.ts';
import { readDeal } from '#records/sales/deal-read.ts';
import { createDeal, deleteDeal, updateDeal } from '#records/sales/deals.ts';
import type { Deal, DealStart } from '#records/sales/deals.ts';
import { moveDeal } from '#records/sales/move-deal.ts';
import type { DealMove } from '#records/sales/move-deal.ts';
import { positionBetween } from '#records/sales/board-position.ts';
import { createProduct, deleteProduct } from '#records/sales/products.ts';
import { stageEventsOf } from '#records/sales/stage-events.ts';
import { acting, AT, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

let records: Records;
let doing: Do;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
});

function make(input: DealInput = {}, start: DealStart = {}): Promise<Deal> {
	return doing((transaction, author) =>
		createDeal(transaction, author, { name: 'Boxes', currency: 'EUR', ...input }, start),
	);
}

function move(deal: Deal, wanted: DealMove, at = AT): Promise<Deal> {
	const seen = { id: deal.deal_id, version: deal.version };
	return doing((transaction, author) => moveDeal(transaction, author, seen, wanted), at);
}

it('begins in the first open stage, on top of its column, with its first event', async () => {
	const first = await make({ amount: '1200', expected_close_on: '2026-05-01' });
	expect(first).toMatchObject({
		sales_pipeline_id: 'sales',
		stage_id: 'qualified',
		stage_changed_at: AT,
		amount: '1200.00',
		opened_on: '2026-03-02',
		closed_at: null,
	});
	const second = await make();
	expect(second.board_position).toBeLessThan(first.board_position);
	expect(await stageEventsOf(records, first.deal_id)).toMatchObject([
		{
			from_stage_id: null,
			to_stage_id: 'qualified',
			changed_at: AT,
			amount: '1200.00',
			expected_close_on: '2026-05-01',
			user_id: 'local',
		},
	]);
});

it('can begin closed, when it is entered later', async () => {
	const won = await make({ opened_on: '2025-01-10' }, { stageId: 'won', closedAt: '2025-02-20T00:00:00.000Z' });
	expect(won).toMatchObject({ closed_at: '2025-02-20T00:00:00.000Z', stage_changed_at: '2025-02-20T00:00:00.000Z' });
	expect(await make({ loss_reason: 'price' }, { stageId: 'lost' })).toMatchObject({
		closed_at: AT,
		loss_reason: 'price',
	});
	await expect(make({}, { stageId: 'nowhere' })).rejects.toMatchObject({
		issues: [{ field: 'stage_id', code: 'not_found' }],
	});
});

it('is worth what its lines come to, whatever was typed', async () => {
	const box = await doing((transaction, author) => createProduct(transaction, author, { name: 'Box' }));
	const deal = await make({
		amount: '5',
		lines: [
			{ product_id: box.product_id, quantity: '3', unit_price: '19.99', discount: '0.1' },
			{ description: 'Delivery', quantity: '1', unit_price: '46.03' },
		],
	});
	expect(deal.amount).toBe('100.00');
	const page = await readDeal(records, deal.deal_id);
	expect(
		page?.lines.map(({ product_name, description, position, quantity, amount }) => [
			product_name ?? description,
			position,
			quantity,
			amount,
		]),
	).toEqual([
		['Box', 1, '3', '53.97'],
		['Delivery', 2, '1', '46.03'],
	]);

	const [first] = page?.lines ?? [];
	const seen = { id: deal.deal_id, version: 1 };
	const kept = { deal_line_id: first?.deal_line_id ?? '', quantity: '1', unit_price: '20', description: 'Box' };
	const changed = await doing((transaction, author) =>
		updateDeal(transaction, author, seen, { amount: '7', lines: [kept] }),
	);
	expect(changed).toMatchObject({ amount: '20.00', version: 2 });
	const lines = (await readDeal(records, deal.deal_id))?.lines;
	expect(lines?.map(({ deal_line_id, discount }) => [deal_line_id, discount])).toEqual([[first?.deal_line_id, '0']]);
});

it('counts as changed when a line changes that costs nothing more', async () => {
	const deal = await make({ lines: [{ description: 'Box', quantity: '1', unit_price: '10' }] });
	const seen = { id: deal.deal_id, version: 1 };
	const lines = [{ description: 'Crate', quantity: '1', unit_price: '10' }];
	const changed = await doing((transaction, author) => updateDeal(transaction, author, seen, { lines }));
	expect(changed.version).toBe(2);
	await expect(
		doing((transaction, author) => updateDeal(transaction, author, seen, { next_step: 'Call' })),
	).rejects.toThrow(StaleRecordError);
});

it('says which line is wrong', async () => {
	const line = { quantity: '1', unit_price: '1' };
	await expect(make({ lines: [{ ...line, description: 'x' }, line] })).rejects.toMatchObject({
		issues: [{ field: 'lines.1.product_id', code: 'required' }],
	});
	await expect(make({ lines: [{ ...line, product_id: 'x' }] })).rejects.toMatchObject({
		issues: [{ field: 'lines.0.product_id', code: 'not_found' }],
	});
});

it('closes when it enters a stage that is won, opens again when it leaves it, and keeps its history', async () => {
	const deal = await make({ amount: '100' });
	const met = await move(deal, { stageId: 'meeting' }, '2026-03-03T09:00:00.000Z');
	expect(met).toMatchObject({ stage_id: 'meeting', stage_changed_at: '2026-03-03T09:00:00.000Z', closed_at: null });
	const won = await move(met, { stageId: 'won' }, '2026-03-04T09:00:00.000Z');
	expect(won).toMatchObject({ closed_at: '2026-03-04T09:00:00.000Z', loss_reason: null });
	const open = await move(won, { stageId: 'proposal' }, '2026-03-05T09:00:00.000Z');
	expect(open.closed_at).toBeNull();
	const events = await stageEventsOf(records, deal.deal_id);
	expect(events.map(({ from_stage_id, to_stage_id }) => [from_stage_id, to_stage_id])).toEqual([
		[null, 'qualified'],
		['qualified', 'meeting'],
		['meeting', 'won'],
		['won', 'proposal'],
	]);
	expect((await readDeal(records, deal.deal_id))?.events[2]).toEqual({
		changed_at: '2026-03-04T09:00:00.000Z',
		from_stage_name: 'Meeting',
		to_stage_name: 'Won',
		amount: '100.00',
		user_name: 'Local user',
	});
});

it('is not lost without a reason, and forgets the reason when it is open again', async () => {
	const deal = await make();
	await expect(move(deal, { stageId: 'lost' })).rejects.toMatchObject({
		issues: [{ field: 'loss_reason', code: 'required' }],
	});
	await expect(move(deal, { stageId: 'lost', lossReason: 'moon' })).rejects.toMatchObject({
		issues: [{ field: 'loss_reason', code: 'unknown_value' }],
	});
	const lost = await move(deal, { stageId: 'lost', lossReason: 'price' });
	expect(lost).toMatchObject({ closed_at: AT, loss_reason: 'price' });
	expect(await move(lost, { stageId: 'meeting' })).toMatchObject({ closed_at: null, loss_reason: null });
	expect(await stageEventsOf(records, deal.deal_id)).toHaveLength(3);
});

it('moves within its column without entering a stage', async () => {
	const below = await make();
	const above = await make();
	const top = await make();
	const placed = await move(below, {
		stageId: 'qualified',
		boardPosition: positionBetween(top.board_position, above.board_position),
	});
	expect(placed.board_position).toBeGreaterThan(top.board_position);
	expect(placed.board_position).toBeLessThan(above.board_position);
	expect(placed.stage_changed_at).toBe(AT);
	expect(await stageEventsOf(records, below.deal_id)).toHaveLength(1);
	expect([positionBetween(null, 3), positionBetween(3, null), positionBetween(null, null)]).toEqual([2, 4, 0]);
});

it('comes back with its move undone: stage, close and event', async () => {
	const deal = await make();
	const { batchId } = await act(records, 'local', (transaction, author) =>
		moveDeal(transaction, author, { id: deal.deal_id, version: 1 }, { stageId: 'won' }),
	);
	await undoBatch(records, 'local', batchId);
	const page = await readDeal(records, deal.deal_id);
	expect(page?.deal).toMatchObject({ stage_id: 'qualified', closed_at: null, stage_changed_at: AT });
	expect(page?.events).toHaveLength(1);
});

it('goes with its lines', async () => {
	const deal = await make({ lines: [{ description: 'Box', quantity: '1', unit_price: '10' }] });
	await doing((transaction, author) => deleteDeal(transaction, author, { id: deal.deal_id, version: 1 }));
	expect(await readDeal(records, deal.deal_id)).toBeNull();
	const lines = await records.selectFrom('deal_lines').select('deleted_at').execute();
	expect(lines).toEqual([{ deleted_at: AT }]);
});

it('takes a decimal comma, and refuses a comma that could mark thousands', async () => {
	expect(await make({ amount: '1200,5' })).toMatchObject({ amount: '1200.50' });
	await expect(make({ amount: '1,200' })).rejects.toThrow('amount (invalid_number)');
});

it('keeps a product that has been deleted where a line named it before, and takes it for no other line', async () => {
	const product = await doing((transaction, author) => createProduct(transaction, author, { name: 'Tent' }));
	const line = { product_id: product.product_id, quantity: '2', unit_price: '10' };
	const deal = await make({ lines: [line] });
	const other = await make();
	await doing((transaction, author) =>
		deleteProduct(transaction, author, { id: product.product_id, version: 'current' }),
	);
	const change = (id: string, lines: DealInput['lines']): Promise<Deal> =>
		doing((transaction, author) =>
			updateDeal(transaction, author, { id, version: 'current' }, { name: 'Tents', lines }),
		);
	expect(await change(deal.deal_id, [{ ...line, quantity: '3' }])).toMatchObject({ name: 'Tents', amount: '30.00' });
	await expect(change(other.deal_id, [line])).rejects.toThrow('lines.0.product_id (not_found)');
});

it('keeps a deleted company that the deal named before', async () => {
	const company = await doing((transaction, author) => createCompany(transaction, author, { name: 'Firn AG' }));
	const deal = await make({ company_id: company.company_id });
	await doing((transaction, author) =>
		deleteCompany(transaction, author, { id: company.company_id, version: 'current' }),
	);
	const named = await doing((transaction, author) =>
		updateDeal(
			transaction,
			author,
			{ id: deal.deal_id, version: 'current' },
			{ name: 'Ropes', company_id: company.company_id },
		),
	);
	expect(named).toMatchObject({ name: 'Ropes', company_id: company.company_id });
	await expect(make({ company_id: company.company_id })).rejects.toThrow('company_id (not_found)');
});
