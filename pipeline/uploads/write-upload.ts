import { dirname, join } from 'node:path';
import type { AddedCompany } from '#records/additions.ts';
import { foldersIn } from '#records/upload-files.ts';
import type { Upload } from '#records/uploads.ts';
import { defaultCompany, existingConfig, freeName, writeProposal } from '../add-source.ts';
import { loadConfig } from '../config.ts';
import { ConfigError } from '../errors.ts';
import { failpoint } from '../failpoint.ts';
import type { FileSource } from '../sources/file/schema.ts';
import { missingColumns } from '../sources/look/apply-choices.ts';
import type { SourceProposal } from '../sources/look/proposal.ts';
import { proposalOf } from './look-at-upload.ts';
import { droppedFolder } from './newer-file.ts';
import { placedPattern, placeFile, takeBack } from './place-file.ts';

/** Where sources are written to. */
export interface SourceTarget {
	readonly dataDir: string;
	readonly configFile: string;
	/** The folder of the folders of files. */
	readonly files: string;
	/** For a config that is not there yet. */
	readonly company: AddedCompany | null;
	/** Whether uploads keep their files: where all may come to nothing. */
	readonly isCopy: boolean;
}

/** Files of one source that lie side by side are all of it, so that another one comes on top. */
function besideOthers(proposal: SourceProposal): SourceProposal {
	if (proposal.disposition !== 'replace') return proposal;
	return { ...proposal, disposition: proposal.key.length === 0 ? 'append' : 'merge' };
}

function requireWhole({ entities }: SourceProposal): void {
	for (const entity of entities) {
		const missing = missingColumns(entity);
		if (missing.length === 0) continue;
		throw new ConfigError(`${entity.entity} needs ${missing.join(', ')}, and nothing fills that`, {
			hint: 'say which column it is, or take the entity off',
		});
	}
}

/** The name of the source that an upload becomes: the one that it was given before it was interrupted, or one that is free. */
export async function nameOfSource(upload: Upload, target: SourceTarget): Promise<string> {
	if (upload.source !== null) return upload.source;
	// A folder that lies there without a source would have its files read beside this one.
	const taken = foldersIn(target.files);
	return freeName(upload.look?.name ?? 'source', await existingConfig(target.configFile), false, taken);
}

/**
 * Makes a source of an upload: its file in a folder of its own, and an entry of the config. What was done already is not
 * done again.
 * @param hasMore whether other files come into its folder
 * @throws ConfigError when the config cannot be written: the file is back where it was then
 */
export async function writeUpload(upload: Upload, name: string, target: SourceTarget, hasMore: boolean): Promise<void> {
	const { dataDir, configFile, isCopy } = target;
	const folder = join(target.files, name);
	const config = await existingConfig(configFile);
	const path = placeFile(dataDir, upload, folder, { isCopy });
	failpoint('uploads.placed');
	if (config?.sources.some((source) => source.name === name) === true) return;
	try {
		const zone = config?.company.zone ?? target.company?.zone;
		const found = await proposalOf(upload, path, zone);
		requireWhole(found);
		const proposal = { ...(hasMore ? besideOthers(found) : found), name, reference: placedPattern(folder, upload) };
		const written = await writeProposal(configFile, proposal, target.company ?? defaultCompany(configFile));
		if (!written.isWritten) {
			throw new ConfigError(`the list of sources was not found in ${configFile}, so nothing was written`, {
				hint: `add this to it by hand, with the path of your file: ${written.snippet}`,
			});
		}
		failpoint('uploads.written');
	} catch (error) {
		if (!isCopy) takeBack(dataDir, upload, folder);
		throw error;
	}
}

/**
 * Puts a newer file to those of a source that is there; where a source is replaced by each load, it takes their place.
 * @throws ConfigError when the source is gone
 */
export async function addNewer(upload: Upload, name: string, target: SourceTarget): Promise<void> {
	const { config } = await loadConfig(target.configFile);
	const source = config.sources.find((each): each is FileSource => each.name === name && each.type === 'file');
	const folder = source === undefined ? null : droppedFolder(source, dirname(target.configFile), target.dataDir);
	if (source === undefined || folder === null) {
		throw new ConfigError(`the config has no source ${name} of files that were dropped here any more`, {
			hint: 'say that the file is a source of its own',
		});
	}
	placeFile(target.dataDir, upload, folder, { isReplacing: source.disposition === 'replace' });
}
