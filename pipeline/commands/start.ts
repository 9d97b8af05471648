import type { Command } from 'commander';
import { UsageError } from '../errors.ts';
import { start } from '../start.ts';
import { contextOf, namedConfig } from './command.ts';

interface StartFlags {
	readonly port: string;
	readonly host: string;
	readonly schedule: boolean;
}

function parsePort(text: string): number {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new UsageError(`invalid --port: "${text}" (expected 1 to 65535)`);
	}
	return port;
}

export function addStart(program: Command, signal: AbortSignal): void {
	program
		.command('start')
		.description('serve the dashboard and run the pipeline by its schedule; with no config, show the demo company')
		.option('--port <number>', 'port to serve', '4600')
		.option('--host <address>', 'address to serve; only this machine’s own until sign-in exists', '127.0.0.1')
		.option('--no-schedule', 'run only when somebody asks')
		.addHelpText('after', '\nExample:\n  kundig start --port 4700 --config shop/kundig.config.ts')
		.action(async (flags: StartFlags, command: Command) => {
			const { options, dataDir } = contextOf(command, signal);
			await start(
				{
					host: flags.host,
					port: parsePort(flags.port),
					dataDir,
					configFile: namedConfig(options),
					withSchedule: flags.schedule,
				},
				signal,
			);
		});
}
