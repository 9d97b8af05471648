import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { logFile, logsFolder } from '#records/run-logs.ts';
import { isLoggedRun, readLog } from '#lib/server/run-log.ts';
import { dataFolder } from '#lib/server/settings.ts';
import { GET } from '../../../../dashboard/src/routes/data/runs/[id]/log/+server.ts';
import { ownRecords } from './data-folder.ts';

const ID = '01JABCDEFGHJKMNPQRSTVWXYZ0';
const line = (msg: string): string =>
	`${JSON.stringify({ level: 'info', time: '2026-01-01T00:00:00Z', msg, read: 7 })}\n`;

type Event = Parameters<typeof GET>[0];
const ask = async (id: string, query: string): Promise<unknown> => {
	const event = { params: { id }, url: new URL(`http://localhost/x${query}`) } as unknown as Event;
	return (await GET(event)).json();
};

test('a log is read from where the page stopped, and shortened from its beginning', async () => {
	await ownRecords();
	expect(readLog(ID)).toEqual({ lines: [], next: 0, isCut: false });
	mkdirSync(logsFolder(dataFolder()), { recursive: true });
	writeFileSync(logFile(dataFolder(), ID), Array.from({ length: 501 }, (_, at) => line(`line ${at}`)).join(''));
	const { lines, next, isCut } = readLog(ID);
	expect([lines.length, lines[0]?.msg, isCut]).toEqual([500, 'line 1', true]);
	expect(lines[0]).toEqual({ level: 'info', time: '2026-01-01T00:00:00Z', msg: 'line 1' });
	expect(await ask(ID, `?from=${next - line('line 500').length}`)).toMatchObject({
		lines: [{ msg: 'line 500' }],
		next,
	});
});

test('only a run has a log, and only from a byte on', async () => {
	await ownRecords();
	expect(['../records.db', 'x', ID.toLowerCase(), ''].map(isLoggedRun)).toEqual([false, false, false, false]);
	expect(readLog('../records')).toEqual({ lines: [], next: 0, isCut: false });
	for (const [id, query] of [
		['..', ''],
		[ID, '?from=-1'],
		[ID, '?from=one'],
	] as const) {
		await expect(ask(id, query)).rejects.toMatchObject({ status: 400 });
	}
});
