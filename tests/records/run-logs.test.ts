import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { logFile, pruneRunLogs, readRunLog } from '#records/run-logs.ts';

const ID = '01JABCDEFGHJKMNPQRSTVWXYZ0';
const line = (msg: string): string => `${JSON.stringify({ level: 'info', time: '2026-01-01T00:00:00Z', msg })}\n`;

let dataDir: string;
beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'kundig-logs-'));
	mkdirSync(join(dataDir, 'logs'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it('gives whole lines from where the last look ended, while more are written', () => {
	expect(readRunLog(dataDir, ID)).toEqual({ lines: [], next: 0 });
	const half = line('zwölf');
	writeFileSync(logFile(dataDir, ID), line('one') + half.slice(0, 20));
	const first = readRunLog(dataDir, ID);
	expect(first.lines.map(({ msg }) => msg)).toEqual(['one']);
	appendFileSync(logFile(dataDir, ID), half.slice(20) + line('three'));
	const second = readRunLog(dataDir, ID, first.next);
	expect(second.lines.map(({ msg }) => msg)).toEqual(['zwölf', 'three']);
	expect(readRunLog(dataDir, ID, second.next)).toEqual({ lines: [], next: second.next });
	expect(readRunLog(dataDir, ID, 1_000_000).lines).toEqual([]);
});

it('leaves out lines that are none', () => {
	writeFileSync(logFile(dataDir, ID), `no json\n{"level":"shout"}\nnull\n${line('one')}`);
	expect(readRunLog(dataDir, ID).lines.map(({ msg }) => msg)).toEqual(['one']);
});

it.each(['../records', '..%2Frecords', 'x', `${ID}/../a`, ''])('is of runs alone, not of %j', (id) => {
	expect(() => logFile(dataDir, id)).toThrow('no id of a run');
});

it('keeps the newest logs, none older than its days, and nothing else of the folder away', () => {
	const now = Date.parse('2026-06-01T00:00:00Z');
	const ids = [1, 5, 20, 95].map((days) => ulid(now - days * 86_400_000));
	for (const id of ids) writeFileSync(logFile(dataDir, id), '');
	writeFileSync(join(dataDir, 'logs', 'notes.txt'), '');
	expect(pruneRunLogs(dataDir, { keep: 9, days: 90, now })).toEqual([ids[3]]);
	expect(pruneRunLogs(dataDir, { keep: 2, days: 90, now })).toEqual([ids[2]]);
	expect(existsSync(logFile(dataDir, ids[0] ?? ''))).toBe(true);
	expect(readdirSync(join(dataDir, 'logs'))).toHaveLength(3);
	expect(pruneRunLogs(join(dataDir, 'none'), { keep: 1, days: 1, now })).toEqual([]);
});
