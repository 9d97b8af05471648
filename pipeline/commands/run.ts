import type { Command } from 'commander';
import { openRecords } from '#records/database.ts';
import { loadConfig } from '../config.ts';
import type { RunReport } from '../run-report.ts';
import { print } from '../terminal.ts';
import { FailedError } from './failed-error.ts';
import { configFile, contextOf } from './command.ts';
import { requireSources, runOrFollow } from './run-or-follow.ts';

interface RunFlags {
	readonly full?: boolean;
	readonly refit?: boolean;
	readonly source?: readonly string[];
}

export function addRun(program: Command, signal: AbortSignal): void {
	program
		.command('run')
		.description('load what is new, build and check the figures, publish a snapshot')
		.option('--full', 'load and build everything anew')
		.option('--refit', 'fit every model anew')
		.option('--source <name...>', 'load only these sources')
		.addHelpText('after', '\nExample:\n  kundig run --source orders --json')
		.action(async (flags: RunFlags, command: Command) => {
			const context = contextOf(command, signal);
			const loaded = await loadConfig(await configFile(context));
			requireSources(flags.source ?? [], loaded);
			const records = await openRecords(context.dataDir);
			try {
				const report = await runOrFollow(records, loaded, context, {
					isFull: flags.full === true,
					isRefit: flags.refit === true,
					onlySources: flags.source ?? null,
				});
				if (context.options.json) print(JSON.stringify(report, null, 2));
				else print(describeReport(report));
				if (report.error) throw new FailedError(report.error, context.options.json);
			} finally {
				await records.destroy();
			}
		});
}

/** A run in words: its sources with their rows, failed checks, and the snapshot that is in use after it. */
export function describeReport(report: RunReport): string {
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
