import type { Command } from 'commander';
import { lastBackup } from '#records/backups.ts';
import { openRecords } from '#records/database.ts';
import { openIncidents } from '#records/incidents.ts';
import { lastRuns } from '#records/runs.ts';
import { currentSnapshot } from '#records/snapshots.ts';
import { freshness, sourceStates } from '#records/sources.ts';
import { alignedTable } from '../aligned-table.ts';
import { loadConfig } from '../config.ts';
import { folderConfig } from '../company-config.ts';
import { demoConfig, hasDemo } from '../demo-company.ts';
import { nextSlot } from '../schedule.ts';
import { print } from '../terminal.ts';
import { contextOf, namedConfig } from './command.ts';
import type { CommandContext } from './command.ts';

const RUNS_SHOWN = 10;

export function addStatus(program: Command, signal: AbortSignal): void {
	program
		.command('status')
		.description('what is shown now, the last runs, the next slot, how fresh each source is')
		.addHelpText('after', '\nExample:\n  kundig status --json')
		.action(async (_: unknown, command: Command) => {
			const context = contextOf(command, signal);
			const records = await openRecords(context.dataDir);
			const current = await currentSnapshot(records);
			const runs = await lastRuns(records, RUNS_SHOWN);
			const states = await sourceStates(records);
			const incidents = await openIncidents(records);
			const backup = await lastBackup(records);
			await records.destroy();
			const now = new Date();
			const status = {
				snapshot:
					current === null
						? null
						: { id: current.id, publishedAt: current.publishedAt, asOf: current.asOf, runId: current.runId },
				runs: runs.map(({ runId, status, startedAt, seconds, trigger, attempt, retryAt }) => ({
					runId,
					status,
					startedAt,
					seconds,
					trigger,
					attempt,
					retryAt,
				})),
				nextSlot: await nextSlotOf(context),
				incidents: incidents.map(({ kind, source, runId, failingSince }) => ({ kind, source, runId, failingSince })),
				lastBackup:
					backup === null
						? null
						: { file: backup.file, at: backup.startedAt, reason: backup.reason, bytes: backup.bytes },
				sources: states.map((state) => ({
					name: state.source,
					lastLoadedAt: state.lastLoadedAt,
					rows: state.rows,
					freshness: freshness(state, now),
					error: state.error,
				})),
			};
			if (context.options.json) {
				print(JSON.stringify(status, null, 2));
				return;
			}
			print(describe(status));
		});
}

/** When the schedule runs next; null without a schedule, and where there is no config yet. */
async function nextSlotOf({ options, dataDir }: CommandContext): Promise<string | null> {
	const file = namedConfig(options) ?? folderConfig(dataDir);
	if (file === demoConfig(dataDir) && !hasDemo(dataDir)) return null;
	const { config } = await loadConfig(file);
	return nextSlot(config.schedule, Temporal.Now.instant())?.toString() ?? null;
}

interface Status {
	readonly snapshot: { readonly id: string; readonly publishedAt: string; readonly asOf: string } | null;
	readonly runs: readonly {
		runId: string;
		status: string;
		startedAt: string | null;
		seconds: number | null;
		attempt: number;
		retryAt: string | null;
	}[];
	readonly incidents: readonly { kind: string; source: string | null; failingSince: string }[];
	readonly nextSlot: string | null;
	readonly lastBackup: { readonly file: string; readonly at: string } | null;
	readonly sources: readonly { name: string; lastLoadedAt: string | null; rows: number; freshness: string }[];
}

function describe({ snapshot, runs, incidents, nextSlot: next, lastBackup: backup, sources }: Status): string {
	const troubles = incidents.map(({ kind, source, failingSince }) =>
		kind === 'late'
			? `source ${source ?? ''} is late since ${failingSince}`
			: `scheduled runs fail since ${failingSince}`,
	);
	return [
		snapshot === null
			? 'no snapshot yet: run `kundig run`'
			: `snapshot ${snapshot.id}, published ${snapshot.publishedAt}, as of ${snapshot.asOf}`,
		`next slot: ${next ?? 'none'}`,
		`last backup: ${backup === null ? 'none so far (see `kundig backup --help`)' : `${backup.at}, ${backup.file}`}`,
		...troubles,
		'',
		alignedTable(
			['source', 'rows', 'last loaded', 'freshness'],
			sources.map((source) => [source.name, String(source.rows), source.lastLoadedAt ?? '', source.freshness]),
		),
		'',
		alignedTable(
			['run', 'status', 'started', 'seconds', 'attempt', 'tried again'],
			runs.map((run) => [
				run.runId,
				run.status,
				run.startedAt ?? '',
				run.seconds?.toFixed(1) ?? '',
				String(run.attempt),
				run.retryAt ?? '',
			]),
		),
	].join('\n');
}
