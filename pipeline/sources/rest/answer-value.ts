/**
 * The value at a path of keys with dots between, in a body of JSON; the body itself for ''. A key that has dots of its own
 * (`@odata.nextLink`) is found as well. Undefined where there is none.
 */
export function valueAt(body: unknown, path: string): unknown {
	if (path === '') return body;
	if (typeof body !== 'object' || body === null) return undefined;
	const object = body as Readonly<Record<string, unknown>>;
	if (Object.hasOwn(object, path)) return object[path];
	const dot = path.indexOf('.');
	if (dot < 0) return undefined;
	const key = path.slice(0, dot);
	return Object.hasOwn(object, key) ? valueAt(object[key], path.slice(dot + 1)) : undefined;
}

/** A whole number as an answer has it, as a number or as text; null for anything else. */
export function countOf(value: unknown): number | null {
	const count = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
	return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : null;
}

/** A value of an answer that is sent back as it came; null where there is none: missing, null, false or empty text. */
export function tokenOf(text: string, body: unknown, path: string): string | null {
	const value = valueAt(body, path);
	if (typeof value === 'string') return value === '' ? null : value;
	if (typeof value !== 'number') return null;
	if (Number.isSafeInteger(value)) return String(value);
	// A number beyond 2^53 keeps its digits only in the text that it was read from.
	const exact: unknown = JSON.parse(text, (_key, each: unknown, { source }) =>
		typeof each === 'number' ? (source ?? each) : each,
	);
	return String(valueAt(exact, path));
}
