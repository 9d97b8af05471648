import { expect, onTestFinished, test } from 'vitest';
import { takeLease } from '#records/lease.ts';
import { quarantineGroups, replaceQuarantine } from '#records/quarantine.ts';
import { endRemoval, sourcesToForget, wantRemoval } from '#records/removals.ts';
import { countRawRows } from '#warehouse/raw.ts';
import { forgetTakenBack } from '#pipeline/forget-taken-back.ts';
import { openTestRecords } from '../records/open-records.ts';
import { openRawFolder, orderSource } from './raw-folder.ts';

const HEADER = 'id,quantity,price,ordered_on\n';
const NO_LOG = { write: () => undefined, close: () => undefined };
const signal = new AbortController().signal;

/** A raw with two files of a source that is merged, a row set aside, and a removal of it that has ended. */
async function takenBack() {
	const { records, dataDir } = await openTestRecords();
	const lease = await takeLease(records, dataDir, 'run', new Date());
	const folder = await openRawFolder();
	onTestFinished(async () => {
		folder.close();
		await lease.release();
	});
	const source = orderSource({ path: '*.csv', disposition: 'merge', key: ['id'], quarantine: { maxShare: 1 } });
	folder.write('right.csv', `${HEADER}A1,1,1,2025-01-01\n`);
	folder.write('wrong.csv', `${HEADER}B1,1,1,2025-01-01\nB2,x,1,2025-01-01\n`);
	const { quarantine } = await folder.load(source);
	const entries = quarantine.map((row) => ({
		...row,
		runId: 'run',
		source: 'orders',
		table: 'orders__rows',
		isRejectedLoad: false,
	}));
	await replaceQuarantine(records, 'orders', entries, { isRejectedLoad: false });
	await folder.load(orderSource({ name: 'kept', path: 'right.csv' }));
	const removal = await wantRemoval(records, 'orders', '2026-01-01T00:00:00Z');
	await endRemoval(records, removal?.removalId ?? '', { endedAt: '2026-01-01T00:00:00Z', runId: null, error: null });
	return { records, folder, source, token: lease.token };
}

test('of a file that stays away nothing comes back with the name of its source', async () => {
	const { records, folder, source, token } = await takenBack();
	expect(await quarantineGroups(records)).toHaveLength(1);
	await forgetTakenBack(folder.connection, { records, fencingToken: token, signal, log: NO_LOG });
	expect(await countRawRows(folder.connection, 'orders')).toEqual({ rows: 0, quarantined: 0 });
	expect(await quarantineGroups(records)).toEqual([]);
	expect(await sourcesToForget(records)).toEqual([]);
	folder.remove('wrong.csv');
	await folder.load(source);
	expect(await folder.rows('select id from raw.orders__rows')).toEqual([{ id: 'A1' }]);
	// Once is enough: what was loaded since stays.
	await forgetTakenBack(folder.connection, { records, fencingToken: token, signal, log: NO_LOG });
	expect((await countRawRows(folder.connection, 'orders')).rows).toBe(1);
	expect((await countRawRows(folder.connection, 'kept')).rows).toBe(1);
});

test('a run that no longer holds its lease forgets nothing', async () => {
	const { records, folder, token } = await takenBack();
	const context = { records, fencingToken: token - 1, signal, log: NO_LOG };
	await expect(forgetTakenBack(folder.connection, context)).rejects.toThrow('another run took over');
	expect(await countRawRows(folder.connection, 'orders')).toEqual({ rows: 2, quarantined: 1 });
	expect(await sourcesToForget(records)).toEqual(['orders']);
});
