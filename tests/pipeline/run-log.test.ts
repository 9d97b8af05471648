import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeFailure } from '#pipeline/describe-failure.ts';
import { SourceError } from '#pipeline/errors.ts';
import { describeLogLine, logChecks, logFailure, logSource, logSteps, openRunLog } from '#pipeline/run-log.ts';
import { logFile, MOST_LOG_BYTES, readRunLog } from '#records/run-logs.ts';
import { QueryError } from '#warehouse/query.ts';

const ID = '01JABCDEFGHJKMNPQRSTVWXYZ0';

let dataDir: string;
beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'kundig-logs-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const told = (): string[] => readRunLog(dataDir, ID).lines.map(({ level, msg }) => `${level} ${msg}`);

it('is there to read as soon as it is written, by its owner alone', () => {
	const log = openRunLog(dataDir, ID);
	log.write('info', 'run begins', { trigger: 'schedule', attempt: 2 });
	expect(readRunLog(dataDir, ID).lines).toMatchObject([
		{ level: 'info', msg: 'run begins', trigger: 'schedule', attempt: 2 },
	]);
	expect(statSync(logFile(dataDir, ID)).mode & 0o777).toBe(0o600);
	expect(statSync(join(dataDir, 'logs')).mode & 0o777).toBe(0o700);
	log.close();
	// Whoever comes later, for instance because the run could not begin, writes on.
	const later = openRunLog(dataDir, ID);
	later.write('error', 'run fails');
	later.close();
	expect(told()).toEqual(['info run begins', 'error run fails']);
});

it('ends at its length, and says so', () => {
	const log = openRunLog(dataDir, ID);
	for (let line = 0; line < 1_200; line += 1) log.write('info', 'x'.repeat(1000));
	log.close();
	expect(statSync(logFile(dataDir, ID)).size).toBeLessThanOrEqual(MOST_LOG_BYTES);
	expect(told().at(-1)).toBe('warn the log ends here: it is as long as a log may be');
});

it('stops no run where it cannot be written', () => {
	writeFileSync(join(dataDir, 'logs'), 'no folder');
	const heard: string[] = [];
	const log = openRunLog(dataDir, ID, ({ msg }) => heard.push(msg));
	log.write('info', 'run begins');
	log.close();
	expect(heard).toEqual(['run begins']);
});

it('tells when each step began, ended and how long it took, but not each bit of progress', () => {
	const log = openRunLog(dataDir, ID);
	const step = { name: 'load', source: 'orders', done: 0, total: null, unit: null, seconds: null };
	const hear = logSteps(log);
	hear(0, { ...step, status: 'waiting' });
	hear(0, { ...step, status: 'running' });
	hear(0, { ...step, status: 'running', done: 5, total: 10, unit: 'bytes' });
	hear(0, { ...step, status: 'ok', seconds: 1.234, total: 10, unit: 'bytes' });
	hear(1, { ...step, name: 'check', source: null, status: 'failed', seconds: 0.5 });
	hear(2, { ...step, name: 'publish', source: null, status: 'skipped' });
	log.close();
	expect(told()).toEqual([
		'info load orders begins',
		'info load orders done after 1.23 s',
		'error check failed after 0.50 s',
		'info publish: not needed',
	]);
	expect(readRunLog(dataDir, ID).lines[1]).toMatchObject({ source: 'orders', seconds: 1.234, bytes: 10 });
});

it('tells what became of the rows of a source, and which checks failed', () => {
	const log = openRunLog(dataDir, ID);
	const source = {
		name: 'orders',
		read: 10,
		loaded: 7,
		unchanged: 2,
		seconds: 1,
		hashSeconds: 0,
		cursor: null,
		notes: [],
		error: null,
	};
	logSource(log, { ...source, status: 'ok', quarantined: 1 });
	logSource(log, { ...source, status: 'failed', quarantined: 1 });
	const passed = { name: 'a', severity: 'error', status: 'passed', failing: 0 } as const;
	logChecks(log, [passed, { ...passed, name: 'b', severity: 'warn', status: 'failed', failing: 3 }]);
	log.close();
	expect(told()).toEqual([
		'warn source orders: 10 read = 7 loaded + 2 unchanged + 1 quarantined',
		'warn check b: 3 rows fail',
		'info 1 of 2 checks passed',
	]);
});

describe('a failure', () => {
	const log = (error: unknown): string => {
		const opened = openRunLog(dataDir, ID);
		logFailure(opened, describeFailure(error), error);
		opened.close();
		return readFileSync(logFile(dataDir, ID), 'utf8');
	};

	it('of ours is told in its words, without the row it was found by', () => {
		const text = log(
			new SourceError('3 of 9 records break its contract; the first: o.csv line 2: email is "ada@x.org"'),
		);
		expect(text).toContain('3 of 9 records break its contract');
		expect(text).not.toContain('ada@x.org');
	});

	it('of others is told by its name and where it arose, never in its words', () => {
		const text = log(new QueryError('could not convert "ada@x.org"', "select email from x where email = 'ada@x.org'"));
		expect(text).toContain('QueryError');
		expect(text).toContain('run-log.test.ts');
		expect(text).not.toContain('ada@x.org');
	});
});

it('is written for a terminal with its time and, where that matters, its level', () => {
	const line = { level: 'info', time: '2026-01-01T02:03:04.567Z', msg: 'load orders begins' } as const;
	expect(describeLogLine(line)).toBe('02:03:04 load orders begins');
	expect(describeLogLine({ ...line, level: 'warn' })).toBe('02:03:04 warn load orders begins');
});
