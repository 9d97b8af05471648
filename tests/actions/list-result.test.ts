import { describe, expect, it } from 'vitest';
import { listResult } from '#actions/list-result.ts';
import { recordExport } from '#records/exports.ts';
import { addListMembers } from '#records/marketing/list-members.ts';
import { openListWorld } from './list-world.ts';
import type { ListWorld } from './list-world.ts';

interface Trial extends ListWorld {
	readonly listId: string;
	/** Draws so many into an arm at an instant. */
	draw(arm: 'treatment' | 'holdout', from: number, to: number, at: string): Promise<void>;
	/** Notes a file that left. */
	leave(at: string): Promise<void>;
	/** Enters an order of a customer. */
	order(customer: string, at: string, amount: number): Promise<void>;
}

async function openTrial(): Promise<Trial> {
	const world = await openListWorld();
	const { list_id: listId } = await world.addList('Trial', {});
	let orders = 0;
	return {
		...world,
		listId,
		async draw(arm, from, to, at) {
			const members = Array.from({ length: to - from }, (_, index) => ({
				customer_id: `T${from + index}`,
				contact_id: `C${from + index}`,
				arm,
				stratum: 'x',
				assigned_at: at,
			}));
			await world.doing((transaction) => addListMembers(transaction, listId, members));
		},
		async leave(at) {
			const file = { subject: 'list', filter: '{}', format: 'csv', rows: 1, bytes: 1, sha256: 'aa' } as const;
			const { export_id } = await recordExport(world.records, 'local', { ...file, snapshot_id: 'S1', list_id: listId });
			await world.records.updateTable('exports').set({ exported_at: at }).where('export_id', '=', export_id).execute();
		},
		async order(customer, at, amount) {
			await world.db.run(
				`insert into fct_orders by name select $1 as order_id, $2 as customer_id, 'sale' as order_kind,
					cast($3 as timestamp) as ordered_at, cast($4 as double) as sales_base`,
				[`O${(orders += 1)}`, customer, at, amount],
			);
		},
	};
}

const AT = '2026-03-01T12:00:00.000Z';

describe('listResult', () => {
	it('says that nothing was exported, that no day has passed, and that nobody was held out', async () => {
		const trial = await openTrial();
		expect(await listResult(trial, trial.listId, 30)).toMatchObject({ verdict: 'no_export' });
		await trial.draw('treatment', 0, 3, '2026-04-02T00:00:00.000Z');
		await trial.leave('2026-04-02T00:00:00.000Z');
		expect(await listResult(trial, trial.listId, 30)).toMatchObject({ verdict: 'no_days', mostDays: 0 });
		await trial.draw('treatment', 10, 13, AT);
		await trial.leave(AT);
		expect(await listResult(trial, trial.listId, 30)).toMatchObject({
			verdict: 'no_holdout',
			treatment: { customers: 3, conversion: 0 },
			holdout: { customers: 0, conversion: null },
			conversion: null,
		});
	});

	it('has no day yet when the snapshot was built before the file left, on the same day too', async () => {
		const trial = await openTrial();
		await trial.db.run(`update snapshot_info set built_at = timestamp '2026-03-01 11:59:00'`);
		await trial.draw('treatment', 0, 3, AT);
		await trial.leave(AT);
		expect(await listResult(trial, trial.listId, 30)).toMatchObject({ verdict: 'no_days', mostDays: 0 });
		await trial.db.run(`update snapshot_info set built_at = timestamp '2026-03-01 18:00:00'`);
		expect(await listResult(trial, trial.listId, 30)).toMatchObject({ mostDays: 1, treatment: { customers: 3 } });
	});

	it('counts orders after the file left and within the window, once a head, in both arms alike', async () => {
		const trial = await openTrial();
		await trial.draw('treatment', 0, 40, AT);
		await trial.draw('holdout', 40, 80, AT);
		await trial.leave(AT);
		await trial.order('T0', '2026-03-01 11:59:59', 500);
		for (let id = 1; id <= 20; id += 1) await trial.order(`T${id}`, '2026-03-10 10:00:00', 100);
		await trial.order('T1', '2026-03-11 10:00:00', 50);
		await trial.order('T2', '2026-03-15 12:00:01', 999);
		for (let id = 40; id < 44; id += 1) await trial.order(`T${id}`, '2026-03-05 10:00:00', 100);
		const result = await listResult(trial, trial.listId, 14);
		expect(result).toMatchObject({
			verdict: 'more',
			windowDays: 14,
			mostDays: 14,
			fewestDays: 14,
			treatment: { customers: 40, converted: 20, conversion: 0.5, revenuePerHead: 2050 / 40 },
			holdout: { customers: 40, converted: 4, conversion: 0.1, revenuePerHead: 10 },
		});
		expect(result.conversion?.value).toBeCloseTo(0.4, 12);
		expect(result.conversion?.lower).toBeGreaterThan(0.15);
		expect(result.revenuePerHead?.value).toBeCloseTo(41.25, 12);
		// As of 1 April the window of 60 days has had 31.
		expect(await listResult(trial, trial.listId, 60)).toMatchObject({ mostDays: 31, treatment: { converted: 20 } });
	});

	it('says too few, no difference and fewer', async () => {
		const trial = await openTrial();
		await trial.draw('treatment', 0, 29, AT);
		await trial.draw('holdout', 100, 140, AT);
		await trial.leave(AT);
		for (let id = 100; id < 120; id += 1) await trial.order(`T${id}`, '2026-03-05 10:00:00', 10);
		expect(await listResult(trial, trial.listId, 14)).toMatchObject({ verdict: 'too_few', revenuePerHead: null });
		await trial.draw('treatment', 29, 40, AT);
		expect(await listResult(trial, trial.listId, 14)).toMatchObject({ verdict: 'fewer' });
		for (let id = 0; id < 19; id += 1) await trial.order(`T${id}`, '2026-03-05 10:00:00', 10);
		expect(await listResult(trial, trial.listId, 14)).toMatchObject({ verdict: 'no_difference' });
	});

	it('begins with the first file that left after somebody was drawn, and finds who goes by another id since', async () => {
		const trial = await openTrial();
		await trial.draw('treatment', 0, 1, '2026-03-01T00:00:00.000Z');
		await trial.draw('holdout', 1, 2, '2026-03-01T00:00:00.000Z');
		await trial.leave('2026-03-10T00:00:00.000Z');
		await trial.order('T0', '2026-03-05 10:00:00', 10);
		await trial.db.run(`insert into identity_links values ('shop', 'customers', 'T1', 'Z9', 'same e-mail')`);
		await trial.order('Z9', '2026-03-12 10:00:00', 10);
		expect(await listResult(trial, trial.listId, 30)).toMatchObject({
			treatment: { customers: 1, converted: 0 },
			holdout: { customers: 1, converted: 1 },
		});
	});
});
