const WIDTH = 110;

function quotedText(text: string): string {
	const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
	return !text.includes("'") || text.includes('"') ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped}"`;
}

function keyText(key: string): string {
	return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quotedText(key);
}

function inline(value: unknown): string {
	if (typeof value === 'string') return quotedText(value);
	if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
	if (typeof value === 'object' && value !== null) {
		const entries = Object.entries(value).map(([key, inner]) => `${keyText(key)}: ${inline(inner)}`);
		return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
	}
	return JSON.stringify(value);
}

/**
 * A value as TypeScript that a person would write: on one line where it fits, one entry a line otherwise.
 * @param indent what stands before its first line and is not part of the text
 * @param comments by the keys on the way to an entry, with dots between
 */
export function literalText(
	value: unknown,
	indent: string,
	unit: string,
	comments: ReadonlyMap<string, string> = new Map(),
	path = '',
): string {
	const hasComments = [...comments.keys()].some((key) => key.startsWith(path === '' ? '' : `${path}.`));
	const short = inline(value);
	const isObject = typeof value === 'object' && value !== null;
	// The outermost object and what holds a comment take their lines in any case.
	if (!isObject || Object.keys(value).length === 0) return short;
	if (path !== '' && !hasComments && indent.length * 2 + short.length <= WIDTH && !short.includes('{ ', 1))
		return short;
	const inner = indent + unit;
	if (Array.isArray(value)) {
		const lines = value.map((each) => `${inner}${literalText(each, inner, unit, new Map(), `${path}.`)},\n`);
		return `[\n${lines.join('')}${indent}]`;
	}
	const lines = Object.entries(value).map(([key, each]) => {
		const place = path === '' ? key : `${path}.${key}`;
		const comment = comments.get(place);
		const above = comment === undefined ? '' : `${inner}// ${comment}\n`;
		return `${above}${inner}${keyText(key)}: ${literalText(each, inner, unit, comments, place)},\n`;
	});
	return `{\n${lines.join('')}${indent}}`;
}
