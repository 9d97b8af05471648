/** First and last name of a name written as one; one word is a last name. */
export function splitName(fullName: string): { readonly first_name: string | null; readonly last_name: string } {
	const words = fullName.trim().split(/\s+/);
	return { first_name: words.slice(0, -1).join(' ') || null, last_name: words.at(-1) ?? '' };
}
