import type { Command } from 'commander';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { countQuarantine, listQuarantine } from '#records/quarantine.ts';
import { alignedTable } from '../aligned-table.ts';
import { loadConfig } from '../config.ts';
import { print } from '../terminal.ts';
import { configFile, contextOf } from './command.ts';
import { FailedError } from './failed-error.ts';
import { describeReport } from './run.ts';
import { requireSources, runOrFollow } from './run-or-follow.ts';

const SHOWN = 1_000;

/** How many rows of each source are set aside. */
async function rowsBySource(records: Records): Promise<Map<string, number>> {
	const sums = new Map<string, number>();
	for (const { source, rows } of await countQuarantine(records)) sums.set(source, (sums.get(source) ?? 0) + rows);
	return sums;
}

export function addQuarantine(program: Command, signal: AbortSignal): void {
	const quarantine = program.command('quarantine').description('rows that were set aside, with what was wrong');

	quarantine
		.command('ls')
		.description('rows set aside, with file, line, reason and original text')
		.addHelpText('after', '\nExample:\n  kundig quarantine ls --json')
		.action(async (_: unknown, command: Command) => {
			const { options, dataDir } = contextOf(command, signal);
			const records = await openRecords(dataDir);
			const entries = await listQuarantine(records, { limit: SHOWN });
			const counts = await countQuarantine(records);
			await records.destroy();
			const rows = entries.map((entry) => ({
				source: entry.source,
				table: entry.table,
				runId: entry.runId,
				position: entry.line === null ? entry.file : `${entry.file ?? ''}:${entry.line}`,
				column: entry.column,
				reason: entry.reason,
				message: entry.message,
				original: entry.original,
				isRejectedLoad: entry.isRejectedLoad,
			}));
			if (options.json) {
				print(JSON.stringify({ rows, counts }, null, 2));
				return;
			}
			if (rows.length === 0) {
				print('no row is set aside');
				return;
			}
			print(
				alignedTable(
					['source', 'position', 'column', 'reason', 'message'],
					rows.map((row) => [row.source, row.position ?? '', row.column ?? '', row.reason, row.message]),
				),
			);
		});

	quarantine
		.command('replay')
		.description('after a fix: load the sources with rows set aside anew, and say how many are still set aside')
		.option('--source <name>', 'only this source')
		.addHelpText('after', '\nExample:\n  kundig quarantine replay --source orders')
		.action(async (flags: { readonly source?: string }, command: Command) => {
			const context = contextOf(command, signal);
			const loaded = await loadConfig(await configFile(context));
			if (flags.source !== undefined) requireSources([flags.source], loaded);
			const configured = new Set(loaded.config.sources.map((source) => source.name));
			const records = await openRecords(context.dataDir);
			try {
				const before = await rowsBySource(records);
				const names = [...before.keys()].filter(
					(name) => configured.has(name) && (flags.source === undefined || name === flags.source),
				);
				// The rows were cut out of whole files: to read them again is to read those files again.
				const wish = { isFull: true, onlySources: names };
				const run = names.length === 0 ? null : await runOrFollow(records, loaded, context, wish);
				const after = await rowsBySource(records);
				const outcome = names.map((source) => ({
					source,
					before: before.get(source) ?? 0,
					after: after.get(source) ?? 0,
				}));
				if (context.options.json) print(JSON.stringify({ run, quarantine: outcome }, null, 2));
				else if (run === null) print('no row is set aside');
				else {
					print(describeReport(run));
					for (const each of outcome) {
						print(`${each.source}: ${each.before} rows were set aside, ${each.after} are now`);
					}
				}
				if (run?.error) throw new FailedError(run.error, context.options.json);
			} finally {
				await records.destroy();
			}
		});
}
