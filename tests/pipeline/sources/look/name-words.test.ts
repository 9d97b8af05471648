import { expect, test } from 'vitest';
import { bareName, isIdName, nameWords } from '#pipeline/sources/look/name-words.ts';

test('names are compared without case, accents and signs', () => {
	expect(['Kunden-Nr.', 'Größe', 'E-Mail', 'Café au lait'].map(bareName)).toEqual([
		'kundennr',
		'groesse',
		'email',
		'cafeaulait',
	]);
});

test('a name falls into its words, however they are joined', () => {
	expect(
		['InvoiceNo', 'invoice_no', 'Invoice No', 'HTTPCode', 'customerID'].map((name) => nameWords(name).join(' ')),
	).toEqual(['invoice no', 'invoice no', 'invoice no', 'http code', 'customer id']);
});

test('ids, codes and numbers that nobody adds up are told from numbers by their names', () => {
	const ids = ['id', 'order_id', 'Rechnungsnummer', 'ArtNr', 'PLZ', 'Postleitzahl', 'sku', 'Telefon', 'zip_code'];
	const numbers = ['paid', 'valid', 'quantity', 'Anzahl', 'number of employees', 'grid', 'Menge'];
	expect(ids.filter((name) => !isIdName(name))).toEqual([]);
	expect(numbers.filter(isIdName)).toEqual([]);
});
