const MOST_WORDS = 10;

/** The words of a search, at most ten; all of them have to occur. */
export function searchWords(search: string): string[] {
	return search
		.split(/\s+/)
		.filter((word) => word !== '')
		.slice(0, MOST_WORDS);
}
