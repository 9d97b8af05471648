/**
 * One run in a process of its own: the only one that writes DuckDB. The supervisor starts it, hears of its steps, and may
 * ask it to stop; when the supervisor dies, it ends.
 */
import { openRecords } from '#records/database.ts';
import { runById } from '#records/runs.ts';
import { loadConfig } from './config.ts';
import { failRun } from './fail-run.ts';
import type { StepState } from './progress.ts';
import { runPipeline } from './run.ts';

export interface RunOrder {
	readonly runId: string;
	readonly dataDir: string;
	readonly configFile: string;
	readonly fencingToken: number;
}

export interface RunMessage {
	readonly position: number;
	readonly step: StepState;
}

const order = JSON.parse(process.argv[2] ?? 'null') as RunOrder;
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort(new Error('stopped')));
// Without its supervisor nobody holds the lease for it any more: what is not committed yet must not be. Ending in an
// orderly way would wait for DuckDB's threads.
const dieWithSupervisor = (): void => void process.kill(process.pid, 'SIGKILL');
process.on('disconnect', dieWithSupervisor);
if (!process.connected) dieWithSupervisor();

const records = await openRecords(order.dataDir);
const run = await runById(records, order.runId);
if (!run) throw new Error(`no such run: "${order.runId}"`);
try {
	const loaded = await loadConfig(order.configFile);
	await runPipeline({
		records,
		dataDir: order.dataDir,
		loaded,
		run,
		fencingToken: order.fencingToken,
		signal: stop.signal,
		onStep: (position, step) => process.send?.({ position, step } satisfies RunMessage),
	});
} catch (error) {
	await failRun(records, order.dataDir, run.runId, error);
} finally {
	await records.destroy();
	process.off('disconnect', dieWithSupervisor);
	process.disconnect?.();
}
