import type { Command } from 'commander';
import { print } from '../terminal.ts';
import { loadConfig } from '../config.ts';
import { planRun } from '../plan.ts';
import { alignedTable } from '../aligned-table.ts';
import { configFile, contextOf } from './command.ts';

/** What hangs on a relation, counted: the names are in the JSON. */
function affected(names: readonly string[]): string {
	const metrics = names.filter((name) => name.startsWith('metric ')).length;
	const pages = names.filter((name) => name.startsWith('page ')).length;
	return `${names.length - metrics - pages} relations, ${metrics} metrics, ${pages} pages`;
}

export function addPlan(program: Command, signal: AbortSignal): void {
	program
		.command('plan')
		.description('what a run would do, without doing it')
		.addHelpText('after', '\nExample:\n  kundig plan --config shop/kundig.config.ts')
		.action(async (_: unknown, command: Command) => {
			const context = contextOf(command, signal);
			const loaded = await loadConfig(await configFile(context));
			const plan = await planRun(context.dataDir, loaded);
			if (context.options.json) {
				print(JSON.stringify(plan, null, 2));
				return;
			}
			print(
				alignedTable(
					['source', 'loaded', 'pending'],
					plan.sources.map((source) => [source.name, source.cursor ?? 'nothing yet', source.pending]),
				),
			);
			print('');
			print(
				plan.transforms.length === 0
					? 'no relation would be built'
					: alignedTable(
							['relation', 'why', 'what hangs on it'],
							plan.transforms.map((each) => [each.name, each.reason, affected(each.downstream)]),
						),
			);
			print(`\n${plan.checks.length} checks would be asked`);
		});
}
