const EMAIL = /^([^@\s])[^@\s]*@([^@\s]+)$/;
const PHONE = /^[+(]?[\d ()/.-]{7,}$/;
const SHOWN_CHARACTERS = 60;

/**
 * A value as it may be shown: an e-mail address without who it is of, a phone number by its last digits, the value of a
 * column that identifies a person by its first letter; anything else as it is, cut after 60 characters.
 */
export function maskedExample(value: string, isPersonal: boolean): string {
	const email = EMAIL.exec(value.trim());
	if (email !== null) return `${email[1] ?? ''}…@${email[2] ?? ''}`;
	if (isPersonal && PHONE.test(value)) return `…${value.slice(-2)}`;
	if (isPersonal) return `${value.slice(0, 1)}…`;
	return value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value;
}
