import { readRunLog } from '#records/run-logs.ts';
import type { LogLevel } from '#records/run-logs.ts';
import { dataFolder } from './settings.ts';

/** As many lines as a page holds; a run writes some dozen. */
const MOST_LINES = 500;

export interface LogRow {
	readonly level: LogLevel;
	readonly time: string;
	readonly msg: string;
}

export interface LogPart {
	readonly lines: readonly LogRow[];
	/** The byte to go on from. */
	readonly next: number;
	/** Whether lines before these are left out. */
	readonly isCut: boolean;
}

/** Whether a text is the id of a run that may have a log. */
export function isLoggedRun(runId: string): boolean {
	return /^[0-9A-Z]{26}$/.test(runId);
}

/** The lines of a run's log from a byte on; none where it has no log. */
export function readLog(runId: string, from = 0): LogPart {
	if (!isLoggedRun(runId)) return { lines: [], next: 0, isCut: false };
	const { lines, next } = readRunLog(dataFolder(), runId, from);
	return {
		lines: lines.slice(-MOST_LINES).map(({ level, time, msg }) => ({ level, time, msg })),
		next,
		isCut: lines.length > MOST_LINES,
	};
}
