import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isCurrentToken, leaseHolder, LeaseHeldError, takeLease } from '#records/lease.ts';
import { openTestRecords } from './open-records.ts';

const NOW = new Date('2026-01-02T03:04:05Z');

it('gives each holder a token that is larger than the one before', async () => {
	const { records, dataDir } = await openTestRecords();
	const tokens = [];
	for (const role of ['supervisor', 'run', 'run'] as const) {
		const lease = await takeLease(records, dataDir, role, NOW);
		tokens.push(lease.token);
		expect(await leaseHolder(records)).toEqual({ pid: process.pid, role, token: lease.token });
		await lease.release();
	}
	expect(tokens).toEqual([1, 2, 3]);
	expect(await isCurrentToken(records, 3)).toBe(true);
	expect(await isCurrentToken(records, 2)).toBe(false);
});

it('refuses a second taker, naming who holds it, and changes nothing', async () => {
	const { records, dataDir } = await openTestRecords();
	const lease = await takeLease(records, dataDir, 'supervisor', NOW);
	const failure = await takeLease(records, dataDir, 'run', NOW).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(LeaseHeldError);
	expect((failure as LeaseHeldError).message).toBe(
		`the data folder ${dataDir} is held by process ${process.pid} (supervisor)`,
	);
	expect((failure as LeaseHeldError).holder).toEqual({ pid: process.pid, role: 'supervisor', token: 1 });
	expect(await isCurrentToken(records, lease.token)).toBe(true);
	await lease.release();
	await lease.release();
});

it('is let go of when its holder is killed', async () => {
	const { records, dataDir } = await openTestRecords();
	const child = fork(new URL('./lease/hold-lease.ts', import.meta.url), [dataDir]);
	const { token } = await new Promise<{ token: number }>((resolve) =>
		child.once('message', (message) => resolve(message as { token: number })),
	);
	await expect(takeLease(records, dataDir, 'run', NOW)).rejects.toThrow(
		`is held by process ${child.pid ?? 0} (supervisor)`,
	);
	const exit = new Promise((resolve) => child.once('exit', resolve));
	child.kill('SIGKILL');
	await exit;
	const lease = await takeLease(records, dataDir, 'run', NOW);
	expect(lease.token).toBe(token + 1);
	await lease.release();
});

it('says what is wrong when the lock file cannot be used, and not that somebody holds it', async () => {
	const { records, dataDir } = await openTestRecords();
	mkdirSync(join(dataDir, 'lock.sqlite'));
	const failure = await takeLease(records, dataDir, 'run', NOW).catch((error: unknown) => error);
	expect(failure).not.toBeInstanceOf(LeaseHeldError);
	expect((failure as Error).message).toContain('unable to open database file');
});

it('lets go of the lock when the holder cannot be entered', async () => {
	const { records, dataDir } = await openTestRecords();
	await records.schema.alterTable('lease').renameTo('lease_away').execute();
	await expect(takeLease(records, dataDir, 'run', NOW)).rejects.toThrow('no such table: lease');
	await records.schema.alterTable('lease_away').renameTo('lease').execute();
	const lease = await takeLease(records, dataDir, 'run', NOW);
	await lease.release();
});

it('renews what it holds, and nothing after another has taken it', async () => {
	const { records, dataDir } = await openTestRecords();
	const renewedAt = async (): Promise<string> =>
		(await records.selectFrom('lease').select('renewed_at').executeTakeFirstOrThrow()).renewed_at;
	const first = await takeLease(records, dataDir, 'run', NOW);
	expect(await renewedAt()).toBe('2026-01-02T03:04:05.000Z');
	await first.renew();
	expect(await renewedAt()).not.toBe('2026-01-02T03:04:05.000Z');
	await first.release();
	const second = await takeLease(records, dataDir, 'run', NOW);
	await first.renew();
	expect(await renewedAt()).toBe('2026-01-02T03:04:05.000Z');
	await second.release();
});
