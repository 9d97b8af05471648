import { beforeEach, describe, expect, test } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { noteDealsOfDay } from '#warehouse/history.ts';
import type { GivenSource } from './build-warehouse.ts';
import { givenList } from './given-people.ts';
import { openWarehouse, tableOf } from './open-warehouses.ts';

const STAGES: GivenSource = {
	name: 'stages',
	key: ['stage_id'],
	columns: { stage_id: 'text', outcome: 'text', probability: 'float' },
	loads: [
		[
			['meeting', 'open', '0.25'],
			['offer', 'open', '0.5'],
			['won', 'won', '1'],
		],
	],
	entities: { stages: { stage_id: 'stage_id', outcome: 'outcome', probability: 'probability' } },
};

const DEALS: GivenSource = {
	name: 'crm',
	key: ['deal_id'],
	columns: { deal_id: 'text', stage_id: 'text', amount: 'decimal', closed_at: 'timestamp' },
	loads: [
		[
			['d1', 'meeting', '100', null],
			['d2', 'offer', '200', null],
			['d3', 'won', '300', '2025-01-10 12:00:00'],
		],
	],
	entities: { deals: { deal_id: 'deal_id', stage_id: 'stage_id', amount: 'amount', closed_at: 'closed_at' } },
};

const BY_DAY = 'select day, deal_id, stage_id, outcome, amount::double from history.deals_by_day order by day, deal_id';
const EVENTS =
	'select deal_id, from_stage_id, to_stage_id, changed_on from history.deal_stage_events order by changed_on, deal_id';

let db: Connection;

async function note(day: string): Promise<boolean> {
	await db.run('begin transaction');
	const isNoted = await noteDealsOfDay(db, day);
	await db.run('commit');
	return isNoted;
}

function move(deal: string, stage: string, closedAt: string | null = null): Promise<unknown> {
	return db.run('update raw.main.crm__rows set stage_id = $2, closed_at = $3::timestamp where deal_id = $1', [
		deal,
		stage,
		closedAt,
	]);
}

function open(deal: string, stage: string, closedAt: string | null = null): Promise<unknown> {
	return db.run(
		`insert into raw.main.crm__rows by name
		select $1 as deal_id, $2 as stage_id, $3::timestamp as closed_at, 'load1' as _load_id, 'crm1.csv' as _file, 9 as _line`,
		[deal, stage, closedAt],
	);
}

beforeEach(async () => {
	db = await openWarehouse({ relations: [], sources: [STAGES, DEALS] });
});

describe('deals by day', () => {
	test('are the open ones, with what they leave to their stage', async () => {
		expect(await note('2025-03-31')).toBe(true);
		expect(await tableOf(db, BY_DAY)).toEqual([
			['2025-03-31', 'd1', 'meeting', 'open', 100],
			['2025-03-31', 'd2', 'offer', 'open', 200],
		]);
		expect(await tableOf(db, "select source, probability from history.deals_by_day where deal_id = 'd1'")).toEqual([
			['crm', 0.25],
		]);
	});

	test('of one day are replaced by those of a later run of that day', async () => {
		await note('2025-03-31');
		await move('d1', 'offer');
		await note('2025-03-31');
		expect((await tableOf(db, BY_DAY)).map(([, deal, stage]) => [deal, stage])).toEqual([
			['d1', 'offer'],
			['d2', 'offer'],
		]);
		expect(await tableOf(db, EVENTS)).toEqual([]);
	});

	test('have a deal that closed once more, and then no longer', async () => {
		await note('2025-03-30');
		await move('d2', 'won', '2025-03-31 12:00:00');
		await note('2025-03-31');
		await note('2025-04-01');
		expect(await tableOf(db, BY_DAY.replace('order', "where deal_id = 'd2' order"))).toEqual([
			['2025-03-30', 'd2', 'offer', 'open', 200],
			['2025-03-31', 'd2', 'won', 'won', 200],
		]);
	});

	test('have a deal that was opened and closed between two of them', async () => {
		await note('2025-03-30');
		await open('d4', 'won', '2025-03-31 12:00:00');
		await note('2025-03-31');
		expect((await tableOf(db, BY_DAY)).slice(2).map(([, deal, , outcome]) => [deal, outcome])).toEqual([
			['d1', 'open'],
			['d2', 'open'],
			['d4', 'won'],
		]);
	});

	test('of a day before the newest one noted stay as they are', async () => {
		await note('2025-03-31');
		await move('d1', 'offer');
		expect(await note('2025-03-30')).toBe(false);
		expect((await tableOf(db, BY_DAY)).map(([day, , stage]) => [day, stage])).toEqual([
			['2025-03-31', 'meeting'],
			['2025-03-31', 'offer'],
		]);
	});
});

describe('moves that follow from two days', () => {
	test('are noted on the later one, however many days lie between', async () => {
		await note('2025-03-01');
		await note('2025-03-02');
		await move('d1', 'offer');
		await note('2025-03-31');
		await note('2025-04-01');
		expect(await tableOf(db, EVENTS)).toEqual([['d1', 'meeting', 'offer', '2025-03-31']]);
	});

	test('are noted once however often the day is', async () => {
		await note('2025-03-30');
		await move('d1', 'offer');
		await note('2025-03-31');
		await note('2025-03-31');
		expect(await tableOf(db, EVENTS)).toEqual([['d1', 'meeting', 'offer', '2025-03-31']]);
		await move('d1', 'meeting');
		await note('2025-03-31');
		expect(await tableOf(db, EVENTS)).toEqual([]);
	});

	test('begin with the stage that a new deal is first seen in; of the first day nobody knows', async () => {
		await note('2025-03-30');
		expect(await tableOf(db, EVENTS)).toEqual([]);
		await open('d4', 'offer');
		await note('2025-03-31');
		expect(await tableOf(db, EVENTS)).toEqual([['d4', null, 'offer', '2025-03-31']]);
	});

	test('are not noted of a source that tells its own', async () => {
		const told = givenList('crm2', 'deal_stage_events', [
			{ deal_stage_event_id: 'e1', deal_id: 'd9', to_stage_id: 'offer', changed_at: '2025-03-01 10:00:00' },
		]);
		const own: GivenSource = {
			...DEALS,
			...told,
			columns: { ...told.columns, ...DEALS.columns },
			loads: [[['e1', 'd9', 'offer', '2025-03-01 10:00:00', 'meeting', '1', null]]],
			entities: { ...DEALS.entities, ...told.entities },
		};
		db = await openWarehouse({ relations: [], sources: [STAGES, DEALS, own] });
		await note('2025-03-30');
		await move('d1', 'offer');
		await db.run("update raw.main.crm2__rows set stage_id = 'offer'");
		await note('2025-03-31');
		expect(await tableOf(db, EVENTS)).toEqual([['d1', 'meeting', 'offer', '2025-03-31']]);
		expect(await tableOf(db, "select count(*) from history.deals_by_day where source = 'crm2'")).toEqual([[2]]);
	});
});

test('without deals there is nothing to note', async () => {
	db = await openWarehouse({ relations: [], sources: [] });
	await note('2025-03-31');
	expect(await tableOf(db, BY_DAY)).toEqual([]);
});
