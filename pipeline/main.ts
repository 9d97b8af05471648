import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { LeaseHeldError } from '#records/lease.ts';
import { addBackup } from './commands/backup.ts';
import { addCheck } from './commands/check.ts';
import { contextOf, namedConfig } from './commands/command.ts';
import { addDemo } from './commands/demo.ts';
import { FailedError } from './commands/failed-error.ts';
import { addList } from './commands/list.ts';
import { addMetric } from './commands/metric.ts';
import { addModel } from './commands/model.ts';
import { addPlan } from './commands/plan.ts';
import { addQuarantine } from './commands/quarantine.ts';
import { addQuery } from './commands/query.ts';
import { addRestore } from './commands/restore.ts';
import { addRun } from './commands/run.ts';
import { addSnapshots } from './commands/snapshots.ts';
import { addSource } from './commands/source.ts';
import { addStart } from './commands/start.ts';
import { addStatus } from './commands/status.ts';
import { RequestError } from '#warehouse/metrics/request-error.ts';
import { describeFailure } from './describe-failure.ts';
import { UsageError } from './errors.ts';
import { productVersion } from './project.ts';
import { print, say } from './terminal.ts';
import { prepareFolder } from './upgrade.ts';

const EXIT = { done: 0, failed: 1, usage: 2, held: 3 } as const;

function program(signal: AbortSignal): Command {
	const command = new Command('kundig')
		.description('An analytical CRM: customer data in, a dashboard that can be trusted out.')
		.version(productVersion())
		.option('--config <file>', 'config file (default kundig.config.ts, else the demo’s)')
		.option('--data <dir>', 'data folder, made when missing', 'data')
		.option('--json', 'print exactly one JSON document', false)
		.option('--verbose', 'say where an error came from', false)
		.option('--no-color', 'no colours')
		.configureHelp({ showGlobalOptions: true })
		.exitOverride()
		// What is wrong is said once, below, with the names that would be right.
		.configureOutput({ outputError: () => undefined });
	for (const add of [
		addStart,
		addRun,
		addPlan,
		addStatus,
		addQuery,
		addMetric,
		addModel,
		addList,
		addQuarantine,
		addSnapshots,
		addSource,
		addCheck,
		addBackup,
		addRestore,
		addDemo,
	]) {
		add(command, signal);
	}
	command.hook('preAction', async (_, action) => {
		if (!stopsItself(action)) signal.addEventListener('abort', () => process.exit(EXIT.failed));
		if (LEAVES_FOLDER.includes(action.name())) return;
		const { options, dataDir } = contextOf(action, signal);
		await prepareFolder(dataDir, namedConfig(options), WRITES_RAW.includes(action.name()), { say });
	});
	for (const verb of allCommands(command)) verb.exitOverride().configureOutput({ outputError: () => undefined });
	return command;
}

function allCommands(command: Command): Command[] {
	return command.commands.flatMap((verb) => [verb, ...allCommands(verb)]);
}

/** Verbs that end their work in order when they are told to stop; the others hold nothing and end at once. */
const STOPPING: readonly string[] = ['start', 'run', 'query', 'replay', 'backup'];

/** Verbs that look at the data folder themselves, or have nothing to do with one. */
const LEAVES_FOLDER: readonly string[] = ['start', 'backup', 'restore', 'company', 'fit'];
/** Verbs that open raw.duckdb, which has to be of this version then. */
const WRITES_RAW: readonly string[] = ['run', 'replay', 'plan'];

function stopsItself(verb: Command): boolean {
	return STOPPING.includes(verb.name());
}

/** The command that the words name as far as they name one, the program itself at least. */
function namedCommand(program: Command, argv: readonly string[]): Command {
	let command = program;
	for (const word of argv) command = command.commands.find((child) => child.name() === word) ?? command;
	return command;
}

function unknownVerb(error: CommanderError, program: Command, argv: readonly string[]): string {
	const name = /unknown command '(.*?)'/.exec(error.message)?.[1] ?? '';
	const verbs = namedCommand(program, argv).commands.map((verb) => verb.name());
	return `unknown command: "${name}" (expected ${verbs.join(', ')})`;
}

function unknownFlag(error: CommanderError, command: Command, argv: readonly string[]): string {
	const verb = namedCommand(command, argv);
	const flags = [...verb.options, ...(verb === command ? [] : command.options)].map((option) => option.long);
	return `${error.message.replace(/^error: /, '')} (expected ${flags.join(', ')})`;
}

/** Says what failed: a sentence and what to do on stderr, and with `--json` the same on stdout. Gives the exit code. */
function report(error: unknown, isJson: boolean, isVerbose: boolean): number {
	if (error instanceof FailedError && error.isPrinted) {
		say(`${error.failure.message}. ${error.failure.hint}`);
		return EXIT.failed;
	}
	const failure = error instanceof FailedError ? error.failure : describeFailure(error);
	say(failure.hint === '' ? failure.message : `${failure.message}. ${failure.hint}`);
	if (isVerbose) say(inspect(error));
	if (isJson) print(JSON.stringify({ error: failure }));
	if (error instanceof LeaseHeldError) return EXIT.held;
	return error instanceof UsageError || error instanceof RequestError ? EXIT.usage : EXIT.failed;
}

/**
 * The command line: runs one verb and gives its exit code (0 done, 1 failed, 2 wrong usage, 3 the data folder is held by
 * another process). Results go to stdout, everything else to stderr.
 */
export async function main(argv: readonly string[]): Promise<number> {
	const stop = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort(new Error(name)));
	// A reader that has seen enough (`| head`) is no error.
	process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code !== 'EPIPE') throw error;
		process.exit(EXIT.done);
	});
	const isJson = argv.includes('--json');
	if (argv.includes('--no-color')) process.env.NO_COLOR = '1';
	const command = program(stop.signal);
	try {
		await command.parseAsync(argv, { from: 'user' });
		return EXIT.done;
	} catch (error) {
		if (error instanceof CommanderError) {
			if (error.exitCode === 0 || error.code === 'commander.help') return error.exitCode === 0 ? EXIT.done : EXIT.usage;
			const message =
				error.code === 'commander.unknownOption'
					? unknownFlag(error, command, argv)
					: error.code === 'commander.unknownCommand'
						? unknownVerb(error, command, argv)
						: error.message.replace(/^error: /, '');
			if (isJson) print(JSON.stringify({ error: { kind: 'usage', message, hint: 'see --help' } }));
			say(message);
			return EXIT.usage;
		}
		return report(error, isJson, argv.includes('--verbose'));
	}
}
