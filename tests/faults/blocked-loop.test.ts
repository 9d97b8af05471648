import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { ConfigWatch } from '#pipeline/config-watch.ts';
import { Scheduler } from '#pipeline/scheduler.ts';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { lastSlots } from '#records/slots.ts';
import { isFull } from '../support/faults.ts';
import { until } from '../support/kundig-process.ts';
import { makeShopFolder } from '../support/shop-folder.ts';

const MINUTE = 60_000;

/** Keeps this thread from doing anything at all. */
function block(ms: number): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

const FOLDERS = 10;
const BOUNDARIES = 5;

interface Watched {
	readonly records: Records;
	readonly scheduler: Scheduler;
	readonly complaints: unknown[];
}

/** A data folder whose schedule has a slot each minute, watched in this process. */
async function watch(test: TestContext): Promise<Watched> {
	const shop = makeShopFolder({ schedule: [{ cron: '* * * * *', zone: 'UTC', catchUp: 'skip' }] });
	const records = await openRecords(shop.dataDir);
	const complaints: unknown[] = [];
	const scheduler = new Scheduler(records, new ConfigWatch(shop.config), {
		withSchedule: true,
		complain: (error) => complaints.push(error),
	});
	test.onTestFinished(async () => {
		await scheduler.stop();
		await records.destroy();
		shop.remove();
	});
	await scheduler.start();
	return { records, scheduler, complaints };
}

/** A process that does nothing but work, until the test ends. */
function busyPeer(test: TestContext): void {
	const peer = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
	test.onTestFinished(() => void peer.kill('SIGKILL'));
}

// Real minutes have to pass: it is part of the long form alone.
it.skipIf(!isFull)(
	`T5: ${FOLDERS * BOUNDARIES} slots that come while nothing can be heard are late, not lost`,
	{ timeout: 30 * MINUTE },
	async (test) => {
		const watched = await Promise.all(Array.from({ length: FOLDERS }, () => watch(test)));
		for (let peer = 0; peer < availableParallelism(); peer += 1) busyPeer(test);
		const began = Date.now();
		for (let time = 0; time < BOUNDARIES; time += 1) {
			const boundary = Math.ceil((Date.now() + 3_000) / MINUTE) * MINUTE;
			await sleep(boundary - Date.now() - 2_000);
			block(5_000);
			const slotAt = new Date(boundary).toISOString();
			for (const { records } of watched) {
				const isEntered = async () => (await lastSlots(records, 9)).some((slot) => slot.slotAt === slotAt);
				// Before the next minute rings: on a machine as busy as this one that may be missed as well.
				await until(`the slot of ${slotAt} is entered`, isEntered, 50_000);
			}
		}
		for (const { records, complaints } of watched) {
			const slots = (await lastSlots(records, 99)).map(({ slotAt }) => Date.parse(slotAt)).reverse();
			const first = Math.ceil(began / MINUTE) * MINUTE;
			expect(slots.length).toBeGreaterThanOrEqual(BOUNDARIES);
			expect(slots).toEqual(slots.map((_, index) => first + index * MINUTE));
			expect(complaints).toEqual([]);
		}
	},
);
