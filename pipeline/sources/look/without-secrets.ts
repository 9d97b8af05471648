/** A reference as it may be shown: without the name and password of a connection, and without what is asked of an address. */
export function withoutSecrets(reference: string): string {
	return reference
		.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^]*@/i, '$1…@')
		.replace(/\?.*$/, (query) => (/^[a-z]+:\/\//i.test(reference) ? '?…' : query));
}
