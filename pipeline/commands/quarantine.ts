import type { Command } from 'commander';
import { openRecords } from '#records/database.ts';
import { countQuarantine, listQuarantine } from '#records/quarantine.ts';
import { alignedTable } from '../aligned-table.ts';
import { print } from '../terminal.ts';
import { contextOf } from './command.ts';

const SHOWN = 1_000;

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
}
