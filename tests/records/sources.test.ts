import { describe, expect, it } from 'vitest';
import { freshness, keepSources, saveSourceError, saveSourceState, sourceStates } from '#records/sources.ts';
import type { SourceState } from '#records/sources.ts';
import { openTestRecords } from './open-records.ts';

const ORDERS: SourceState = {
	source: 'orders',
	lastLoadedAt: '2026-01-01T00:00:00Z',
	lastCheckedAt: '2026-01-02T00:00:00Z',
	rows: 12,
	lateAfterHours: 48,
	error: null,
};

describe('freshness', () => {
	it.each([
		['2026-01-03T00:00:00Z', 48, 'ok'],
		['2026-01-03T00:00:01Z', 48, 'late'],
		['2036-01-01T00:00:00Z', null, 'ok'],
		['2026-01-01T00:00:00Z', 0, 'ok'],
	] as const)('at %s with %j hours is %s', (now, lateAfterHours, expected) => {
		expect(freshness({ lastLoadedAt: '2026-01-01T00:00:00Z', lateAfterHours }, new Date(now))).toBe(expected);
	});

	it('is never for a source that has loaded nothing', () => {
		expect(freshness({ lastLoadedAt: null, lateAfterHours: 1 }, new Date())).toBe('never');
	});
});

describe('the states of sources', () => {
	it('come by name, the last one saved', async () => {
		const { records } = await openTestRecords();
		await saveSourceState(records, ORDERS);
		await saveSourceState(records, { ...ORDERS, source: 'customers', lateAfterHours: null });
		await saveSourceState(records, { ...ORDERS, rows: 13 });
		expect(await sourceStates(records)).toEqual([
			{ ...ORDERS, source: 'customers', lateAfterHours: null },
			{ ...ORDERS, rows: 13 },
		]);
	});

	it('keep what was loaded when a source fails, and lose the error when it loads again', async () => {
		const { records } = await openTestRecords();
		await saveSourceState(records, ORDERS);
		await saveSourceError(records, 'orders', '2026-01-05T00:00:00Z', 'orders.csv is missing');
		expect(await sourceStates(records)).toEqual([
			{ ...ORDERS, lastCheckedAt: '2026-01-05T00:00:00Z', error: 'orders.csv is missing' },
		]);
		await saveSourceState(records, ORDERS);
		expect(await sourceStates(records)).toEqual([ORDERS]);
	});

	it('know a source that failed at once', async () => {
		const { records } = await openTestRecords();
		await saveSourceError(records, 'orders', '2026-01-05T00:00:00Z', 'orders.csv is missing');
		expect(await sourceStates(records)).toMatchObject([{ source: 'orders', lastLoadedAt: null, rows: 0 }]);
	});

	it('go with the sources that the config no longer has', async () => {
		const { records } = await openTestRecords();
		await saveSourceState(records, ORDERS);
		await saveSourceState(records, { ...ORDERS, source: 'old' });
		await keepSources(records, ['orders', 'new']);
		expect((await sourceStates(records)).map(({ source }) => source)).toEqual(['orders']);
	});
});
