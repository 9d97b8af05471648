import type { Records } from '#records/database.ts';
import { currentSnapshot } from '#records/snapshots.ts';
import { describeFailure } from './describe-failure.ts';
import { noteEnd } from './note-end.ts';
import { logFailure, openRunLog } from './run-log.ts';
import type { RunReport } from './run-report.ts';

/** Ends a run that could not even begin, for instance because its config is wrong. */
export async function failRun(records: Records, dataDir: string, runId: string, error: unknown): Promise<RunReport> {
	const current = await currentSnapshot(records);
	const failure = describeFailure(error);
	const log = openRunLog(dataDir, runId);
	logFailure(log, failure, error);
	log.close();
	const report: RunReport = {
		runId,
		status: 'failed',
		snapshot: current?.id ?? null,
		asOf: current?.asOf ?? null,
		seconds: 0,
		sources: [],
		steps: [],
		checks: [],
		error: failure,
	};
	await noteEnd(records, dataDir, report);
	return report;
}
