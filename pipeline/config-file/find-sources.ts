/** Where the list of sources of a config stands in its text. */
export interface SourcesPlace {
	/** Index of the bracket that opens it. */
	readonly open: number;
	/** Index of the bracket that closes it. */
	readonly close: number;
	/** Index after the last thing in it that is no comment and no space; after the opening bracket where it is empty. */
	readonly lastEnd: number;
	/** Whether an entry follows without a comma being needed: it is empty, or ends with one. */
	readonly isReady: boolean;
}

/** A word, a text in quotes or a sign of a text of TypeScript. */
export interface Token {
	readonly kind: 'word' | 'text' | 'sign';
	readonly text: string;
	readonly start: number;
	readonly end: number;
	/** How many brackets are open around it. */
	readonly depth: number;
}

const OPENING = '([{';
const CLOSING = ')]}';

/** Signs after which a slash begins a regular expression and does not divide. */
const BEFORE_REGEX = /[([{,;:=!&|?+\-*%<>~^]/;

/** The end of a text in quotes that begins at `start`. */
function endOfString(source: string, start: number): number {
	const quote = source[start];
	let at = start + 1;
	while (at < source.length && source[at] !== quote && source[at] !== '\n') at += source[at] === '\\' ? 2 : 1;
	return at + 1;
}

/** The end of a template that begins at `start`, with what stands in `${…}` of it. */
function endOfTemplate(source: string, start: number): number {
	let at = start + 1;
	while (at < source.length && source[at] !== '`') {
		if (source[at] === '\\') at += 2;
		else if (source.startsWith('${', at)) at = endOfSubstitution(source, at + 2);
		else at += 1;
	}
	return at + 1;
}

function endOfSubstitution(source: string, start: number): number {
	let depth = 1;
	let at = start;
	while (at < source.length && depth > 0) {
		const sign = source[at] ?? '';
		if (sign === '`') at = endOfTemplate(source, at);
		else if (sign === "'" || sign === '"') at = endOfString(source, at);
		else {
			if (sign === '{') depth += 1;
			if (sign === '}') depth -= 1;
			at += 1;
		}
	}
	return at;
}

function endOfRegex(source: string, start: number): number {
	let isClass = false;
	let at = start + 1;
	while (at < source.length && source[at] !== '\n' && (isClass || source[at] !== '/')) {
		if (source[at] === '[') isClass = true;
		if (source[at] === ']') isClass = false;
		at += source[at] === '\\' ? 2 : 1;
	}
	return at + 1;
}

/** The end of a comment or of spaces that begin at `start`; `start` where there are none. */
export function endOfBlank(source: string, start: number): number {
	if (/\s/.test(source[start] ?? '')) return start + 1;
	if (source.startsWith('//', start)) {
		const end = source.indexOf('\n', start);
		return end < 0 ? source.length : end;
	}
	if (source.startsWith('/*', start)) {
		const end = source.indexOf('*/', start + 2);
		return end < 0 ? source.length : end + 2;
	}
	return start;
}

/** What a text of TypeScript consists of, comments left out: words, texts in quotes, and signs one by one. */
export function tokens(source: string): Token[] {
	const found: Token[] = [];
	let depth = 0;
	let at = 0;
	while (at < source.length) {
		const blank = endOfBlank(source, at);
		if (blank > at) {
			at = blank;
			continue;
		}
		const start = at;
		const sign = source[at] ?? '';
		const last = found.at(-1);
		let kind: Token['kind'] = 'sign';
		if (sign === "'" || sign === '"') [at, kind] = [endOfString(source, at), 'text'];
		else if (sign === '`') [at, kind] = [endOfTemplate(source, at), 'text'];
		else if (sign === '/' && (last === undefined || (last.kind === 'sign' && BEFORE_REGEX.test(last.text)))) {
			[at, kind] = [endOfRegex(source, at), 'text'];
		} else if (/[\p{L}\p{N}_$]/u.test(sign)) {
			while (at < source.length && /[\p{L}\p{N}_$]/u.test(source[at] ?? '')) at += 1;
			kind = 'word';
		} else at += 1;
		if (kind === 'sign' && CLOSING.includes(sign)) depth -= 1;
		found.push({ kind, text: source.slice(start, at), start, end: at, depth });
		if (kind === 'sign' && OPENING.includes(sign)) depth += 1;
	}
	return found;
}

function isSourcesKey(token: Token | undefined): boolean {
	return token !== undefined && /^(sources|'sources'|"sources")$/.test(token.text) && token.kind !== 'sign';
}

/**
 * Where the list of sources stands in the text of a config: the one list that is written out under the outermost key
 * `sources`. Null where there is none or more than one: then only a person can say.
 */
export function findSources(source: string): SourcesPlace | null {
	const all = tokens(source);
	const keys = all
		.map((token, index) => ({ token, index }))
		.filter(({ token, index }) => isSourcesKey(token) && all[index + 1]?.text === ':' && all[index + 2]?.text === '[');
	const depth = Math.min(...keys.map(({ token }) => token.depth));
	const outermost = keys.filter(({ token }) => token.depth === depth);
	const [key] = outermost;
	if (key === undefined || outermost.length > 1) return null;
	const open = all[key.index + 2];
	const rest = all.slice(key.index + 3);
	const closing = rest.findIndex((token) => token.text === ']' && token.kind === 'sign' && token.depth === open?.depth);
	const close = rest[closing];
	if (open === undefined || close === undefined) return null;
	const last = rest[closing - 1];
	const isEmpty = last === undefined || closing === 0;
	return {
		open: open.start,
		close: close.start,
		lastEnd: isEmpty ? open.end : last.end,
		isReady: isEmpty || (last.kind === 'sign' && last.text === ','),
	};
}
