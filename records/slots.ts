import type { Records } from './database.ts';
import type { SlotState } from './schema/runs.ts';

/** The last slot that was dealt with, as an instant, or null before the first. */
export async function lastSlot(records: Records): Promise<string | null> {
	const row = await records
		.selectFrom('slots')
		.select('slot_at')
		.orderBy('slot_at', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row?.slot_at ?? null;
}

/** Enters slots; one already there stays as it is, so a slot is dealt with once. */
export async function saveSlots(
	records: Records,
	slots: readonly { readonly slotAt: string; readonly state: SlotState; readonly runId: string | null }[],
): Promise<void> {
	if (slots.length === 0) return;
	const noticedAt = new Date().toISOString();
	await records
		.insertInto('slots')
		.values(
			slots.map((slot) => ({ slot_at: slot.slotAt, state: slot.state, run_id: slot.runId, noticed_at: noticedAt })),
		)
		.onConflict((conflict) => conflict.column('slot_at').doNothing())
		.execute();
}
