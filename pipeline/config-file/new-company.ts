import type { NewCompany } from './insert-source.ts';

/** Whether a currency is written as ISO 4217 has them. */
export function isCurrency(text: string): boolean {
	return /^[A-Z]{3}$/.test(text);
}

/** Whether a zone is one that is known here. */
export function isZone(text: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: text });
		return true;
	} catch {
		return false;
	}
}

/** What is wrong with what a new config is to say of the company; null when it is right. */
export function newConfigProblem({ name, currency, zone }: NewCompany): string | null {
	if (name.trim() === '') return 'a company needs a name';
	if (!isCurrency(currency)) return `invalid currency: "${currency}" (expected an ISO code such as EUR)`;
	return isZone(zone) ? null : `unknown time zone "${zone}" (expected an IANA name such as Europe/Berlin)`;
}
