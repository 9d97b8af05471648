import { closeSync, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { pino } from 'pino';
import { summarizeFailure } from '#actions/summarize-failure.ts';
import { logFile, logsFolder, MOST_LOG_BYTES } from '#records/run-logs.ts';
import type { LogLevel, LogLine } from '#records/run-logs.ts';
import type { RunError } from '#records/runs.ts';
import type { StepListener } from './progress.ts';
import type { CheckReport, SourceReport } from './run-report.ts';

type Fields = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** What a run does, line by line: names and numbers, never a row of anybody. A log that cannot be written stops no run. */
export interface RunLog {
	write(level: LogLevel, message: string, fields?: Fields): void;
	close(): void;
}

const FULL = 'the log ends here: it is as long as a log may be';

/** Writes lines to a file of its owner alone, up to a length. */
class LogFile {
	#descriptor: number | null;
	#bytes = 0;

	constructor(dataDir: string, runId: string) {
		try {
			mkdirSync(logsFolder(dataDir), { recursive: true, mode: 0o700 });
			this.#descriptor = openSync(logFile(dataDir, runId), 'a', 0o600);
			this.#bytes = fstatSync(this.#descriptor).size;
		} catch {
			this.#descriptor = null;
		}
	}

	write(line: string): void {
		if (this.#descriptor === null) return;
		const isFull = this.#bytes + Buffer.byteLength(line) > MOST_LOG_BYTES - 200;
		const last = JSON.stringify({ level: 'warn', time: new Date().toISOString(), msg: FULL });
		try {
			this.#bytes += writeSync(this.#descriptor, isFull ? `${last}\n` : line);
		} catch {
			// A full disk is told by the run itself.
		}
		if (isFull) this.close();
	}

	close(): void {
		if (this.#descriptor !== null) closeSync(this.#descriptor);
		this.#descriptor = null;
	}
}

/** Opens the log of a run, to be written on. `listener` hears each line too. */
export function openRunLog(dataDir: string, runId: string, listener?: (line: LogLine) => void): RunLog {
	const file = new LogFile(dataDir, runId);
	const logger = pino(
		{ base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
		{
			write(line: string) {
				file.write(line);
				listener?.(JSON.parse(line) as LogLine);
			},
		},
	);
	return {
		write: (level, message, fields = {}) => logger[level](fields, message),
		close: () => file.close(),
	};
}

/** A line for a terminal: `02:00:01 warn source orders: …`. */
export function describeLogLine({ level, time, msg }: LogLine): string {
	return `${time.slice(11, 19)} ${level === 'info' ? '' : `${level} `}${msg}`;
}

/** Hears the steps of a run and logs when each begins and ends. */
export function logSteps(log: RunLog): StepListener {
	const seen = new Map<number, string>();
	return (position, { name, source, status, seconds, total, unit }) => {
		if (seen.get(position) === status || status === 'waiting') return;
		seen.set(position, status);
		const step = source === null ? name : `${name} ${source}`;
		const fields = { step: name, ...(source === null ? {} : { source }) };
		if (status === 'running') log.write('info', `${step} begins`, fields);
		else if (status === 'skipped') log.write('info', `${step}: not needed`, fields);
		else {
			const took = seconds === null ? '' : ` after ${seconds.toFixed(2)} s`;
			const amount = status === 'ok' && total !== null && unit !== null ? { [unit]: total } : {};
			const level = status === 'failed' ? 'error' : 'info';
			log.write(level, `${step} ${status === 'failed' ? 'failed' : 'done'}${took}`, { ...fields, seconds, ...amount });
		}
	};
}

/** Logs what became of the rows of a source. */
export function logSource(log: RunLog, { name, status, read, loaded, unchanged, quarantined }: SourceReport): void {
	if (status !== 'ok') return;
	const counts = { read, loaded, unchanged, quarantined };
	const words = `${read} read = ${loaded} loaded + ${unchanged} unchanged + ${quarantined} quarantined`;
	log.write(quarantined > 0 ? 'warn' : 'info', `source ${name}: ${words}`, { source: name, ...counts });
}

/** Logs the checks that failed, and how many passed. */
export function logChecks(log: RunLog, checks: readonly CheckReport[]): void {
	for (const { name, severity, status, failing } of checks) {
		if (status === 'passed') continue;
		log.write(severity, `check ${name}: ${failing} rows fail`, { check: name, failing });
	}
	const passed = checks.filter(({ status }) => status === 'passed').length;
	if (checks.length > 0) log.write('info', `${passed} of ${checks.length} checks passed`, { passed });
}

/** The frames of a stack without its first lines, which hold the message and may quote a value. */
function framesOf(error: unknown): string[] {
	if (!(error instanceof Error) || error.stack === undefined) return [];
	return error.stack.split('\n').flatMap((line) => (/^\s+at /.test(line) ? [line.trim()] : []));
}

/** Logs why a run failed: in our own words, or where those may quote a row, by the name of the error and where it arose. */
export function logFailure(log: RunLog, failure: RunError, error: unknown): void {
	const { kind, message, hint } = summarizeFailure(failure);
	const fields = { kind, hint };
	if (message !== '') {
		log.write('error', message, fields);
		return;
	}
	const name = error instanceof Error ? error.name : 'error';
	log.write('error', `${name}: its words stand beside the run, for they may quote a row`, {
		...fields,
		frames: framesOf(error),
	});
}
