import type { CheckResult } from '#warehouse/checks/check.ts';
import { runChecks } from '#warehouse/checks/run-checks.ts';
import type { Connection } from '#warehouse/database.ts';
import { CheckError } from './errors.ts';

/** Asks every check of the snapshot being built. */
export function checkSnapshot(connection: Connection): Promise<CheckResult[]> {
	return runChecks(connection, { hasStaging: true });
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
	const sample = first.sample.length === 0 ? '' : `: ${first.sample.join(', ')}`;
	throw new CheckError(
		`check "${first.name}" failed for ${first.failing} rows (${first.meaning}${sample})${others}; nothing was published`,
	);
}
