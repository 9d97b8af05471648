import type { Connection } from '../database.ts';
import { engineVersion, versionOf } from '../relation-versions.ts';
import { tableNames } from '../table-names.ts';
import type { Check } from './check.ts';

/**
 * For each check, by name, a hash of its SQL and of the versions of all that it reads: a check that passed at a version
 * passes again at it. A check that reads something without a version, or hangs on more than its rows, has none.
 */
export async function checkVersions(
	connection: Connection,
	checks: readonly Check[],
	relations: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
	const engine = await engineVersion(connection);
	const versions = new Map<string, string>();
	const named = await tableNames(
		connection,
		checks.map(({ sql, confirmSql }) => (confirmSql === undefined ? sql : `${sql} union all (${confirmSql})`)),
	);
	for (const [index, { name, sql, confirmSql, isAskedAlways }] of checks.entries()) {
		if (isAskedAlways) continue;
		const read = (named[index] ?? []).map((each) => relations.get(each));
		if (read.every((version) => version !== undefined)) versions.set(name, versionOf([engine, sql, confirmSql, read]));
	}
	return versions;
}
