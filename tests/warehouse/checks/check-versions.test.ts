import { expect, test } from 'vitest';
import { checkVersions } from '#warehouse/checks/check-versions.ts';
import type { Check } from '#warehouse/checks/check.ts';
import { openMemory } from '#warehouse/database.ts';

test('a check has a version by its SQL and what it reads, but none where it hangs on more or reads what has none', async () => {
	const database = await openMemory({ threads: 1, memoryLimit: '200MB' });
	try {
		const db = await database.connect();
		const check = (name: string, relation: string, changes: Partial<Check> = {}): Check => ({
			name,
			severity: 'error',
			meaning: 'm',
			sql: `select count(*) as failing from ${relation}`,
			...changes,
		});
		const checks = [
			check('known', 'fct_a'),
			check('of the clock', 'fct_a', { isAskedAlways: true }),
			check('unknown', 'fct_b'),
		];
		const at = (version: string): Promise<Map<string, string>> =>
			checkVersions(db, checks, new Map([['fct_a', version]]));
		expect([...(await at('1')).keys()]).toEqual(['known']);
		expect((await at('2')).get('known')).not.toBe((await at('1')).get('known'));
		expect((await at('1')).get('known')).toBe((await at('1')).get('known'));
	} finally {
		database.close();
	}
});
