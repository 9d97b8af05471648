import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;
const timesAt = new Map<string, number>();

/**
 * Kills this process at once when KUNDIG_FAILPOINT names the point: fault tests end a run there as a power cut would.
 * `point@3` means the third time. Does nothing otherwise.
 */
export function failpoint(name: string): void {
	const wanted = process.env.KUNDIG_FAILPOINT;
	if (wanted === undefined) return;
	const [point, time = '1'] = wanted.split('@');
	if (point !== name) return;
	const times = (timesAt.get(name) ?? 0) + 1;
	timesAt.set(name, times);
	if (times === Number(time)) process.kill(process.pid, 'SIGKILL');
}

/**
 * Waits when KUNDIG_PAUSEPOINT (`point=file`) names the point: writes `file.reached` and goes on when `file` is there.
 * Fault tests do their worst meanwhile. Does nothing otherwise.
 * @throws the signal's reason when it is aborted meanwhile
 */
export async function pausepoint(name: string, signal: AbortSignal): Promise<void> {
	const [point, file] = process.env.KUNDIG_PAUSEPOINT?.split('=') ?? [];
	if (point !== name || file === undefined) return;
	writeFileSync(`${file}.reached`, '');
	while (!existsSync(file)) {
		signal.throwIfAborted();
		await sleep(LOOK_EVERY_MS);
	}
}
