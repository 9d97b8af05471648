import { SourceError } from '../../errors.ts';
import { lookAtAddress } from './look-at-address.ts';
import { lookAtDatabase } from './look-at-database.ts';
import { lookAtFile } from './look-at-file.ts';
import type { SourceProposal } from './proposal.ts';
import type { ReferenceOptions } from './reference-options.ts';
import { withoutSecrets } from './without-secrets.ts';

/** A kind of reference, and how what it names is looked at. */
interface ReferenceKind {
	readonly pattern: RegExp;
	readonly look: (reference: string, options: ReferenceOptions) => Promise<SourceProposal>;
}

/** By how a reference begins or ends; what none of them knows is a file. Whoever adds a kind of source adds its look here. */
const KINDS: readonly ReferenceKind[] = [
	{ pattern: /^https?:\/\//i, look: lookAtAddress },
	{ pattern: /^(postgres(ql)?|mysql|mariadb):\/\//i, look: lookAtDatabase },
	{ pattern: /^env:/, look: lookAtDatabase },
	{ pattern: /^sqlite:|\.(sqlite3?|db)$/i, look: lookAtDatabase },
];

/**
 * Looks at what a person names, a path, a pattern, an address or a connection, and proposes a source. Nothing secret of it
 * is in the proposal, nor in an error.
 * @throws SourceError when it cannot be read, or nothing of its kind can be looked at
 */
export async function look(reference: string, options: ReferenceOptions = {}): Promise<SourceProposal> {
	const kind = KINDS.find(({ pattern }) => pattern.test(reference));
	if (kind !== undefined) return kind.look(reference, options);
	if (/^[a-z][a-z0-9+.-]+:\/\//i.test(reference)) {
		throw new SourceError(`${withoutSecrets(reference)} is an address of an unknown kind, which cannot be looked at`, {
			hint: 'name a file, an address of http or https, or a database: postgres://, mysql://, sqlite:',
		});
	}
	return lookAtFile(reference, options);
}
