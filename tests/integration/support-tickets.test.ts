import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examplesWith } from '../support/example-file.ts';
import { runExample } from '../support/example-run.ts';
import type { ExampleRun } from '../support/example-run.ts';

/** Figures computed apart from this project. */
interface Expected {
	readonly rows: number;
	readonly byStatus: Readonly<Record<string, number>>;
	readonly byPriority: Readonly<Record<string, number>>;
	readonly byChannel: Readonly<Record<string, number>>;
	readonly byType: Readonly<Record<string, number>>;
	readonly ratings: number;
	readonly meanRating: number;
	readonly csat: number;
	readonly customers: number;
	readonly resolvedBeforeResponse: number;
}

const examples = examplesWith('support-tickets/support_tickets.csv.gz');
const reason = examples === null ? ' (skipped: support_tickets.csv.gz lies in no folder of examples)' : '';

describe.skipIf(examples === null)(`support tickets${reason}`, () => {
	let example: ExampleRun<Expected>;
	let expected: Expected;

	beforeAll(async () => {
		example = await runExample('support-tickets', examples ?? '');
		({ expected } = example);
	});
	afterAll(() => example.remove());

	async function total(...words: readonly string[]): Promise<number | null> {
		const found = (await example.metric(...words)).total;
		return found === null ? null : Number(found);
	}

	test('every ticket is loaded, texts of many lines too', async () => {
		const { run } = example;
		expect(run).toMatchObject({ status: 'ok', error: null });
		expect(run.sources).toMatchObject([{ read: expected.rows, loaded: expected.rows, quarantined: 0 }]);
		expect(await total('tickets_opened')).toBe(expected.rows);
	});

	test.each([
		['status', 'byStatus'],
		['priority', 'byPriority'],
		['channel', 'byChannel'],
		['ticket_type', 'byType'],
	] as const)('by %s they are as many as counted elsewhere', async (by, key) => {
		expect(await example.valuesBy('tickets_opened', '--by', by)).toEqual(expected[key]);
	});

	test('open are those that are open or pending', async () => {
		const { open = 0, pending = 0, closed = 0 } = expected.byStatus;
		expect(await total('tickets_open')).toBe(open + pending);
		expect(await total('tickets_resolved')).toBe(closed);
	});

	test('ratings, their mean and CSAT are those computed elsewhere', async () => {
		expect(await total('ratings')).toBe(expected.ratings);
		expect(await total('satisfaction_mean')).toBeCloseTo(expected.meanRating, 6);
		expect(await total('csat')).toBeCloseTo(expected.csat, 6);
	});

	test('a customer is an address, and the marts know it by a fingerprint', async () => {
		const { rows } = await example.metric('tickets_opened', '--by', 'customer');
		expect(rows).toHaveLength(expected.customers);
		expect(rows.filter(({ customer }) => !/^[0-9a-f]{32}$/.test(String(customer)))).toEqual([]);
	});

	test('a resolution before the first response keeps its ticket, has no duration, and is counted', async () => {
		expect(await total('tickets_resolved_before_response')).toBe(expected.resolvedBeforeResponse);
		const check = example.run.checks.find(({ name }) => name === 'fct_tickets.resolved_at after first_response_at');
		expect(check).toMatchObject({ severity: 'warn', status: 'failed', failing: expected.resolvedBeforeResponse });
		expect(
			await example.query('select count(resolution_minutes) from fct_tickets where is_resolved_before_response'),
		).toEqual([0]);
	});

	test('without an opening there is no response time, and no ticket in any period', async () => {
		expect(await total('first_response_minutes')).toBeNull();
		expect(await total('resolution_minutes')).toBeNull();
		expect(await total('tickets_opened', '--from', '2000-01-01')).toBe(0);
		expect(await example.valuesBy('tickets_opened', '--grain', 'month')).toEqual({ null: expected.rows });
	});
});
