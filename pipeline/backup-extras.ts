import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { BackupExtra } from '#actions/back-up.ts';
import { CONFIG_FOLDER, DEMO_FOLDER, isPartName, PSEUDONYM_KEY_NAME } from '#actions/backup/manifest.ts';
import { demoConfig, demoFolder, hasDemo } from './demo-company.ts';
import { ConfigError } from './errors.ts';
import { pseudonymKeyFile } from './pseudonym-key.ts';
import { DEFAULT_FOLDER } from './read-own-folder.ts';

/** What goes into a backup beside the stores. */
export interface BackupExtras {
	readonly extras: readonly BackupExtra[];
	/** The name of the one that is the config, or null. */
	readonly config: string | null;
	/** Files that belong to it and cannot go along, with their paths. */
	readonly leftOut: readonly string[];
}

const RELATIVE_IMPORT = /(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g;

/** A config with the files that it imports by relative paths, and theirs. */
function importedFiles(file: string, seen = new Set<string>()): Set<string> {
	if (seen.has(file) || !existsSync(file) || !statSync(file).isFile()) return seen;
	seen.add(file);
	if (!/\.[cm]?[jt]s$/.test(file)) return seen;
	for (const [, path] of readFileSync(file, 'utf8').matchAll(RELATIVE_IMPORT)) {
		if (path !== undefined) importedFiles(resolve(dirname(file), path), seen);
	}
	return seen;
}

/** Transforms, metrics and checks of people's own, where they lie beside the config as they usually do. */
function ownFiles(folder: string): string[] {
	const own = join(folder, DEFAULT_FOLDER);
	if (!existsSync(own) || !statSync(own).isDirectory()) return [];
	return readdirSync(own, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}

function partName(folder: string, from: string, path: string): string {
	return [folder, ...relative(from, path).split(sep)].join('/');
}

function sort(files: readonly string[], folder: string, from: string, config: string): BackupExtras {
	const named = files.map((path) => ({ name: partName(folder, from, path), path }));
	const extras = named.filter(({ name }) => isPartName(name));
	return {
		extras,
		config: extras.find(({ path }) => path === config)?.name ?? null,
		leftOut: named.filter(({ name }) => !isPartName(name)).map(({ path }) => path),
	};
}

/** The key of the pseudonyms: without it the same value would get another one after a restore. */
export function keyExtra(dataDir: string): BackupExtra[] {
	const path = pseudonymKeyFile(dataDir);
	return existsSync(path) ? [{ name: PSEUDONYM_KEY_NAME, path }] : [];
}

/**
 * The key of pseudonyms, and the config with what it imports from its own folder and what people added to it, or the whole demo company where the config is the demo's; nothing
 * where there is no config yet. A config is not checked here: a wrong one is backed up, too.
 * @throws ConfigError when the named file is missing
 */
export function backupExtras(named: string | null, dataDir: string): BackupExtras {
	const found = configExtras(named, dataDir);
	return { ...found, extras: [...keyExtra(dataDir), ...found.extras] };
}

function configExtras(named: string | null, dataDir: string): BackupExtras {
	const config = named ?? (hasDemo(dataDir) ? demoConfig(dataDir) : null);
	if (config === null) return { extras: [], config: null, leftOut: [] };
	if (!existsSync(config)) {
		throw new ConfigError(`config not found: ${config}`, { hint: 'name another one with --config FILE' });
	}
	const demo = demoFolder(dataDir);
	if (config === demoConfig(dataDir)) {
		const files = readdirSync(demo, { withFileTypes: true, recursive: true })
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name));
		return sort(files.sort(), DEMO_FOLDER, demo, config);
	}
	const files = new Set([...importedFiles(config), ...ownFiles(dirname(config))]);
	return sort([...files].sort(), CONFIG_FOLDER, dirname(config), config);
}
