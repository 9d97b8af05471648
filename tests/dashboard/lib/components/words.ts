/** The words of rendered markup, as they are read out: without tags, comments and doubled spaces. */
export function words(markup: string): string {
	return markup
		.replace(/<!--[\s\S]*?-->/g, '')
		.replace(/<style[\s\S]*?<\/style>/g, '')
		.replace(/<[^>]+>/g, ' ')
		.replace(/&amp;/g, '&')
		.replace(/\s+/g, ' ')
		.trim();
}
