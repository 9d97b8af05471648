import type { SnapshotCheck } from '#records/snapshots.ts';
import type { Check, CheckResult } from '#warehouse/checks/check.ts';
import { checkVersions } from '#warehouse/checks/check-versions.ts';
import { runChecks } from '#warehouse/checks/run-checks.ts';
import type { Connection } from '#warehouse/database.ts';
import { attachPrevious } from '#warehouse/snapshot-files.ts';
import { CheckError } from './errors.ts';

/** How many failing rows an error names; the page of the run shows more. */
const TOLD = 5;

export type VersionedCheckResult = CheckResult & Pick<SnapshotCheck, 'version'>;

/**
 * Holds the snapshot being built against every check. What passed in the last snapshot on the same rows passes again.
 * @param checks the product's and somebody's own
 * @param relations the versions of all relations and staging views
 * @param before the checks of the last snapshot
 */
export async function checkSnapshot(
	connection: Connection,
	checks: readonly Check[],
	relations: ReadonlyMap<string, string>,
	before: readonly SnapshotCheck[],
): Promise<VersionedCheckResult[]> {
	const versions = await checkVersions(connection, checks, relations);
	const known = before.filter(
		({ name, status, version }) => status === 'passed' && version !== undefined && versions.get(name) === version,
	);
	const names = new Set(known.map(({ name }) => name));
	const results = await runChecks(connection, { hasStaging: true, known: names }, checks);
	return results.map((result) => ({ ...result, version: versions.get(result.name) }));
}

/**
 * Asks those checks of the last snapshot that hang on the clock: where nothing new has come they are what has changed.
 * Nothing when its files are gone.
 */
export async function checkAgain(
	connection: Connection,
	dataDir: string,
	snapshotId: string,
	checks: readonly Check[],
): Promise<CheckResult[]> {
	const asked = checks.filter(({ isAskedAlways, needsStaging }) => isAskedAlways && !needsStaging);
	if (asked.length === 0 || !(await attachPrevious(connection, dataDir, snapshotId))) return [];
	await connection.run("set search_path = 'previous_marts.main'");
	return runChecks(connection, { hasStaging: false }, asked);
}

/**
 * Stops a run whose snapshot breaks a rule of severity error.
 * @throws CheckError naming the first such check with what its rows say
 */
export function requirePassed(results: readonly CheckResult[]): void {
	const failed = results.filter((result) => result.severity === 'error' && result.status === 'failed');
	const [first] = failed;
	if (!first) return;
	const others = failed.length === 1 ? '' : `, and ${failed.length - 1} more checks failed`;
	const shown = first.sample.slice(0, TOLD).join(', ') + (first.sample.length > TOLD ? ', …' : '');
	const sample = shown === '' ? '' : `: ${shown}`;
	throw new CheckError(
		`check "${first.name}" failed for ${first.failing} rows (${first.meaning}${sample})${others}; nothing was published`,
	);
}
