import { beforeEach, describe, expect, test } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { fitsUntil, noteFit, noteForecasts, noteSegments } from '#warehouse/score-history.ts';
import type { Fit } from '#warehouse/score-history.ts';
import { openWarehouse, tableOf } from './open-warehouses.ts';
import { TINY_SCORES } from './tiny-scores.ts';

let db: Connection;

beforeEach(async () => {
	db = await openWarehouse({
		...TINY_SCORES,
		predicted: "insert into predicted_customers (position, segment) values (1, 'loyal'), (2, 'new'), (3, 'lost')",
		relations: ['customer_scores', 'forecasts'],
	});
});

const FIT: Fit = {
	version: 'v1',
	model: 'customer-value',
	kind: 'mbg-nbd',
	fittedAt: '2025-04-01T03:00:00Z',
	fittedFor: '2025-04-01',
	refitReason: 'first',
	isUsed: true,
	trainedFrom: '2024-01-01',
	trainedTo: '2025-03-31',
	rows: 12,
	status: 'good',
	evidence: '{}',
	parameters: '{}',
};

async function note(work: () => Promise<void>): Promise<void> {
	await db.run('begin transaction');
	await work();
	await db.run('commit');
}

describe('fits', () => {
	const tried: Fit = { ...FIT, version: 'v2', isUsed: false, fittedFor: '2025-04-08' };
	const later: Fit = { ...FIT, version: 'v3', fittedFor: '2025-04-15' };

	test('come back as they were noted: the newest, and the newest in use', async () => {
		const earlier: Fit = { ...FIT, version: 'v0', fittedFor: '2025-03-25' };
		await note(async () => {
			for (const fit of [earlier, FIT, tried]) await noteFit(db, fit);
		});
		expect(await fitsUntil(db, '2025-05-01')).toEqual([tried, FIT]);
	});

	test('of a later analysis date are not known before it', async () => {
		await note(async () => {
			for (const fit of [FIT, later]) await noteFit(db, fit);
		});
		expect(await fitsUntil(db, '2025-04-10')).toEqual([FIT]);
		// On its own day, the one in use before it is known as well: it would be held against another try.
		expect(await fitsUntil(db, '2025-04-15')).toEqual([later, FIT]);
	});

	test('of a day are one: another one takes its place', async () => {
		await note(async () => {
			for (const version of ['v4', 'v5']) await noteFit(db, { ...FIT, version });
			await noteFit(db, { ...FIT, version: 'v6', model: 'deal-win' });
		});
		expect(await tableOf(db, 'select version from history.fits order by 1')).toEqual([['v5'], ['v6']]);
	});
});

describe('segments', () => {
	const MEMBERS = 'select customer_id, segment, from_on from history.segment_members order by from_on, customer_id';

	test('are noted of all on the first day, and of those who change on later ones', async () => {
		await note(() => noteSegments(db, '2025-04-01'));
		await db.run("update predicted_customers set segment = 'champions' where position = 1");
		await note(() => noteSegments(db, '2025-04-02'));
		expect(await tableOf(db, MEMBERS)).toEqual([
			['c1', 'loyal', '2025-04-01'],
			['c2', 'new', '2025-04-01'],
			['c3', 'lost', '2025-04-01'],
			['c1', 'champions', '2025-04-02'],
		]);
	});

	test('of a day are replaced by a second run of it', async () => {
		await note(() => noteSegments(db, '2025-04-01'));
		await db.run("update predicted_customers set segment = 'champions' where position = 1");
		await note(() => noteSegments(db, '2025-04-02'));
		await db.run("update predicted_customers set segment = 'loyal' where position = 1");
		await note(() => noteSegments(db, '2025-04-02'));
		expect(await tableOf(db, MEMBERS.replace(' order by', " where customer_id = 'c1' order by"))).toEqual([
			['c1', 'loyal', '2025-04-01'],
		]);
	});

	test('say when a customer is there no more, and when again', async () => {
		await note(() => noteSegments(db, '2025-04-01'));
		await db.run('delete from predicted_customers where position = 2');
		await note(() => noteSegments(db, '2025-04-02'));
		await note(() => noteSegments(db, '2025-04-03'));
		await db.run("insert into predicted_customers (position, segment) values (2, 'new')");
		await note(() => noteSegments(db, '2025-04-04'));
		expect(await tableOf(db, MEMBERS.replace(' order by', " where customer_id = 'c2' order by"))).toEqual([
			['c2', 'new', '2025-04-01'],
			['c2', null, '2025-04-02'],
			['c2', 'new', '2025-04-04'],
		]);
	});

	test('of a day before the newest one stay as they are', async () => {
		await note(() => noteSegments(db, '2025-04-02'));
		await db.run("update predicted_customers set segment = 'champions' where position = 1");
		await note(() => noteSegments(db, '2025-04-01'));
		expect(await tableOf(db, 'select distinct from_on from history.segment_members')).toEqual([['2025-04-02']]);
	});
});

test('forecasts of a day are replaced by a second run of it, those of other days stay', async () => {
	const forecast = (madeOn: string, mean: number): Promise<unknown> =>
		db.run(
			`insert into predicted_revenue
			values ('total', null, 'week', '2025-04-07', 1, $2, 1, 9, 0, 10, 4, 'Theta', 'model', $1::date)`,
			[madeOn, mean],
		);
	await forecast('2025-04-01', 5);
	await note(() => noteForecasts(db, '2025-04-01'));
	await db.run('delete from predicted_revenue');
	await forecast('2025-04-02', 6);
	await note(() => noteForecasts(db, '2025-04-02'));
	await db.run('update predicted_revenue set mean = 7');
	await note(() => noteForecasts(db, '2025-04-02'));
	expect(await tableOf(db, 'select made_on, mean from history.forecasts_made order by 1')).toEqual([
		['2025-04-01', 5],
		['2025-04-02', 7],
	]);
});
