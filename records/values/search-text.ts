/** A text as search compares it: lower case, without accents, one space between words. */
export function foldText(text: string): string {
	return text
		.toLowerCase()
		.replace(/ß/g, 'ss')
		.normalize('NFD')
		.replace(/\p{Mark}/gu, '')
		.replace(/\s+/g, ' ')
		.trim();
}

/** What a search looks in, of the parts a record is found by; those it does not have are null. */
export function searchTextOf(parts: readonly (string | null | undefined)[]): string {
	const folded = parts.flatMap((part) => (part === null || part === undefined ? [] : [foldText(part)]));
	return [...new Set(folded)].filter((part) => part !== '').join(' ');
}

/** The words that somebody searches for; a record is found when its search text holds each of them. */
export function searchWords(query: string): string[] {
	const words = foldText(query.slice(0, 200)).split(' ');
	return [...new Set(words)].filter((word) => word !== '');
}
