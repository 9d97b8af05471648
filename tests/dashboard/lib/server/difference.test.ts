import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDifferenceQuery, readDifference } from '#lib/server/difference.ts';
import type { DifferencePage } from '#lib/server/difference.ts';
import { dataFolder } from '#lib/server/settings.ts';
import { closeStores } from '#lib/server/warehouse.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import { migrateRaw } from '#warehouse/raw-schema.ts';
import { startSnapshot } from '#warehouse/snapshot-files.ts';
import { writeSnapshotInfo } from '#warehouse/snapshot-info.ts';
import { ownRecords } from './data-folder.ts';

/** A snapshot of order lines alone: id, day, amount. Other figures cannot be read from it, as from one of long ago. */
async function publish(id: string, at: string, lines: readonly (readonly [string, string, number])[]): Promise<void> {
	const db = await ownRecords();
	const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	const connection = await database.connect();
	await attach(connection, ':memory:', 'raw', { readOnly: false });
	await migrateRaw(connection);
	const build = await startSnapshot(connection, dataFolder(), id);
	await connection.run(`create table marts.main.fct_order_lines (order_line_id varchar, order_id varchar, customer_id varchar,
		product_id varchar, line_kind varchar, category varchar, country varchar, customer_kind varchar, currency varchar,
		channel varchar, is_identified boolean, quantity integer, unit_price decimal(18, 6), amount decimal(18, 4),
		amount_base decimal(18, 4), cost_base decimal(18, 4), ordered_at timestamp, ordered_on date)`);
	for (const [line, on, amount] of lines) {
		await connection.run(
			`insert into marts.main.fct_order_lines values ($1, 'S1', 'K1', 'P1', 'sale', 'Lamps', 'Germany', 'consumer', 'EUR',
				'web', true, 1, $2, $2, $2, null, $3::date, $3::date)`,
			[line, amount, on],
		);
	}
	await connection.run(`create table marts.main.rollup_order_lines_by_day as
		select ordered_on, line_kind, is_identified, country, category, customer_kind, channel, count(*) as lines_count,
			sum(quantity)::bigint as quantity, sum(amount_base)::decimal(18, 4) as amount_base,
			sum(cost_base)::decimal(18, 4) as cost_base,
			(sum(amount_base) filter (where cost_base is not null))::decimal(18, 4) as amount_with_cost_base
		from marts.main.fct_order_lines group by all`);
	await connection.run(`create table people.main.dim_people as select 'Asha' as name`);
	await writeSnapshotInfo(connection, {
		snapshotId: id,
		runId: `R${id}`,
		asOf: '2026-03-01',
		builtAt: at,
		company: { name: 'Shop', currency: 'EUR', zone: 'Europe/Berlin', weekStart: 'monday' },
		events: { first: '2026-01-05', last: '2026-02-28' },
	});
	const bytes = await build.finish(() => undefined);
	connection.closeSync();
	database.close();
	await db
		.insertInto('snapshots')
		.values({
			snapshot_id: id,
			run_id: `R${id}`,
			as_of: '2026-03-01',
			fingerprint: id,
			bytes,
			published_at: at,
			details: '{"relations":[],"checks":[]}',
		})
		.execute();
}

const read = (search: string): Promise<DifferencePage | null> =>
	readDifference(parseDifferenceQuery(new URL(`http://localhost:4600/data/difference${search}`)));

async function page(search: string): Promise<DifferencePage> {
	const found = await read(search);
	if (found === null) throw new Error('there are two snapshots');
	return found;
}

beforeAll(async () => {
	await ownRecords();
	await publish('A', '2026-03-01T01:00:00.000Z', [
		['L1', '2026-01-05', 10],
		['L2', '2026-02-06', 20],
	]);
});
afterAll(() => closeStores());

test('one snapshot has nothing to be compared with', async () => {
	expect(await read('')).toBeNull();
});

test('the newest is compared with the one before it, unless others are named', async () => {
	await publish('B', '2026-03-02T01:00:00.000Z', [
		['L1', '2026-01-05', 10],
		['L2', '2026-02-06', 25],
		['L3', '2026-02-07', 7.5],
	]);
	const { before, after } = await page('');
	expect([before.id, after.id]).toEqual(['A', 'B']);
	const swapped = await page('?before=B&after=A');
	expect([swapped.before.id, swapped.after.id]).toEqual(['B', 'A']);
	const sinceA = await page('?before=A');
	expect([sinceA.before.id, sinceA.after.id]).toEqual(['A', 'B']);
});

test('a figure that changed leads to its months and to exactly the rows that changed it', async () => {
	const whole = await page('');
	const revenue = whole.figures.find(({ metric }) => metric === 'net_revenue');
	expect(revenue).toMatchObject({ before: 30, after: 42.5, difference: 12.5 });
	expect(revenue?.months).toEqual([{ month: '2026-02-01', before: 20, after: 32.5 }]);
	expect(whole.facts).toEqual([
		{ fact: 'order_lines', added: 1, removed: 0, changed: 1, money: 12.5, otherColumns: [] },
	]);
	const { detail } = await page('?metric=net_revenue&month=2026-02-01');
	expect(detail).toMatchObject({ fact: 'order_lines', isOfFigureAlone: true, counts: { added: 1, changed: 1 } });
	expect(detail?.rows.map(({ key, change }) => [key, change])).toEqual([
		['L3', 'added'],
		['L2', 'changed'],
	]);
	const january = await page('?metric=net_revenue&month=2026-01-01');
	expect(january.detail?.rows).toEqual([]);
});

test('rows are shown by their keys alone, with nobody’s name', async () => {
	const { detail } = await page('?fact=order_lines');
	expect(detail?.rows).toHaveLength(2);
	expect(JSON.stringify(detail)).not.toContain('Asha');
});

test('figures that neither has are not compared, and unknown names in an address do no harm', async () => {
	const { compared, incomparable, metric, detail } = await page('?metric=nonsense&fact=people&month=2026-13-01');
	expect(compared).toBeGreaterThan(0);
	expect(incomparable).toEqual([]);
	expect([metric, detail]).toEqual([null, null]);
});
