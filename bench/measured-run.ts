/**
 * A run in a process of its own, as `kundig run` does it, that says what each step cost: `node bench/measured-run.ts '<order>'`
 * prints a `MeasuredRun`.
 */
import { openRecords } from '#records/database.ts';
import { takeLease } from '#records/lease.ts';
import { wantRun } from '#records/runs.ts';
import { listSnapshots } from '#records/snapshots.ts';
import type { SnapshotDetails } from '#records/snapshots.ts';
import { loadConfig } from '#pipeline/config.ts';
import { runPipeline } from '#pipeline/run.ts';
import type { RunReport } from '#pipeline/run-report.ts';
import { findFiles, hashFile } from '#pipeline/sources/file/files.ts';
import type { Cost } from './cost.ts';
import { less, startMeter } from './cost.ts';

export interface RunOrder {
	readonly data: string;
	readonly config: string;
	readonly isFull: boolean;
}

export interface MeasuredStep extends Cost {
	/** `load order_lines`, `transform`, … */
	readonly name: string;
	/** The most that the process had held by then. */
	readonly peakMegabytes: number;
}

export interface MeasuredRun {
	readonly report: RunReport;
	readonly steps: readonly MeasuredStep[];
	readonly relations: SnapshotDetails['relations'];
	/** What it costs to hash all files, found by doing it once more. */
	readonly hash: Cost;
}

const order = JSON.parse(process.argv[2] ?? 'null') as RunOrder;
const loaded = await loadConfig(order.config);
const records = await openRecords(order.data);
const lease = await takeLease(records, order.data, 'run', new Date());
const run = await wantRun(records, { trigger: 'command', isFull: order.isFull, isRefit: false });
const steps: MeasuredStep[] = [];
const ended = new Set<number>();
const meter = startMeter();
let costBefore = meter.cost();
const report = await runPipeline({
	records,
	dataDir: order.data,
	loaded,
	run,
	fencingToken: lease.token,
	signal: new AbortController().signal,
	onStep: (position, { name, source, status, done }) => {
		if (status === 'running' && done === 0) costBefore = meter.cost();
		// Relations made of scores count as progress of a step that has ended.
		if (status !== 'ok' || ended.has(position)) return;
		ended.add(position);
		steps.push({
			name: source === null ? name : `${name} ${source}`,
			...less(meter.cost(), costBefore),
			peakMegabytes: process.resourceUsage().maxRSS / 1024,
		});
	},
});
const [newest] = await listSnapshots(records);
await lease.release();
await records.destroy();
if (report.error) throw new Error(report.error.message);
const beforeHashing = meter.cost();
for (const source of loaded.config.sources) {
	if (source.type !== 'file') continue;
	for (const file of await findFiles(source, loaded.dir)) await hashFile(file);
}
const hash = less(meter.cost(), beforeHashing);
meter.stop();
process.stdout.write(
	JSON.stringify({ report, steps, relations: newest?.details.relations ?? [], hash } satisfies MeasuredRun),
);
