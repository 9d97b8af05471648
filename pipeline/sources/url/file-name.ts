const MAX_CHARACTERS = 120;

/** A name without anything that a folder or a page could take for more than a name; null where nothing is left of it. */
function plainName(name: string): string | null {
	const base = name.split(/[/\\]/).at(-1) ?? '';
	const plain = base.replaceAll(/[\p{C}<>:"|?*]/gu, '').trim();
	return /^\.*$/.test(plain) ? null : plain.slice(-MAX_CHARACTERS);
}

function decoded(text: string): string | null {
	try {
		return decodeURIComponent(text);
	} catch {
		return null;
	}
}

/** The name that an answer gives its file (RFC 6266), as it is written there; null where it gives none. */
function givenName(disposition: string | null): string | null {
	if (disposition === null) return null;
	const extended = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
	if (extended !== undefined) return decoded(extended);
	const [, quoted, bare] = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition) ?? [];
	return quoted?.replaceAll(/\\(.)/g, '$1') ?? bare ?? null;
}

/** What a file is called: as its answer says, else by the end of its address, else as its source. */
export function fileName(disposition: string | null, path: string, source: string): string {
	const given = givenName(disposition);
	const last = decoded(path.split('/').at(-1) ?? '');
	return (given === null ? null : plainName(given)) ?? (last === null ? null : plainName(last)) ?? source;
}
