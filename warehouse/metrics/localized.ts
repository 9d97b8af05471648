/** A text in every language of the product. */
export interface Localized {
	readonly en: string;
	readonly de: string;
}
