import type { Command } from 'commander';
import { openRecords } from '#records/database.ts';
import { takeLease } from '#records/lease.ts';
import { currentSnapshot, listSnapshots, useSnapshot } from '#records/snapshots.ts';
import { loadConfig } from '../config.ts';
import { UsageError } from '../errors.ts';
import { pruneSnapshots } from '../prune.ts';
import { print } from '../terminal.ts';
import { alignedTable } from '../aligned-table.ts';
import { configFile, contextOf } from './command.ts';

export function addSnapshots(program: Command, signal: AbortSignal): void {
	const snapshots = program.command('snapshots').description('what was published: list, go back, clean up');

	snapshots
		.command('ls')
		.description('every kept snapshot, the newest first')
		.addHelpText('after', '\nExample:\n  kundig snapshots ls --json')
		.action(async (_: unknown, command: Command) => {
			const { options, dataDir } = contextOf(command, signal);
			const records = await openRecords(dataDir);
			const current = await currentSnapshot(records);
			const list = (await listSnapshots(records)).map(({ id, publishedAt, asOf, bytes }) => ({
				id,
				current: id === current?.id,
				publishedAt,
				asOf,
				bytes,
			}));
			await records.destroy();
			if (options.json) {
				print(JSON.stringify({ snapshots: list }, null, 2));
				return;
			}
			if (list.length === 0) {
				print('no snapshot yet: run `kundig run`');
				return;
			}
			print(
				alignedTable(
					['', 'id', 'published', 'as of', 'bytes'],
					list.map((each) => [each.current ? '*' : '', each.id, each.publishedAt, each.asOf, String(each.bytes)]),
				),
			);
		});

	snapshots
		.command('use <id>')
		.description('show this snapshot until the next run publishes one')
		.addHelpText('after', '\nExample:\n  kundig snapshots use 01JD0Z6V7Y8N3K2M1P4Q5R6S7T')
		.action(async (id: string, _: unknown, command: Command) => {
			const { options, dataDir } = contextOf(command, signal);
			const records = await openRecords(dataDir);
			const isKnown = await useSnapshot(records, id);
			const known = (await listSnapshots(records)).map((snapshot) => snapshot.id);
			await records.destroy();
			if (!isKnown) {
				throw new UsageError(`no such snapshot: "${id}" (kept: ${known.join(', ') || 'none'})`);
			}
			print(options.json ? JSON.stringify({ snapshot: id }) : `snapshot ${id} is in use now`);
		});

	snapshots
		.command('prune')
		.description('delete what the config’s retention lets go of')
		.addHelpText('after', '\nExample:\n  kundig snapshots prune')
		.action(async (_: unknown, command: Command) => {
			const context = contextOf(command, signal);
			const { config } = await loadConfig(await configFile(context));
			const records = await openRecords(context.dataDir);
			try {
				const lease = await takeLease(records, context.dataDir, 'run', new Date());
				const removed = await pruneSnapshots(records, context.dataDir, config.snapshots).finally(() => lease.release());
				if (context.options.json) print(JSON.stringify({ removed }));
				else print(removed.length === 0 ? 'nothing to remove' : `removed ${removed.join(', ')}`);
			} finally {
				await records.destroy();
			}
		});
}
