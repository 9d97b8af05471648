/** Letters with their accents as they are written without. */
const SPELT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** A name as names are compared: lower case, no accents, letters and digits alone. `Kunden-Nr.` is `kundennr`. */
export function bareName(name: string): string {
	return name
		.toLowerCase()
		.replace(/[äöüß]/g, (letter) => SPELT[letter] ?? letter)
		.normalize('NFKD')
		.replace(/[^a-z0-9]/g, '');
}

/** The words of a name: `InvoiceNo`, `invoice_no` and `Invoice No` are `invoice`, `no`. */
export function nameWords(name: string): string[] {
	return name
		.replace(/([a-zäöüß0-9])([A-ZÄÖÜ])/g, '$1 $2')
		.replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '')
		.map((word) => bareName(word));
}

const ID_WORDS = new Set(
	`id ids nr no number num nummer code key sku ean gtin isbn plz zip zipcode postcode postalcode postleitzahl phone
	telephone telefon telefonnummer tel mobile mobil handy fax iban bic vat ustid guid uuid barcode asin kennzeichen`.split(
		/\s+/,
	),
);

const ID_ENDINGS = /(nummer|schluessel|kennung|[a-z]{3}(nr|id|no)|code|postleitzahl)$/;

/** Words that end like an id's and are none. */
const NO_ID = new Set(['paid', 'valid', 'void', 'grid', 'prepaid', 'unpaid', 'avoid', 'kino', 'casino']);

/** Whether a name is one of numbers that nobody adds up: ids, codes, postcodes, phone numbers. */
export function isIdName(name: string): boolean {
	const last = nameWords(name).at(-1) ?? '';
	if (ID_WORDS.has(last)) return true;
	return !NO_ID.has(last) && ID_ENDINGS.test(last);
}

/** Whether a name speaks of a day or a time. */
export function isTimeName(name: string): boolean {
	return /date|datum|_on$|_at$|day$|tag$|time|zeit|(^|\s|_)am$|created|updated|modified/i.test(name);
}
