import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { BackupExtra } from '#actions/back-up.ts';
import {
	COMPANY_FOLDER,
	CONFIG_FOLDER,
	DEMO_FOLDER,
	FILES_FOLDER,
	isPartName,
	PSEUDONYM_KEY_NAME,
} from '#actions/backup/manifest.ts';
import { filesFolder } from '#records/upload-files.ts';
import { companyConfig, folderConfig } from './company-config.ts';
import { demoConfig } from './demo-company.ts';
import { ConfigError } from './errors.ts';
import { pseudonymKeyFile } from './pseudonym-key.ts';
import { DEFAULT_FOLDER } from './read-own-folder.ts';
import { isEarlier } from './uploads/place-file.ts';

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
 * The key of pseudonyms; the config with what it imports from its own folder and what people added to it, or the whole
 * folder that it lies in where that is the demo's or the data folder's own; and files that people dropped. Nothing where
 * there is no config yet. A config is not checked here: a wrong one is backed up, too.
 * @throws ConfigError when the named file is missing
 */
export function backupExtras(named: string | null, dataDir: string): BackupExtras {
	const found = configExtras(named, dataDir);
	return { ...found, extras: [...keyExtra(dataDir), ...found.extras] };
}

function filesIn(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

/** Files that people dropped on the page: they are the only ones. */
function droppedExtras(dataDir: string): BackupExtras {
	const folder = filesFolder(dataDir);
	const files = filesIn(folder).filter((path) => !isEarlier(path));
	return sort(files, FILES_FOLDER, folder, '');
}

function together(one: BackupExtras, other: BackupExtras): BackupExtras {
	return {
		extras: [...one.extras, ...other.extras],
		config: one.config,
		leftOut: [...one.leftOut, ...other.leftOut],
	};
}

function configExtras(named: string | null, dataDir: string): BackupExtras {
	const config = named ?? folderConfig(dataDir);
	if (!existsSync(config)) {
		if (named === null) return { extras: [], config: null, leftOut: [] };
		throw new ConfigError(`config not found: ${config}`, { hint: 'name another one with --config FILE' });
	}
	if (config === demoConfig(dataDir)) return sort(filesIn(dirname(config)), DEMO_FOLDER, dirname(config), config);
	const dropped = droppedExtras(dataDir);
	if (config === companyConfig(dataDir)) {
		return together(sort(filesIn(dirname(config)), COMPANY_FOLDER, dirname(config), config), dropped);
	}
	const files = new Set([...importedFiles(config), ...ownFiles(dirname(config))]);
	return together(sort([...files].sort(), CONFIG_FOLDER, dirname(config), config), dropped);
}
