import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { LeaseHeldError, takeLease } from '#records/lease.ts';
import { cancelRun, runById, stepsOfRun, wantRun } from '#records/runs.ts';
import type { Run } from '#records/runs.ts';
import { loadConfig } from '../config.ts';
import type { LoadedConfig } from '../config.ts';
import { clearLeftovers } from '../data-folder.ts';
import { UsageError } from '../errors.ts';
import { plannedSteps, stepTasks } from '../planned-steps.ts';
import type { RunReport } from '../run-report.ts';
import { runPipeline } from '../run.ts';
import { displayTasks, print, say } from '../terminal.ts';
import type { TaskDisplay } from '../terminal.ts';
import { FailedError } from './failed-error.ts';
import { configFile, contextOf } from './command.ts';

interface RunFlags {
	readonly full?: boolean;
	readonly source?: readonly string[];
}

const FOLLOW_EVERY_MS = 200;

export function addRun(program: Command, signal: AbortSignal): void {
	program
		.command('run')
		.description('load what is new, build and check the figures, publish a snapshot')
		.option('--full', 'load and build everything anew')
		.option('--source <name...>', 'load only these sources')
		.addHelpText('after', '\nExample:\n  kundig run --source orders --json')
		.action(async (flags: RunFlags, command: Command) => {
			const context = contextOf(command, signal);
			const loaded = await loadConfig(await configFile(context));
			requireSources(flags.source, loaded);
			const records = await openRecords(context.dataDir);
			try {
				const report = await runOrFollow(records, context.dataDir, loaded, flags, signal, context.options.json);
				if (context.options.json) print(JSON.stringify(report, null, 2));
				else print(describeReport(report));
				if (report.error) throw new FailedError(report.error, context.options.json);
			} finally {
				await records.destroy();
			}
		});
}

function requireSources(names: readonly string[] | undefined, loaded: LoadedConfig): void {
	const known = loaded.config.sources.map((source) => source.name);
	const stranger = names?.find((name) => !known.includes(name));
	if (stranger !== undefined) {
		throw new UsageError(`no such source: "${stranger}" (the config has ${known.join(', ')})`);
	}
}

async function runOrFollow(
	records: Records,
	dataDir: string,
	loaded: LoadedConfig,
	flags: RunFlags,
	signal: AbortSignal,
	isQuiet: boolean,
): Promise<RunReport> {
	const wanted = {
		trigger: 'command' as const,
		...(flags.full === true ? { isFull: true } : {}),
		...(flags.source === undefined ? {} : { onlySources: flags.source }),
	};
	const tasks = stepTasks(plannedSteps(loaded.config, flags.source ?? null));
	try {
		const lease = await takeLease(records, dataDir, 'run', new Date());
		const renewing = setInterval(() => void lease.renew().catch(() => undefined), 5_000);
		try {
			await clearLeftovers(records, dataDir);
			const run = await wantRun(records, wanted);
			const display = isQuiet ? null : displayTasks(tasks, { concurrent: false });
			const report = await runPipeline({
				records,
				dataDir,
				loaded,
				run,
				fencingToken: lease.token,
				signal,
				onStep: (position, step) => display?.update(String(position), step),
			});
			await display?.finish();
			return report;
		} finally {
			clearInterval(renewing);
			await lease.release();
		}
	} catch (error) {
		if (!(error instanceof LeaseHeldError) || error.holder?.role !== 'supervisor') throw error;
		say('Kundig is running on this data folder; the run is filed there');
		return follow(
			records,
			await wantRun(records, wanted),
			signal,
			isQuiet ? null : displayTasks(tasks, { concurrent: false }),
		);
	}
}

async function follow(
	records: Records,
	run: Run,
	signal: AbortSignal,
	display: TaskDisplay | null,
): Promise<RunReport> {
	for (;;) {
		if (signal.aborted) await cancelRun(records, run.runId);
		for (const step of await stepsOfRun(records, run.runId)) display?.update(String(step.position), step);
		const now = await runById(records, run.runId);
		if (now && now.status !== 'wanted' && now.status !== 'running') {
			await display?.finish();
			if (now.report !== null) return JSON.parse(now.report) as RunReport;
			return {
				runId: now.runId,
				status: now.status,
				snapshot: now.snapshotId,
				asOf: now.asOf,
				seconds: now.seconds ?? 0,
				sources: [],
				steps: [],
				checks: [],
				error: now.error,
			};
		}
		await sleep(FOLLOW_EVERY_MS);
	}
}

function describeReport(report: RunReport): string {
	const sources = report.sources.map(
		(source) =>
			`  ${source.name}: ${source.read} read = ${source.loaded} loaded + ${source.unchanged} unchanged + ${source.quarantined} quarantined${source.error === null ? '' : ` (${source.status}: ${source.error})`}`,
	);
	const checks = report.checks.filter((check) => check.status === 'failed');
	return [
		`run ${report.runId}: ${report.status} in ${report.seconds.toFixed(1)} s`,
		...sources,
		...checks.map((check) => `  check ${check.name}: ${check.severity}, ${check.failing} rows`),
		report.snapshot === null ? 'no snapshot yet' : `snapshot ${report.snapshot}, as of ${report.asOf ?? ''}`,
	].join('\n');
}
