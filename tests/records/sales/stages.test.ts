import { beforeEach, expect, it } from 'vitest';
import type { Records } from '#records/database.ts';
import { createDeal } from '#records/sales/deals.ts';
import {
	createSalesPipeline,
	deleteSalesPipeline,
	listSalesPipelines,
	renameSalesPipeline,
} from '#records/sales/sales-pipelines.ts';
import { createStage, deleteStage, reorderStages, stagesOf, updateStage } from '#records/sales/stages.ts';
import type { StageInput } from '#records/sales/stages.ts';
import { acting, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

let records: Records;
let doing: Do;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
});

async function order(pipelineId = 'sales'): Promise<string[]> {
	return (await stagesOf(records, pipelineId)).map(({ name, position }) => `${position} ${name}`);
}

function change(id: string, input: StageInput) {
	return doing((transaction, author) => updateStage(transaction, author, { id, version: 'current' }, input));
}

function drop(id: string) {
	return doing((transaction, author) => deleteStage(transaction, author, { id, version: 'current' }));
}

it('puts a new stage behind those of its outcome', async () => {
	const input = { name: 'Trial', outcome: 'open', probability: '0.6', expected_days: '30' };
	const stage = await doing((transaction, author) => createStage(transaction, author, 'sales', input));
	expect(stage).toMatchObject({ probability: 0.6, expected_days: 30, position: 5 });
	expect(await order()).toEqual([
		'1 Qualified',
		'2 Meeting',
		'3 Proposal',
		'4 Negotiation',
		'5 Trial',
		'6 Won',
		'7 Lost',
	]);
});

it('has no probability of its own where the outcome is certain', async () => {
	const make = (input: StageInput) => doing((transaction, author) => createStage(transaction, author, 'sales', input));
	expect(await make({ name: 'Signed', outcome: 'won', probability: '0.2' })).toMatchObject({ probability: 1 });
	await expect(make({ name: 'Trial', outcome: 'open' })).rejects.toMatchObject({
		issues: [{ field: 'probability', code: 'required' }],
	});
	expect(await change('lost', { probability: 0.4, name: 'Gone' })).toMatchObject({ name: 'Gone', probability: 0 });
	await expect(change('meeting', { probability: '40' })).rejects.toMatchObject({
		issues: [{ field: 'probability', code: 'too_large' }],
	});
});

it('takes any order of all stages, and no other', async () => {
	const ids = ['meeting', 'qualified', 'proposal', 'negotiation', 'won', 'lost'];
	await doing((transaction, author) => reorderStages(transaction, author, 'sales', ids));
	expect((await order()).slice(0, 2)).toEqual(['1 Meeting', '2 Qualified']);
	const position = { issues: [{ field: 'position', code: 'invalid' }] };
	for (const wrong of [ids.slice(1), [...ids, 'x'], [...ids.slice(1), 'won'], ['x', ...ids.slice(1)]]) {
		await expect(
			doing((transaction, author) => reorderStages(transaction, author, 'sales', wrong)),
		).rejects.toMatchObject(position);
	}
});

it('keeps a stage that deals are in, and the last of an outcome', async () => {
	await doing((transaction, author) => createDeal(transaction, author, { name: 'A', currency: 'EUR' }));
	await expect(drop('qualified')).rejects.toMatchObject({
		issues: [{ field: 'stage_id', code: 'in_use', params: { deals: 1 } }],
	});
	await expect(change('qualified', { outcome: 'won' })).rejects.toMatchObject({
		issues: [{ field: 'outcome', code: 'in_use' }],
	});
	await expect(drop('won')).rejects.toMatchObject({ issues: [{ field: 'outcome', code: 'required' }] });
	await expect(change('lost', { outcome: 'open' })).rejects.toMatchObject({ issues: [{ code: 'required' }] });
	await drop('meeting');
	expect(await change('proposal', { outcome: 'won' })).toMatchObject({ outcome: 'won', probability: 1 });
	expect(await stagesOf(records, 'sales')).toHaveLength(5);
});

it('makes, renames and drops sales pipelines with their stages', async () => {
	const pipeline = await doing((transaction, author) =>
		createSalesPipeline(transaction, author, 'Partners', { open: 'Neu', won: 'Gewonnen', lost: 'Verloren' }),
	);
	const id = pipeline.sales_pipeline_id;
	await doing((transaction, author) => renameSalesPipeline(transaction, author, { id, version: 1 }, 'Resellers'));
	const list = await listSalesPipelines(records);
	expect(list.map(({ name, stages }) => [name, stages.length])).toEqual([
		['Sales', 6],
		['Resellers', 3],
	]);
	expect(await order(id)).toEqual(['1 Neu', '2 Gewonnen', '3 Verloren']);

	const [stage] = await stagesOf(records, id);
	const start = { stageId: stage?.stage_id ?? '' };
	await doing((transaction, author) => createDeal(transaction, author, { name: 'A', currency: 'EUR' }, start));
	const remove = (which: string) =>
		doing((transaction, author) => deleteSalesPipeline(transaction, author, { id: which, version: 'current' }));
	await expect(remove(id)).rejects.toMatchObject({ issues: [{ code: 'in_use', params: { deals: 1 } }] });
	await remove('sales');
	expect((await listSalesPipelines(records)).map(({ name }) => name)).toEqual(['Resellers']);
	expect(await stagesOf(records, 'sales')).toEqual([]);
});
