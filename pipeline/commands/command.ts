import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { folderConfig, hasCompany } from '../company-config.ts';
import { demoFolder, hasDemo, makeDemo, yesterday } from '../demo-company.ts';
import { say } from '../terminal.ts';

/** The flags that every verb takes. */
export interface GlobalOptions {
	readonly config?: string;
	readonly data: string;
	readonly json: boolean;
	readonly verbose: boolean;
	readonly color: boolean;
}

/** What a verb is given: its flags with the global ones, and a signal that SIGINT and SIGTERM raise. */
export interface CommandContext {
	readonly options: GlobalOptions;
	readonly dataDir: string;
	readonly signal: AbortSignal;
}

export function contextOf(command: Command, signal: AbortSignal): CommandContext {
	const options = command.optsWithGlobals<GlobalOptions>();
	return { options, dataDir: resolve(options.data), signal };
}

/** The config that was named, or `kundig.config.ts` where one lies here, or null: then it is the data folder's own. */
export function namedConfig(options: GlobalOptions): string | null {
	if (options.config !== undefined) return resolve(options.config);
	return existsSync('kundig.config.ts') ? resolve('kundig.config.ts') : null;
}

/**
 * The config of this call: the one named, or that of the company which took the place of the demo, or the demo's, which is
 * made where there is none yet.
 */
export async function configFile({ options, dataDir }: CommandContext): Promise<string> {
	const named = namedConfig(options);
	if (named !== null) return named;
	if (!hasCompany(dataDir) && !hasDemo(dataDir)) {
		say('Making the demo company (name your own config with --config FILE)');
		const until = yesterday(Temporal.Now.instant());
		await makeDemo({ customers: 5_000, seed: 1, until, out: demoFolder(dataDir) });
	}
	return folderConfig(dataDir);
}
