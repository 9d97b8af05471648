import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileFormat } from '../file/file-format.ts';
import { downloadSample } from '../url/download-sample.ts';
import type { AskedAddress } from './asked-address.ts';
import { draftSource } from './draft-source.ts';
import { unsetProblems } from './found-secrets.ts';
import { lookAtPath, sourceName } from './look-at-file.ts';
import type { SourceProposal } from './proposal.ts';
import type { ReferenceOptions } from './reference-options.ts';
import { LOOKED } from './text-table.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Bytes of a file that are fetched to be looked at: more than are read, so that a cut line is never one of them. */
const FETCHED_BYTES = 16 << 20;

/** The format as a config says it, whose source has the path of the address: the kind where that does not tell it. */
function formatOf({ kind, format }: SourceProposal, path: string): SourceProposal['format'] {
	const told = fileFormat({ name: 'looked', path, format: {} }).kind;
	const rest = Object.fromEntries(Object.entries(format).filter(([key]) => key !== 'kind'));
	return kind === told || kind === 'rows' ? rest : { kind, ...rest };
}

/**
 * Looks at the file behind an address as at one of this machine, of which the beginning is fetched.
 * @throws SourceError when it cannot be fetched or read
 */
export async function lookAtUrl({ origin, secrets }: AskedAddress, options: ReferenceOptions): Promise<SourceProposal> {
	const folder = await mkdtemp(join(tmpdir(), 'kundig-look-'));
	const { pathname } = new URL(origin.url);
	try {
		const draft = draftSource(origin, options.name);
		const reading = { env: secrets.env, signal: options.signal };
		const { file, isWhole } = await downloadSample(draft, join(folder, 'download'), reading, FETCHED_BYTES);
		const named = basename(file.name) || 'file';
		// By its own name, which tells its kind, and in a folder of its own, for it may be any name.
		const path = join(await mkdtemp(join(folder, 'named-')), named);
		await rename(file.path, path);
		const size = isWhole ? LOOKED : { ...LOOKED, bytes: Math.max(1, file.bytes - 1) };
		const proposal = await lookAtPath(path, {
			...options,
			name: options.name ?? sourceName(named),
			reference: withoutSecrets(origin.url),
			size,
		});
		return {
			...proposal,
			format: formatOf(proposal, pathname),
			origin: { type: 'url', ...origin },
			unset: secrets.unset,
			problems: [...proposal.problems, ...unsetProblems(secrets.unset)],
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}
