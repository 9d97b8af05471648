/** RFC 5321's longest path, and what mail servers take. */
const LONGEST = 254;
const ADDRESS = /^[^\s@<>(),;:"\\]+@[^\s@<>(),;:"\\.]+(?:\.[^\s@<>(),;:"\\.]+)+$/u;

/** Whether a text can be an e-mail address; nobody is asked whether it exists. */
export function isEmail(text: string): boolean {
	return text.length <= LONGEST && ADDRESS.test(text);
}

/** An e-mail address as matching compares it: without the space around it, in lower case. */
export function normaliseEmail(text: string): string {
	return text.trim().toLowerCase();
}
