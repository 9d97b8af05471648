import { expect, it } from 'vitest';
import { isDamage } from '#warehouse/damage.ts';
import { QueryError } from '#warehouse/query.ts';
import { DamagedRawError, whileUsingRaw } from '#warehouse/raw-copy.ts';

const CORRUPT =
	'IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2 in block at location 12288';

it.each([
	[CORRUPT, true],
	[`fct_orders could not be built: ${CORRUPT}`, true],
	['IO Error: Failure while replaying WAL file "raw.duckdb.wal": Corrupt WAL file: entry at byte position 8', true],
	['IO Error: Could not read enough bytes from file "raw.duckdb"', true],
	['Catalog Error: Table with name fct_orders does not exist', false],
	['IO Error: Could not set lock on file "raw.duckdb": Conflicting lock is held', false],
])('%s: damage is %s', (message, expected) => {
	expect(isDamage(new QueryError(message, ''))).toBe(expected);
});

it('names raw.duckdb when it turns out damaged while it is used, and lets any other error be', async () => {
	const use = (message: string) => whileUsingRaw('/data/raw.duckdb', () => Promise.reject(new QueryError(message, '')));
	await expect(use(CORRUPT)).rejects.toThrow(DamagedRawError);
	await expect(use(CORRUPT)).rejects.toThrow('/data/raw.duckdb is damaged');
	await expect(use('no such column')).rejects.toThrow(QueryError);
});
