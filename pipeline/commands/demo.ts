import { resolve } from 'node:path';
import type { Command } from 'commander';
import { makeDemo, yesterday } from '../demo-company.ts';
import { UsageError } from '../errors.ts';
import { displayTasks, print } from '../terminal.ts';
import { contextOf } from './command.ts';

interface DemoFlags {
	readonly customers: string;
	readonly seed: string;
	readonly until?: string;
	readonly out: string;
}

function wholeNumber(flag: string, text: string, least: number): number {
	const value = Number(text);
	if (!Number.isSafeInteger(value) || value < least) {
		throw new UsageError(`invalid --${flag}: "${text}" (expected a whole number from ${least})`);
	}
	return value;
}

function day(text: string): string {
	try {
		return Temporal.PlainDate.from(text).toString();
	} catch {
		throw new UsageError(`invalid --until: "${text}" (expected a day such as 2026-01-31)`);
	}
}

export function addDemo(program: Command, signal: AbortSignal): void {
	program
		.command('demo')
		.description('a synthetic company with known truth')
		.command('company')
		.description('write the demo company: CSV exports, config and truth')
		.option('--customers <number>', 'how many customers', '5000')
		.option('--seed <number>', 'another seed is another company', '1')
		.option('--until <day>', 'last day with orders (default yesterday)')
		.requiredOption('--out <dir>', 'folder to write, which must be empty or missing')
		.addHelpText('after', '\nExample:\n  kundig demo company --customers 1000 --out /tmp/company')
		.action(async (flags: DemoFlags, command: Command) => {
			const { options } = contextOf(command, signal);
			const order = {
				customers: wholeNumber('customers', flags.customers, 1),
				seed: wholeNumber('seed', flags.seed, 0),
				until: flags.until === undefined ? yesterday(Temporal.Now.instant()) : day(flags.until),
				out: resolve(flags.out),
			};
			const display = options.json
				? null
				: displayTasks([{ key: 'demo', title: 'Write the demo company' }], { concurrent: false });
			try {
				const summary = await makeDemo(order, (done, total) => {
					display?.update('demo', { status: 'running', done, total, unit: 'customers' });
				});
				display?.update('demo', { status: 'ok', done: order.customers, total: order.customers, unit: 'customers' });
				await display?.finish();
				print(
					options.json
						? JSON.stringify(summary)
						: `${summary.customers} customers, ${summary.orders} orders, ${summary.orderLines} order lines in ${summary.out}`,
				);
			} catch (error) {
				display?.update('demo', { status: 'failed', done: 0, total: null, unit: null });
				await display?.finish();
				throw error;
			}
		});
}
