import { SourceError } from '../../errors.ts';
import { lookAtFile } from './look-at-file.ts';
import type { LookAtFileOptions } from './look-at-file.ts';
import type { SourceProposal } from './proposal.ts';

/** A kind of reference, and how what it names is looked at; null where that cannot be done yet. */
interface ReferenceKind {
	readonly pattern: RegExp;
	readonly what: string;
	readonly look: ((reference: string, options: LookAtFileOptions) => Promise<SourceProposal>) | null;
	/** What can be done instead. */
	readonly hint: string;
}

/** By how a reference begins or ends; what none of them knows is a file. Whoever adds a kind of source adds its look here. */
const KINDS: readonly ReferenceKind[] = [
	{
		pattern: /^https?:\/\//i,
		what: 'an address of the web',
		look: null,
		hint: 'download the file and name its path, or write a source of type rest by hand',
	},
	{
		pattern: /^(postgres(ql)?|mysql|mariadb):\/\//i,
		what: 'a database server',
		look: null,
		hint: 'export the table as CSV or Parquet and name that file',
	},
	{
		pattern: /^sqlite:|\.(sqlite3?|db)$/i,
		what: 'a SQLite database',
		look: null,
		hint: 'export the table as CSV and name that file',
	},
	{
		pattern: /^[a-z][a-z0-9+.-]+:\/\//i,
		what: 'an address of an unknown kind',
		look: null,
		hint: 'name a file, or a pattern such as exports/*.csv',
	},
];

/** A reference as it may be shown: without the name and password of a connection. */
export function withoutSecrets(reference: string): string {
	return reference
		.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^@/]*@/i, '$1…@')
		.replace(/\?.*$/, (query) => (/^[a-z]+:\/\//i.test(reference) ? '?…' : query));
}

/**
 * Looks at what a person names, a path, a pattern, an address or a connection, and proposes a source.
 * @throws SourceError when it cannot be read, or nothing of its kind can be looked at yet
 */
export async function look(reference: string, options: LookAtFileOptions = {}): Promise<SourceProposal> {
	const kind = KINDS.find(({ pattern }) => pattern.test(reference));
	if (kind === undefined) return lookAtFile(reference, options);
	if (kind.look === null) {
		throw new SourceError(`${withoutSecrets(reference)} is ${kind.what}, which cannot be looked at yet`, {
			hint: kind.hint,
		});
	}
	return kind.look(reference, options);
}
