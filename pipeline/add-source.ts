import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve } from 'node:path';
import { newConfigProblem } from './config-file/new-company.ts';
import { addToConfig, writeNewConfig } from './config-file/write-source.ts';
import type { WrittenConfig } from './config-file/write-source.ts';
import type { NewCompany } from './config-file/insert-source.ts';
import { loadConfig } from './config.ts';
import type { Config } from './config.ts';
import { ConfigError, UsageError } from './errors.ts';
import type { SourceProposal } from './sources/look/proposal.ts';
import { configuredSource } from './sources/look/configured-source.ts';

/** A path as a config says it: from its folder, with slashes; absolute where it lies elsewhere. */
export function pathInConfig(reference: string, configFile: string): string {
	const path = relative(dirname(configFile), resolve(reference));
	const shown = isAbsolute(path) || path.startsWith('../../..') ? resolve(reference) : path;
	return shown.replaceAll('\\', '/');
}

/** The config that a source is added to, null where there is none yet. */
export async function existingConfig(file: string): Promise<Config | null> {
	return existsSync(file) ? (await loadConfig(file)).config : null;
}

/**
 * A name that no source of a config has: the wanted one, with a number behind it where it is taken.
 * @param others further names that are taken
 * @throws UsageError when a person chose one that is taken
 */
export function freeName(
	wanted: string,
	config: Config | null,
	isChosen: boolean,
	others: readonly string[] = [],
): string {
	const taken = new Set(['records', ...(config?.sources.map(({ name }) => name) ?? []), ...others]);
	if (!taken.has(wanted)) return wanted;
	if (isChosen)
		throw new UsageError(`the config has a source named "${wanted}" already`, { hint: 'choose another --name' });
	for (let number = 2; ; number += 1) if (!taken.has(`${wanted}_${number}`)) return `${wanted}_${number}`;
}

/** What a new config says where nobody says otherwise: the folder's name, euros, the zone of this machine. */
export function defaultCompany(configFile: string): NewCompany {
	const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
	return { name: basename(dirname(configFile)) || 'My company', currency: 'EUR', zone: timeZone };
}

/** Why each mapping with SQL is as it is, for comments in the config. */
export function commentsOf({ entities, preset, reference, origin }: SourceProposal): Map<string, string> {
	const comments = new Map<string, string>();
	for (const { entity, columns } of entities) {
		for (const { column, value, why } of columns) {
			const isMade = typeof value === 'object' && ('sql' in value || 'line' in value);
			if (isMade)
				comments.set(
					`entities.${entity}.${column}`,
					`${why.charAt(0).toUpperCase()}${why.slice(1)}.`.replaceAll(/\s+/g, ' '),
				);
		}
	}
	const what = origin === undefined || origin.type === 'url' ? basename(reference) : 'it';
	if (preset !== null) comments.set('name', `${preset}, as ${what} was known by its headers.`);
	return comments;
}

/**
 * Writes a proposal as a source to a config: a new one, or one that is there.
 * @param company needed where there is none yet
 * @throws ConfigError when the proposal makes no config; nothing is written then
 */
export async function writeProposal(
	file: string,
	proposal: SourceProposal,
	company: NewCompany,
): Promise<WrittenConfig> {
	const source = configuredSource(proposal, (reference) => pathInConfig(reference, file));
	const written = { source, comments: commentsOf(proposal) };
	if (existsSync(file)) return addToConfig(file, written);
	const problem = newConfigProblem(company);
	if (problem !== null) throw new ConfigError(problem, { hint: 'say --company, --currency and --zone' });
	return writeNewConfig(file, company, written);
}
