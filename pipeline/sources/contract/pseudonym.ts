/** Bytes of a block of SHA-256. */
const BLOCK = 64;

/** The hexadecimal digits of a pseudonym that are kept: 128 bits, so that two values never share one by chance. */
const DIGITS = 32;

function blobText(bytes: Uint8Array): string {
	return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

/** The two parameters of `pseudonymSql`, from a key of at most 64 bytes. */
export function pseudonymParameters(key: Uint8Array): [string, string] {
	const block = new Uint8Array(BLOCK);
	block.set(key.subarray(0, BLOCK));
	return [blobText(block.map((byte) => byte ^ 0x5c)), blobText(block.map((byte) => byte ^ 0x36))];
}

/**
 * SQL of the pseudonym of a text: HMAC-SHA256 (RFC 2104) of it in lower case without the spaces around it, so that one
 * address has one pseudonym however it is written. Null stays null. `$1` and `$2` are the parameters of the key, which
 * thereby never stands in a statement.
 */
export function pseudonymSql(text: string): string {
	const inner = `sha256($2::varchar::blob || encode(lower(trim(${text}))))`;
	return `left(sha256($1::varchar::blob || unhex(${inner})), ${DIGITS})`;
}
