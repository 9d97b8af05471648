import { describe, expect, it } from 'vitest';
import { describeFailure } from '#pipeline/describe-failure.ts';
import { CheckError, ConfigError, PortInUseError, SourceError, StorageError, UsageError } from '#pipeline/errors.ts';
import { NoSnapshotError } from '#pipeline/read-snapshot.ts';
import { LeaseHeldError } from '#records/lease.ts';
import { NewerRecordsError } from '#records/migrations.ts';
import { FencedError } from '#records/snapshots.ts';
import { DamagedSnapshotError } from '#warehouse/damage.ts';
import { QueryError } from '#warehouse/query.ts';

describe('describeFailure', () => {
	const failures: readonly (readonly [string, Error])[] = [
		['config', new ConfigError('unknown key: "x"', { hint: 'remove it' })],
		['source', new SourceError('orders.csv is missing', { hint: 'put it back' })],
		['storage', new StorageError('too little free space')],
		['check', new CheckError('check "orders unique" failed')],
		['usage', new UsageError('unknown metric', { hint: 'see ls' })],
		['held', new LeaseHeldError('/data', { pid: 7, role: 'run' })],
		['fenced', new FencedError(3)],
		['newer_records', new NewerRecordsError('0099')],
		['port', new PortInUseError(4600)],
		['no_snapshot', new NoSnapshotError('/data')],
		['damaged_snapshot', new DamagedSnapshotError('S1')],
		['query', new QueryError('no such column', 'select x')],
		['internal', new TypeError('x is not a function')],
	];
	it.each(failures)('says %s with the words of the error and something to do', (kind, error) => {
		const failure = describeFailure(error);
		expect(failure).toMatchObject({ kind, message: error.message });
		expect(failure.hint).not.toBe('');
	});

	it.each([
		'ENOSPC: no space left on device, write',
		'IO Error: Could not write file "x": No space left on device',
		'database or disk is full',
		'File too large',
		'EROFS: read-only file system',
	])('calls a full disk by its name, however deep it lies: %s', (reason) => {
		const error = new QueryError('could not build', 'select', { cause: new Error('io', { cause: new Error(reason) }) });
		expect(describeFailure(error)).toMatchObject({ kind: 'storage' });
		expect(describeFailure(error).message).toContain(reason);
	});

	it('tells a folder without rights from an error of ours', () => {
		const failure = describeFailure(new Error("EACCES: permission denied, mkdir '/root/x'"));
		expect(failure).toMatchObject({ kind: 'storage', message: "EACCES: permission denied, mkdir '/root/x'" });
		expect(failure.hint).toContain('right');
	});

	it('says that a run was cancelled, whatever broke off', () => {
		expect(describeFailure(new Error('INTERRUPT Error'), true)).toMatchObject({ kind: 'cancelled' });
	});

	it('takes what is no error too', () => {
		expect(describeFailure('oops')).toMatchObject({ kind: 'internal', message: 'oops' });
	});
});
