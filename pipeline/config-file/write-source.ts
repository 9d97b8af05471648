import { randomBytes } from 'node:crypto';
import { copyFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { loadConfig } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { insertSource, newConfig } from './insert-source.ts';
import type { NewCompany } from './insert-source.ts';
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
 * Adds a source to a config: the new text is loaded as a config before it takes the place of the old one, in one step; the
 * old one stays beside it as `.bak`. Where the list of sources is not found nothing is written.
 * @throws ConfigError when the new text would be no config, or not the old one with one source more; nothing is written then
 */
export async function addToConfig(file: string, { source, comments }: WrittenSource): Promise<WrittenConfig> {
	const old = await readFile(file, 'utf8');
	const { config } = await loadConfig(file);
	const snippet = literalText(source, '', '\t', comments);
	const text = insertSource(old, source, comments);
	if (text === null) return { file, isNew: false, snippet, isWritten: false, backup: null };
	const temporary = await checked(text, file);
	try {
		const names = (await loadConfig(temporary)).config.sources.map(({ name }) => name);
		const wanted = [...config.sources.map(({ name }) => name), source.name];
		if (names.join() !== wanted.join()) return { file, isNew: false, snippet, isWritten: false, backup: null };
		const backup = `${file}.bak`;
		await copyFile(file, backup);
		await writeFile(temporary, text, { mode: (await stat(file)).mode & 0o777 });
		await rename(temporary, file);
		return { file, isNew: false, snippet, isWritten: true, backup };
	} finally {
		await rm(temporary, { force: true });
	}
}
