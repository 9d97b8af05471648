import type { Records } from '#records/database.ts';
import { currentSnapshot } from '#records/snapshots.ts';
import { describeFailure } from './describe-failure.ts';
import { noteEnd } from './note-end.ts';
import type { RunReport } from './run-report.ts';

/** Ends a run that could not even begin, for instance because its config is wrong. */
export async function failRun(records: Records, dataDir: string, runId: string, error: unknown): Promise<RunReport> {
	const current = await currentSnapshot(records);
	const report: RunReport = {
		runId,
		status: 'failed',
		snapshot: current?.id ?? null,
		asOf: current?.asOf ?? null,
		seconds: 0,
		sources: [],
		steps: [],
		checks: [],
		error: describeFailure(error),
	};
	await noteEnd(records, dataDir, report);
	return report;
}
