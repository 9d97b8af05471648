import { expect, it } from 'vitest';
import { lastSlot, saveSlots } from '#records/slots.ts';
import { openTestRecords } from './open-records.ts';

it('remembers the last slot that was dealt with', async () => {
	const { records } = await openTestRecords();
	expect(await lastSlot(records)).toBeNull();
	await saveSlots(records, []);
	await saveSlots(records, [
		{ slotAt: '2026-01-02T00:00:00Z', state: 'run', runId: 'R2' },
		{ slotAt: '2026-01-01T00:00:00Z', state: 'missed', runId: null },
	]);
	expect(await lastSlot(records)).toBe('2026-01-02T00:00:00Z');
});

it('deals with a slot once: what was entered first stays', async () => {
	const { records } = await openTestRecords();
	await saveSlots(records, [{ slotAt: '2026-01-01T00:00:00Z', state: 'run', runId: 'R1' }]);
	await saveSlots(records, [{ slotAt: '2026-01-01T00:00:00Z', state: 'missed', runId: null }]);
	expect(await records.selectFrom('slots').select(['state', 'run_id']).execute()).toEqual([
		{ state: 'run', run_id: 'R1' },
	]);
});
