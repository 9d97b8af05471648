import { describe, expect, it } from 'vitest';
import { describeFailure } from '#pipeline/describe-failure.ts';
import { CheckError, ConfigError, SourceError, StorageError } from '#pipeline/errors.ts';
import { retryInstant, retryWait } from '#pipeline/retries.ts';
import { LeaseHeldError } from '#records/lease.ts';
import { FencedError } from '#records/snapshots.ts';
import { DamagedSnapshotError } from '#warehouse/damage.ts';

const MINUTE = 60_000;
const INTERRUPTED = { kind: 'interrupted', message: 'its process ended', hint: 'run again' };

function waits(error: unknown, trigger: 'schedule' | 'page' | 'command' | 'start' | 'edit' = 'schedule') {
	const failure = describeFailure(error);
	return [1, 2, 3, 4, 5].map((attempt) => retryWait({ trigger, attempt }, failure));
}

const BACKOFF = [1 * MINUTE, 5 * MINUTE, 15 * MINUTE, null, null];
const NEVER = [null, null, null, null, null];

describe('a scheduled run', () => {
	it.each<[string, Error]>([
		['a full disk', new StorageError('too little free space')],
		['a write that the disk refused', new Error('ENOSPC: no space left on device')],
		['a source that may answer later', new SourceError('the server is busy', { retryable: true })],
		['a folder that another process holds', new LeaseHeldError('/data', null)],
		['a lease that was taken over', new FencedError(3)],
	])('is tried three times more, ever more slowly, after %s', (_, error) => {
		expect(waits(error)).toEqual(BACKOFF);
		expect(waits(error, 'start')).toEqual(BACKOFF);
	});

	it.each([
		['a wrong config', new ConfigError('unknown key: "x"')],
		['a source that breaks its contract', new SourceError('3 of 10 records break its contract')],
		['a failed check', new CheckError('check failed')],
		['an error of ours', new TypeError('x is not a function')],
	])('is not tried again after %s: somebody has to mend it', (_, error) => {
		expect(waits(error)).toEqual(NEVER);
	});
});

it.each(['page', 'command', 'edit'] as const)(
	'a run of the trigger %s is tried again only when it was cut off, or what it took over from was damaged',
	(trigger) => {
		expect(waits(new StorageError('full'), trigger)).toEqual(NEVER);
		expect(retryWait({ trigger, attempt: 1 }, INTERRUPTED)).toBe(0);
		expect(retryWait({ trigger, attempt: 2 }, INTERRUPTED)).toBe(MINUTE);
		expect(retryWait({ trigger, attempt: 5 }, INTERRUPTED)).toBeNull();
		expect(waits(new DamagedSnapshotError('S1'), trigger)[0]).toBe(0);
	},
);

it('spreads the time by a fifth to both sides', () => {
	const run = { trigger: 'schedule', attempt: 2 } as const;
	const failure = describeFailure(new StorageError('full'));
	const now = Date.parse('2026-01-01T00:00:00Z');
	expect([0, 0.5, 1].map((chance) => retryInstant(run, failure, { now, random: () => chance }))).toEqual([
		'2026-01-01T00:04:00.000Z',
		'2026-01-01T00:05:00.000Z',
		'2026-01-01T00:06:00.000Z',
	]);
	expect(retryInstant(run, describeFailure(new CheckError('failed')))).toBeNull();
});
