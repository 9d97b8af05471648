import type { Command } from 'commander';
import { openRecords } from '#records/database.ts';
import { takeLease } from '#records/lease.ts';
import { currentSnapshot, listSnapshots, useSnapshot } from '#records/snapshots.ts';
import { loadConfig } from '../config.ts';
import { UsageError } from '../errors.ts';
import { describePruned, pruneSnapshots } from '../prune.ts';
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
		.description('show this snapshot until the next run publishes one; `newest` goes back to the newest')
		.addHelpText(
			'after',
			'\nExample:\n  kundig snapshots use 01JD0Z6V7Y8N3K2M1P4Q5R6S7T\n  kundig snapshots use newest',
		)
		.action(async (wanted: string, _: unknown, command: Command) => {
			const { options, dataDir } = contextOf(command, signal);
			const records = await openRecords(dataDir);
			const list = await listSnapshots(records);
			const before = (await currentSnapshot(records))?.id ?? null;
			const id = wanted === 'newest' ? (list[0]?.id ?? wanted) : wanted;
			const isKnown = await useSnapshot(records, id);
			await records.destroy();
			if (!isKnown) {
				const known = list.map((snapshot) => snapshot.id).join(', ') || 'none';
				throw new UsageError(`no such snapshot: "${wanted}" (kept: ${known})`, { hint: 'see `kundig snapshots ls`' });
			}
			if (options.json) {
				print(JSON.stringify({ snapshot: id, before }));
				return;
			}
			const chosen = list.find((snapshot) => snapshot.id === id);
			print(`snapshot ${id} is in use now, published ${chosen?.publishedAt ?? ''}, as of ${chosen?.asOf ?? ''}`);
			if (before !== null && before !== id) print(`back: kundig snapshots use ${before}`);
			if (id !== list[0]?.id) print('the next run that finds something new shows its own');
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
				const pruned = await pruneSnapshots(records, context.dataDir, config.snapshots).finally(() => lease.release());
				const { removed, keptBytes, overBytes } = pruned;
				if (context.options.json) {
					const ids = removed.map(({ id }) => id);
					const reasons = removed.map(({ id, reason, bytes }) => ({ id, reason, bytes }));
					print(JSON.stringify({ removed: ids, reasons, keptBytes, overBytes }));
					return;
				}
				print(removed.length === 0 ? 'nothing to remove' : `removed ${removed.length} snapshots`);
				for (const sentence of describePruned(pruned)) print(sentence);
			} finally {
				await records.destroy();
			}
		});
}
