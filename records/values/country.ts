/** What people write beside the names that the standard has. */
const ALSO_CALLED: Readonly<Record<string, string>> = {
	usa: 'US',
	'u.s.a.': 'US',
	'u.s.': 'US',
	'united states of america': 'US',
	'vereinigte staaten von amerika': 'US',
	uk: 'GB',
	'great britain': 'GB',
	england: 'GB',
	grossbritannien: 'GB',
	eire: 'IE',
	holland: 'NL',
	brd: 'DE',
	'czech republic': 'CZ',
	'tschechische republik': 'CZ',
	turkey: 'TR',
	'south korea': 'KR',
	uae: 'AE',
};

const ENGLISH = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const GERMAN = new Intl.DisplayNames(['de'], { type: 'region', fallback: 'none' });
/** Codes that name no country: regions, and what was kept for private use. */
const NO_COUNTRY = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ']);

function folded(text: string): string {
	return text
		.trim()
		.toLowerCase()
		.replace(/ß/g, 'ss')
		.normalize('NFD')
		.replace(/\p{Mark}/gu, '');
}

let codes: Map<string, string> | null = null;

function codesByName(): Map<string, string> {
	if (codes !== null) return codes;
	codes = new Map(Object.entries(ALSO_CALLED));
	const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
	for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
		// Retired codes still have a name (`BU` is Myanmar): only a code that is its own canonical form counts.
		const canonical = Intl.getCanonicalLocales(`und-${code}`)[0]?.slice(4);
		const name = ENGLISH.of(code);
		if (name === undefined || NO_COUNTRY.has(code) || canonical !== code) continue;
		codes.set(code.toLowerCase(), code);
		codes.set(folded(name), code);
		codes.set(folded(GERMAN.of(code) ?? name), code);
	}
	return codes;
}

/** The ISO code of a country by its code or its English or German name, or null where nobody knows it. */
export function countryCode(text: string | null): string | null {
	return text === null ? null : (codesByName().get(folded(text)) ?? null);
}

/** A country by its English name, whatever it was called; one that nobody knows stays as it was written. */
export function countryName(text: string): string {
	const code = countryCode(text);
	return (code === null ? undefined : ENGLISH.of(code)) ?? text.trim();
}
