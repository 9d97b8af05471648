import type { Records } from '#records/database.ts';
import { endRun } from '#records/runs.ts';
import { giveUpReserve } from './data-folder.ts';
import type { RunReport } from './run-report.ts';

/**
 * Notes the end of a run in the records, if need be with the space set aside for it. What cannot be noted even so, the
 * next one to clear leftovers ends as interrupted.
 */
export async function noteEnd(records: Records, dataDir: string, report: RunReport): Promise<void> {
	const end = {
		status: report.status,
		seconds: report.seconds,
		snapshotId: report.snapshot,
		asOf: report.asOf,
		report: JSON.stringify(report),
		error: report.error,
	};
	try {
		await endRun(records, report.runId, end);
	} catch {
		giveUpReserve(dataDir);
		await endRun(records, report.runId, end).catch(() => undefined);
	}
}
