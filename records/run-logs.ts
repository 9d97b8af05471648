import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { decodeTime } from 'ulid';

export type LogLevel = 'info' | 'warn' | 'error';

/** One line of a run's log. Beside these it may carry numbers and names: source, step, rows, seconds. */
export interface LogLine {
	readonly level: LogLevel;
	/** An instant. */
	readonly time: string;
	readonly msg: string;
	readonly [field: string]: unknown;
}

/** A log stops here, so that nothing fills the disk with it; and nothing longer is ever read. */
export const MOST_LOG_BYTES = 1024 * 1024;
const DAY_MS = 86_400_000;
const NAME = /^([0-9A-Z]{26})\.jsonl$/;

export const logsFolder = (dataDir: string): string => join(dataDir, 'logs');

/**
 * The log of a run.
 * @throws RangeError when that is no id of a run
 */
export function logFile(dataDir: string, runId: string): string {
	const name = `${runId}.jsonl`;
	if (!NAME.test(name)) throw new RangeError(`no id of a run: "${runId}"`);
	return join(logsFolder(dataDir), name);
}

function isLogLine(value: unknown): value is LogLine {
	const line = value as Partial<LogLine> | null;
	return (
		typeof line === 'object' &&
		line !== null &&
		['info', 'warn', 'error'].includes(String(line.level)) &&
		typeof line.time === 'string' &&
		typeof line.msg === 'string'
	);
}

function parseLine(text: string): LogLine[] {
	try {
		const value: unknown = JSON.parse(text);
		return isLogLine(value) ? [value] : [];
	} catch {
		return [];
	}
}

/**
 * The whole lines of a run's log from a byte on, and the byte to go on from; while the run is at work more may follow. A
 * run without a log has no lines.
 */
export function readRunLog(dataDir: string, runId: string, from = 0): { lines: LogLine[]; next: number } {
	const path = logFile(dataDir, runId);
	if (!existsSync(path)) return { lines: [], next: 0 };
	const descriptor = openSync(path, 'r');
	try {
		const length = Math.min(Math.max(0, fstatSync(descriptor).size - from), 2 * MOST_LOG_BYTES);
		const bytes = Buffer.alloc(length);
		const text = bytes.subarray(0, readSync(descriptor, bytes, 0, length, from));
		const end = text.lastIndexOf('\n') + 1;
		return { lines: text.toString('utf8', 0, end).split('\n').flatMap(parseLine), next: from + end };
	} finally {
		closeSync(descriptor);
	}
}

/**
 * Deletes the logs that are older than so many days, and of the others all but the newest. Gives the runs they were of.
 * @param now milliseconds since 1970
 */
export function pruneRunLogs(
	dataDir: string,
	{ keep, days, now }: { readonly keep: number; readonly days: number; readonly now: number },
): string[] {
	const folder = logsFolder(dataDir);
	if (!existsSync(folder)) return [];
	const ids = readdirSync(folder).flatMap((name) => NAME.exec(name)?.[1] ?? []);
	const removed = ids
		.sort()
		.reverse()
		.filter((id, place) => place >= keep || now - decodeTime(id) > days * DAY_MS);
	for (const id of removed) rmSync(logFile(dataDir, id), { force: true });
	return removed;
}
