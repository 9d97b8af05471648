import { randomBytes } from 'node:crypto';
import { copyFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { loadConfig } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { insertSource, newConfig } from './insert-source.ts';
import type { NewCompany } from './insert-source.ts';
import { removeSource } from './remove-source.ts';
import { literalText } from './source-text.ts';

/** A source to be written to a config, with the comments that stand above entries of it. */
export interface WrittenSource {
	readonly source: { readonly name: string };
	readonly comments: ReadonlyMap<string, string>;
}

/** What became of a config. */
export interface WrittenConfig {
	readonly file: string;
	readonly isNew: boolean;
	/** The text that was added, or that is to be added by hand where the place was not found. */
	readonly snippet: string;
	/** False where the place was not found: then nothing was written. */
	readonly isWritten: boolean;
	/** Where the former text lies; null where there was none. */
	readonly backup: string | null;
}

function temporaryName(file: string): string {
	const extension = extname(file);
	return join(dirname(file), `${basename(file, extension)}.${randomBytes(4).toString('hex')}${extension}`);
}

/** Loads a text as a config beside the file that it is to be, so that what it imports is found. */
async function checked(text: string, file: string): Promise<string> {
	const temporary = temporaryName(file);
	await writeFile(temporary, text, { mode: 0o600 });
	try {
		const { config } = await loadConfig(temporary);
		if (config.sources.length === 0) throw new ConfigError('no source');
		return temporary;
	} catch (cause) {
		await rm(temporary, { force: true });
		if (!(cause instanceof ConfigError)) throw cause;
		const { message, hint } = cause;
		throw new ConfigError(message.replaceAll(temporary, file), { hint, cause });
	}
}

/**
 * Writes a new config with one source.
 * @throws ConfigError when it would be none, nothing is written then
 */
export async function writeNewConfig(
	file: string,
	company: NewCompany,
	{ source, comments }: WrittenSource,
): Promise<WrittenConfig> {
	const temporary = await checked(newConfig(company, source, comments), file);
	await rename(temporary, file);
	return { file, isNew: true, snippet: literalText(source, '', '\t', comments), isWritten: true, backup: null };
}

/**
 * Puts a text in the place of a config, in one step; the old one stays beside it as `.bak`. Gives where that lies, or null,
 * with nothing written, where the text loads as a config of other sources than are wanted.
 * @throws ConfigError when the text would be no config; nothing is written then
 */
async function replaceText(file: string, text: string, wanted: readonly string[]): Promise<string | null> {
	const temporary = await checked(text, file);
	try {
		const names = (await loadConfig(temporary)).config.sources.map(({ name }) => name);
		if (names.join() !== wanted.join()) return null;
		const backup = `${file}.bak`;
		await copyFile(file, backup);
		await writeFile(temporary, text, { mode: (await stat(file)).mode & 0o777 });
		await rename(temporary, file);
		return backup;
	} finally {
		await rm(temporary, { force: true });
	}
}

/**
 * Adds a source to a config: the new text is loaded as a config before it takes the place of the old one, in one step; the
 * old one stays beside it as `.bak`. Where the list of sources is not found nothing is written.
 * @throws ConfigError when the new text would be no config, or not the old one with one source more; nothing is written then
 */
export async function addToConfig(file: string, { source, comments }: WrittenSource): Promise<WrittenConfig> {
	const old = await readFile(file, 'utf8');
	const { config } = await loadConfig(file);
	const snippet = literalText(source, '', '\t', comments);
	const text = insertSource(old, source, comments);
	const wanted = [...config.sources.map(({ name }) => name), source.name];
	const backup = text === null ? null : await replaceText(file, text, wanted);
	return { file, isNew: false, snippet, isWritten: backup !== null, backup };
}

/**
 * Takes a source out of a config, in the way in which one is added. Gives whether it was: where its entry is not found, or
 * more would change than that, nothing is written.
 * @throws ConfigError when the new text would be no config, for instance where a schedule names the source; nothing is
 * written then
 */
export async function removeFromConfig(file: string, name: string): Promise<boolean> {
	const old = await readFile(file, 'utf8');
	const { config } = await loadConfig(file);
	const text = removeSource(old, name);
	const wanted = config.sources.map((source) => source.name).filter((each) => each !== name);
	return text !== null && (await replaceText(file, text, wanted)) !== null;
}
