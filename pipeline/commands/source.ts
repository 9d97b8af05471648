import { Argument, Option } from 'commander';
import type { Command } from 'commander';
import { resolve } from 'node:path';
import { templateCsv } from '#warehouse/entities/template.ts';
import { ENTITIES, entityByName } from '#warehouse/entities/entities.ts';
import { defaultCompany, existingConfig, freeName, writeProposal } from '../add-source.ts';
import type { WrittenConfig } from '../config-file/write-source.ts';
import { UsageError } from '../errors.ts';
import { describeProposal } from '../sources/look/describe-proposal.ts';
import { look } from '../sources/look/look.ts';
import type { Answers, Question, SourceProposal } from '../sources/look/proposal.ts';
import type { ReferenceOptions } from '../sources/look/reference-options.ts';
import { print, say } from '../terminal.ts';
import { openAsker } from './ask.ts';
import type { Asker } from './ask.ts';
import { contextOf } from './command.ts';
import type { CommandContext } from './command.ts';
import { FailedError } from './failed-error.ts';
import { check } from './source-check.ts';

interface AddFlags extends Answers {
	readonly name?: string;
	readonly yes?: boolean;
	readonly since?: string;
	readonly header?: readonly string[];
	readonly allow?: readonly string[];
	readonly company?: string;
	readonly currency?: string;
	readonly zone?: string;
}

/** The file that `source add` writes to: the one named, or one in this folder. */
function targetFile({ options }: CommandContext): string {
	return resolve(options.config ?? 'kundig.config.ts');
}

/** Questions with two answers, which a hint can give both of. */
const TWO_ANSWERS: readonly string[] = ['dates', 'numbers'];

function flagFor({ id, options }: Question): string {
	return TWO_ANSWERS.includes(id) ? options.map(({ value }) => `--${id} ${value}`).join(' or ') : `--${id} NAME`;
}

/** A question as one sentence; the tables of a database are named in it. */
function questionText({ id, text, options }: Question): string {
	return id === 'table' ? `${text}: ${options.map(({ value }) => value).join(', ')}` : text;
}

/** What a look is told, by the flags and what was answered so far. */
function lookOptions(
	flags: AddFlags,
	answers: Answers,
	zone: string | undefined,
	signal: AbortSignal | undefined,
): ReferenceOptions {
	const { name, since, header, allow } = flags;
	return { name, answers, zone, env: process.env, headers: header, allow, since, signal };
}

/** What only a person can tell ends a call that nobody answers. */
function requireDecided({ questions }: SourceProposal): void {
	const open = questions.filter(({ suggested }) => suggested === null);
	if (open.length === 0) return;
	throw new FailedError(
		{
			kind: 'question',
			message: open.map(questionText).join('; '),
			hint: `answer with ${open.map(flagFor).join(', and with ')}`,
		},
		false,
	);
}

const DATABASES: readonly string[] = ['postgres', 'mysql', 'sqlite'];

/** What flags of one kind of source are for. */
const FITTING: Partial<Record<keyof AddFlags, readonly string[]>> = {
	table: DATABASES,
	rows: ['rest'],
	since: ['rest'],
	cursor: ['rest', ...DATABASES],
	header: ['url', 'rest'],
	allow: ['url', 'rest'],
};

/** @throws UsageError when a flag says something that a source of this type does not have */
function requireFitting({ origin, columns }: SourceProposal, flags: AddFlags): void {
	// Without a table nothing was looked at.
	if (columns.length === 0) return;
	const type = origin?.type ?? 'file';
	for (const [name, types] of Object.entries(FITTING)) {
		if (flags[name as keyof AddFlags] === undefined || types.includes(type)) continue;
		throw new UsageError(`--${name} is for sources of type ${types.join(', ')}, and this one is of type ${type}`);
	}
}

function requireSound(proposal: SourceProposal, answers: Answers): void {
	const broken = proposal.problems.find((problem) =>
		/^(unknown entity|key: |cursor: )|needs .* map it by hand$/.test(problem),
	);
	const isAnswered = [answers.entity, answers.key, answers.cursor].some((answer) => answer !== undefined);
	if (broken === undefined || !isAnswered) return;
	throw new UsageError(broken);
}

