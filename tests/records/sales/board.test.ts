import { expect, it } from 'vitest';
import { readBoard } from '#records/sales/board.ts';
import { createDeal } from '#records/sales/deals.ts';
import { createUser } from '#records/users.ts';
import { acting, openTestRecords } from '../open-records.ts';

it('shows the first deals of each stage, and counts and adds up all of them by currency', async () => {
	const { records } = await openTestRecords();
	const doing = acting(records);
	const ann = await doing((transaction, author) => createUser(transaction, author, { name: 'Ann' }));
	const make = (name: string, amount: string | null, currency: string, stageId: string, closedAt?: string) =>
		doing((transaction, author) =>
			createDeal(
				transaction,
				author,
				{ name, amount, currency, owner_id: name === 'A' ? ann.user_id : 'local' },
				{ stageId, closedAt: closedAt ?? null },
			),
		);
	await make('A', '0.10', 'EUR', 'meeting');
	await make('B', '0.20', 'EUR', 'meeting');
	await make('C', '7', 'GBP', 'meeting');
	await make('D', null, 'EUR', 'meeting');
	await make('Old', '100', 'EUR', 'won', '2025-01-01T00:00:00.000Z');
	await make('New', '50', 'EUR', 'won', '2026-02-01T00:00:00.000Z');

	const board = await readBoard(records, 'sales', { perStage: 3 });
	expect(board.map(({ stage }) => stage.name)).toEqual([
		'Qualified',
		'Meeting',
		'Proposal',
		'Negotiation',
		'Won',
		'Lost',
	]);
	expect(board[1]).toMatchObject({
		deals: 4,
		totals: [
			{ currency: 'GBP', deals: 1, amount: 7 },
			{ currency: 'EUR', deals: 3, amount: 0.3 },
		],
		rows: [{ name: 'D' }, { name: 'C' }, { name: 'B', stage_name: 'Meeting', probability: 0.25 }],
	});
	expect(board[0]).toMatchObject({ deals: 0, totals: [], rows: [] });

	const recent = await readBoard(records, 'sales', { closedSince: '2026-01-01T00:00:00.000Z' });
	expect(recent[4]).toMatchObject({ deals: 1, rows: [{ name: 'New' }] });
	expect(recent[1]?.deals).toBe(4);
	const hers = await readBoard(records, 'sales', { ownerId: ann.user_id });
	expect(hers.map(({ deals }) => deals)).toEqual([0, 1, 0, 0, 0, 0]);
});
