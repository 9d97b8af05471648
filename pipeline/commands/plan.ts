import type { Command } from 'commander';
import { print } from '../terminal.ts';
import { loadConfig } from '../config.ts';
import { planRun } from '../plan.ts';
import { planText } from '../plan/plan-text.ts';
import { configFile, contextOf } from './command.ts';

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
			print(planText(plan));
		});
}
