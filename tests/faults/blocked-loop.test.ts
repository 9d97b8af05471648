import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ConfigWatch } from '#pipeline/config-watch.ts';
import { Scheduler } from '#pipeline/scheduler.ts';
import { openRecords } from '#records/database.ts';
import { lastSlots } from '#records/slots.ts';
import { isFull } from '../support/faults.ts';
import { until } from '../support/kundig-process.ts';
import { makeShopFolder } from '../support/shop-folder.ts';

const MINUTE = 60_000;

/** Keeps this thread from doing anything at all. */
function block(ms: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

// Real minutes have to pass: it is part of the long form alone.
it.skipIf(!isFull)(
	'a slot that comes while nothing can be heard is late, not lost',
	{ timeout: 15 * MINUTE },
	async () => {
		const shop = makeShopFolder({ schedule: [{ cron: '* * * * *', zone: 'UTC', catchUp: 'skip' }] });
		const records = await openRecords(shop.dataDir);
		const complaints: unknown[] = [];
		const scheduler = new Scheduler(records, new ConfigWatch(shop.config), {
			withSchedule: true,
			complain: (error) => complaints.push(error),
		});
		await scheduler.start();
		const began = Date.now();
		try {
			for (let time = 0; time < 3; time += 1) {
				const boundary = Math.ceil((Date.now() + 3_000) / MINUTE) * MINUTE;
				await sleep(boundary - Date.now() - 2_000);
				block(5_000);
				const slotAt = new Date(boundary).toISOString();
				const isEntered = async () => (await lastSlots(records, 9)).some((slot) => slot.slotAt === slotAt);
				await until(`the slot of ${slotAt} is entered`, isEntered, 65_000);
			}
			const slots = (await lastSlots(records, 99)).map(({ slotAt }) => Date.parse(slotAt)).reverse();
			const first = Math.ceil(began / MINUTE) * MINUTE;
			expect(slots).toEqual(slots.map((_, index) => first + index * MINUTE));
			expect(complaints).toEqual([]);
		} finally {
			await scheduler.stop();
			await records.destroy();
			shop.remove();
		}
	},
);
