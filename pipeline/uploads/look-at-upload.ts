import { existsSync } from 'node:fs';
import type { SourceLook } from '#records/source-look.ts';
import { sourcesWithFiles, uploadEnding, uploadPath } from '#records/upload-files.ts';
import type { Upload } from '#records/uploads.ts';
import { freeName } from '../add-source.ts';
import { checkSource } from '../check-source.ts';
import { loadConfig } from '../config.ts';
import type { LoadedConfig } from '../config.ts';
import { demoConfig } from '../demo-company.ts';
import { SourceError } from '../errors.ts';
import type { FileSource } from '../sources/file/schema.ts';
import { lookAtFile } from '../sources/look/look-at-file.ts';
import type { SourceProposal } from '../sources/look/proposal.ts';
import { describeLook, describeNewer } from './describe-look.ts';
import { sourceOfNewer } from './newer-file.ts';

const SHOWN = 6;
const CHECKED_ROWS = 20_000;

/** The config that an upload is to become a source of; null while the demo is shown, whose place it takes. */
async function targetConfig(configFile: string, dataDir: string): Promise<LoadedConfig | null> {
	if (configFile === demoConfig(dataDir)) return null;
	return loadConfig(configFile);
}

/** What a file is proposed to be, by the choices that somebody made. */
export async function proposalOf(upload: Upload, path: string, zone: string | undefined): Promise<SourceProposal> {
	const { choices } = upload;
	const { dates, numbers, entity, key, name } = choices;
	return lookAtFile(path, { name, answers: { dates, numbers, entity, key }, zone, choices, shown: SHOWN });
}

async function checkNewer(target: LoadedConfig, source: FileSource, path: string): Promise<SourceLook> {
	// The file by itself, wherever that of the source lies.
	const sources = target.config.sources.map((each) => (each.name === source.name ? { ...source, path } : each));
	const check = await checkSource({ ...target, config: { ...target.config, sources } }, source.name, CHECKED_ROWS);
	return describeNewer(source, check);
}

/** The first of other uploads that has the very columns of a file and ends as it does: parts of one export do. */
function uploadOfSameKind(upload: Upload, found: SourceProposal, others: readonly Upload[]): Upload | null {
	const columns = found.columns.map(({ name }) => name).sort();
	const isSame = (other: Upload): boolean => {
		const names = other.look?.columns.map(({ name }) => name).sort();
		return JSON.stringify(names) === JSON.stringify(columns);
	};
	const ending = uploadEnding(upload.fileName);
	return others.find((other) => uploadEnding(other.fileName) === ending && isSame(other)) ?? null;
}

/** Whether two uploads are to be one source by what was said of them. */
function isOfOneSource({ choices }: Upload, other: Upload): boolean {
	return choices.name !== undefined && choices.name === other.choices.name;
}

/** Parts of one export make one source. */
function describePart(proposal: SourceProposal, { uploadId, look }: Upload): SourceLook {
	const disposition = proposal.key.length === 0 ? 'append' : 'merge';
	const continues = { source: look?.name ?? '', disposition, uploadId } as const;
	return { ...describeLook(proposal), name: continues.source, questions: [], continues };
}

/**
 * Looks at an upload: what it would be as a source, or what it would do as a newer file of one that is there. Nothing is
 * written.
 * @param others the uploads before it that are to be sources of their own
 * @throws SourceError when its file is gone or cannot be read
 */
export async function lookAtUpload(
	upload: Upload,
	{ dataDir, configFile, others }: { dataDir: string; configFile: string; others: readonly Upload[] },
): Promise<SourceLook> {
	const path = uploadPath(dataDir, upload);
	if (!existsSync(path)) {
		throw new SourceError(`${upload.fileName} is no longer there`, { hint: 'take it off the list and drop it again' });
	}
	const target = await targetConfig(configFile, dataDir);
	const proposal = await proposalOf(upload, path, target?.config.company.zone);
	if (upload.choices.continues !== false) {
		// Files that were one source before stay together, although another one would take them, too.
		const sibling = uploadOfSameKind(
			upload,
			proposal,
			others.filter((other) => isOfOneSource(upload, other)),
		);
		if (sibling !== null) return describePart(proposal, sibling);
		const columns = proposal.columns.map(({ name }) => name);
		const newer = target === null ? null : sourceOfNewer(target, { fileName: upload.fileName, columns }, dataDir);
		if (target !== null && newer !== null) return checkNewer(target, newer, path);
		const first = uploadOfSameKind(upload, proposal, others);
		if (first !== null) return describePart(proposal, first);
	}
	const taken = [...others.map(({ look }) => look?.name ?? ''), ...(target === null ? [] : sourcesWithFiles(dataDir))];
	return { ...describeLook(proposal), name: freeName(proposal.name, target?.config ?? null, false, taken) };
}
