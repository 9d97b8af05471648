import { startFreeClock } from './free-clock.ts';
import { processorSeconds } from './measure.ts';

/** What some work cost, in seconds. */
export interface Cost {
	/** By the clock on the wall. */
	readonly seconds: number;
	/** By a clock that stands still while the work waits for a processor that others have. */
	readonly freeSeconds: number;
	/** Of all processors together. */
	readonly cpuSeconds: number;
}

const NOTHING: Cost = { seconds: 0, freeSeconds: 0, cpuSeconds: 0 };

/** Measures what this process costs. */
export function startMeter(): { cost(): Cost; stop(): void } {
	const began = performance.now();
	const usedBefore = processorSeconds();
	const clock = startFreeClock();
	return {
		cost: () => ({
			seconds: (performance.now() - began) / 1000,
			freeSeconds: clock.seconds(),
			cpuSeconds: processorSeconds() - usedBefore,
		}),
		stop: () => clock.stop(),
	};
}

function eachOf(a: Cost, b: Cost, of: (a: number, b: number) => number): Cost {
	return {
		seconds: of(a.seconds, b.seconds),
		freeSeconds: of(a.freeSeconds, b.freeSeconds),
		cpuSeconds: of(a.cpuSeconds, b.cpuSeconds),
	};
}

export function sum(parts: readonly Cost[]): Cost {
	return parts.reduce((all, part) => eachOf(all, part, (a, b) => a + b), NOTHING);
}

/** What is left of a cost without a part of it. */
export function less(all: Cost, part: Cost): Cost {
	return eachOf(all, part, (a, b) => a - b);
}

export function scaled(cost: Cost, share: number): Cost {
	return eachOf(cost, cost, (a) => a * share);
}

export function shown({ seconds, freeSeconds, cpuSeconds }: Cost): string {
	return `${freeSeconds.toFixed(1)} s (${seconds.toFixed(1)} s by the clock, ${cpuSeconds.toFixed(1)} s of processors)`;
}

/** How many times as much one cost is: on a machine of its own, by the clock, and in processor time. */
export function ratio(ours: Cost, theirs: Cost): string {
	const by = (key: keyof Cost): string => (ours[key] / theirs[key]).toFixed(3);
	return `${by('freeSeconds')} (by the clock ${by('seconds')}, of processor time ${by('cpuSeconds')})`;
}
