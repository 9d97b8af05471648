import { expect, it } from 'vitest';
import { Pace } from '#pipeline/sources/http/rate-limit.ts';
import { fakeClock } from '../../../support/fake-clock.ts';

async function timesOf(limit: ConstructorParameters<typeof Pace>[0], turns: number, workMs = 0): Promise<number[]> {
	const clock = fakeClock();
	const begin = clock.now();
	const pace = new Pace(limit, clock);
	const times: number[] = [];
	for (let turn = 0; turn < turns; turn += 1) {
		await pace.turn();
		times.push(clock.now() - begin);
		if (workMs > 0) await clock.sleep(workMs);
	}
	return times;
}

it('keeps requests apart evenly', async () => {
	expect(await timesOf({ perSecond: 4 }, 5)).toEqual([0, 250, 500, 750, 1_000]);
	expect(await timesOf({ perMinute: 30 }, 3)).toEqual([0, 2_000, 4_000]);
});

it('does not wait where requests take longer than their distance', async () => {
	expect(await timesOf({ perSecond: 4 }, 3, 400)).toEqual([0, 400, 800]);
});

it('does not wait at all without a limit', async () => {
	expect(await timesOf(null, 3)).toEqual([0, 0, 0]);
});