function describeWritten(written: WrittenConfig): string {
	const { file, isNew, isWritten, backup, snippet } = written;
	if (!isWritten)
		return `the list of sources of ${file} was not found, so nothing was written; add this to it:\n\n${snippet},`;
	return isNew ? `wrote ${file}` : `added to ${file}; the former text is in ${backup ?? ''}`;
}

/** What is written, as `--json` shows it; null where nothing was to be written. */
function shownWritten(written: WrittenConfig | null): object | null {
	if (written === null) return null;
	const { file, isNew, isWritten, backup, snippet } = written;
	return { file, isNew, isWritten, backup, snippet };
}

async function addUnasked(reference: string, flags: AddFlags, context: CommandContext): Promise<void> {
	const file = targetFile(context);
	const isWanted = flags.yes === true;
	const config = await existingConfig(file);
	const zone = config?.company.zone ?? flags.zone;
	const answers: Answers = flags;
	const found = await look(reference, lookOptions(flags, answers, zone, context.signal));
	requireFitting(found, flags);
	requireSound(found, answers);
	const proposal = { ...found, name: freeName(found.name, config, flags.name !== undefined) };
	if (isWanted) requireDecided(proposal);
	const { name, currency, zone: defaultZone } = defaultCompany(file);
	const company = {
		name: flags.company ?? name,
		currency: flags.currency ?? currency,
		zone: flags.zone ?? defaultZone,
	};
	const written = isWanted ? await writeProposal(file, proposal, company) : null;
	if (context.options.json) print(JSON.stringify({ proposal, written: shownWritten(written) }, null, 2));
	else {
		print(describeProposal(proposal));
		if (written !== null) print(`\n${describeWritten(written)}`);
	}
	if (written?.isWritten === false)
		throw new FailedError({ kind: 'config', message: 'nothing was written', hint: 'add the source by hand' }, true);
}

async function askCompany(
	asker: Asker,
	flags: AddFlags,
	file: string,
): Promise<{ name: string; currency: string; zone: string }> {
	const defaults = defaultCompany(file);
	return {
		name: flags.company ?? (await asker.ask('name of the company', defaults.name)),
		currency: flags.currency ?? (await asker.ask('currency of its figures', defaults.currency)).toUpperCase(),
		zone: flags.zone ?? (await asker.ask('time zone of its days', defaults.zone)),
	};
}

/** Looks at a source with a person beside: asks what the data leave open, shows what would be written, and asks once more. */
export async function addAsking(
	reference: string | undefined,
	flags: AddFlags,
	file: string,
	asker: Asker,
	signal?: AbortSignal,
): Promise<WrittenConfig | null> {
	const named = reference ?? (await asker.ask('file, URL or connection'));
	const config = await existingConfig(file);
	const zone = config?.company.zone ?? flags.zone;
	let answers: Answers = flags;
	let proposal = await look(named, lookOptions(flags, answers, zone, signal));
	requireFitting(proposal, flags);
	requireSound(proposal, answers);
	if (proposal.columns.length > 0) asker.say(describeProposal(proposal));
	while (proposal.questions.length > 0) {
		const asked = proposal.questions;
		for (const { id, text, options, suggested } of asked) {
			asker.say('');
			answers = { ...answers, [id]: await asker.choose(text, options, suggested ?? undefined) };
		}
		proposal = await look(named, lookOptions(flags, answers, zone, signal));
		asker.say(`\n${describeProposal(proposal)}`);
	}
	asker.say('');
	const name = flags.name ?? (await asker.ask('name of the source', freeName(proposal.name, config, false)));
	if (!/^[a-z][a-z0-9_]*$/.test(name)) {
		throw new UsageError(`invalid name: "${name}" (expected lower-case letters, digits and underscores)`);
	}
	const company = config === null ? await askCompany(asker, flags, file) : defaultCompany(file);
	if (!(await asker.confirm(`${config === null ? 'write' : 'add it to'} ${file}?`))) return null;
	return writeProposal(file, { ...proposal, name: freeName(name, config, true) }, company);
}

