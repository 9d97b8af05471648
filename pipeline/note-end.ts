import type { Records } from '#records/database.ts';
import { endRun, runById } from '#records/runs.ts';
import { giveUpReserve } from './data-folder.ts';
import { retryInstant } from './retries.ts';
import type { RunReport } from './run-report.ts';

/**
 * Notes the end of a run in the records, and when it is tried again where that may help, if need be with the space set
 * aside for it. What cannot be noted even so, the next one to clear leftovers ends as interrupted. Gives when it is tried
 * again, or null.
 */
export async function noteEnd(records: Records, dataDir: string, report: RunReport): Promise<string | null> {
	const run = await runById(records, report.runId).catch(() => null);
	const end = {
		status: report.status,
		seconds: report.seconds,
		snapshotId: report.snapshot,
		asOf: report.asOf,
		report: JSON.stringify(report),
		error: report.error,
		retryAt: run === null || report.error === null ? null : retryInstant(run, report.error),
	};
	try {
		await endRun(records, report.runId, end);
	} catch {
		giveUpReserve(dataDir);
		await endRun(records, report.runId, end).catch(() => undefined);
	}
	return end.retryAt;
}
