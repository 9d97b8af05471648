const PARAMETER = String.raw`\s*;\s*([^\s;,="]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?`;

/** The address that a `Link` header (RFC 8288) gives to the next page, as it is written there; null when it gives none. */
export function nextLink(header: string | null): string | null {
	if (header === null) return null;
	// An address stands in < >, so commas in it part nothing.
	for (const [, address, parameters = ''] of header.matchAll(new RegExp(`<([^>]*)>((?:${PARAMETER})*)`, 'g'))) {
		for (const [, name = '', quoted, bare = ''] of parameters.matchAll(new RegExp(PARAMETER, 'g'))) {
			if (name.toLowerCase() !== 'rel') continue;
			const relations = (quoted ?? bare).toLowerCase().split(/\s+/);
			if (relations.includes('next')) return address ?? null;
		}
	}
	return null;
}