async function add(reference: string | undefined, flags: AddFlags, context: CommandContext): Promise<void> {
	if (flags.yes === true || context.options.json) {
		if (reference === undefined)
			throw new UsageError('missing argument: what to add (a path, a pattern, a URL or a connection)');
		await addUnasked(reference, flags, context);
		return;
	}
	if (!process.stdin.isTTY) {
		throw new UsageError('source add asks questions, and there is no terminal', {
			hint: 'take the proposal with --yes, or see it with --json',
		});
	}
	const asker = openAsker(process.stdin, process.stderr);
	try {
		const written = await addAsking(reference, flags, targetFile(context), asker, context.signal);
		print(written === null ? 'nothing was written' : describeWritten(written));
		if (written?.isWritten === true)
			say('see what it gives with `kundig source check NAME`, load it with `kundig run`');
	} finally {
		asker.close();
	}
}

function template(name: string): void {
	const entity = entityByName(name);
	if (entity === null) {
		throw new UsageError(`unknown entity: "${name}" (expected ${ENTITIES.map((each) => each.name).join(', ')})`);
	}
	print(templateCsv(entity));
}

function collect(value: string, before: readonly string[] | undefined): string[] {
	return [...(before ?? []), value];
}

export function addSource(program: Command, signal: AbortSignal): void {
	const source = program.command('source').description('what Kundig reads: propose a source, see what it would give');

	source
		.command('add')
		.description('look at a file, URL or connection, propose how to read it and what it is, and write the config')
		.addArgument(
			new Argument(
				'[reference]',
				'a path, a pattern such as exports/*.csv, a URL, a connection (postgres://…, mysql://…, sqlite:shop.db), or env:NAME for one that a variable holds',
			),
		)
		.option('--name <name>', 'what the source is called (default: the name of the file or table)')
		.option('--yes', 'take the proposal without questions')
		.option('--entity <names>', 'what its rows are: names of entities with commas between, or none')
		.option('--key <columns>', 'columns that identify a row, with commas between, or none')
		.option('--table <name>', 'of a database: the table or view to read')
		.option('--rows <path>', 'of an API: where the list of rows is in its answer, such as data.items')
		.option('--cursor <column>', 'what a table or an API is read on by, or none: all of it each time')
		.option('--since <parameter>', 'of an API: the parameter that takes the value to read on from')
		.option('--header <text>', 'sent to a URL: "Authorization: Bearer env:TOKEN" (may be repeated)', collect)
		.option(
			'--allow <host>',
			'a host of the local network that may be asked: erp.local:8080 (may be repeated)',
			collect,
		)
		.addOption(new Option('--dates <order>', 'where the data leave it open').choices(['day-first', 'month-first']))
		.addOption(new Option('--numbers <language>', 'where the data leave it open').choices(['english', 'german']))
		.option('--company <name>', 'for a new config: the name of the company')
		.option('--currency <code>', 'for a new config: the currency of its figures (default EUR)')
		.option('--zone <name>', 'for a new config: the time zone of its days (default this machine’s)')
		.addHelpText(
			'after',
			'\nWith --json and without --yes it shows the proposal and writes nothing. A password or token of a URL or a connection\nis never written: the config names the variable that is to hold it.\n\nExample:\n  kundig source add exports/rechnungen.csv --yes --currency EUR --zone Europe/Berlin',
		)
		.action((reference: string | undefined, flags: AddFlags, command: Command) =>
			add(reference, flags, contextOf(command, signal)),
		);

	source
		.command('check')
		.description('read a sample of a source and say what a load would do, without doing it')
		.argument('<name>', 'a source of the config')
		.option('--rows <number>', 'how many rows to read, or all', '1000')
		.addHelpText('after', '\nExample:\n  kundig source check orders --rows all')
		.action((name: string, flags: { readonly rows: string }, command: Command) =>
			check(name, flags, contextOf(command, signal)),
		);

	source
		.command('template')
		.description('a CSV file to fill in for an entity: its columns and a line as an example')
		.argument('<entity>', 'orders, customers, products, …')
		.addHelpText('after', '\nExample:\n  kundig source template customers > customers.csv')
		.action((name: string) => template(name));
}
