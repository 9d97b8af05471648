import { RequestError } from './request-error.ts';

/** A piece of a filter's text; `at` counts its characters from 1. */
export interface Token {
	readonly kind: 'word' | 'text' | 'number' | 'operator' | 'end';
	/** As written, a word in lower case, a text without its quotes. */
	readonly value: string;
	readonly at: number;
}

const WHITE_SPACE = /\s+/y;
const PIECES: readonly (readonly [kind: Token['kind'], pattern: RegExp])[] = [
	['word', /[A-Za-z_][A-Za-z0-9_]*/y],
	['text', /'(?:[^']|'')*'/y],
	['number', /-?\d+(?:\.\d+)?/y],
	['operator', /!=|<>|<=|>=|[=<>(),]/y],
];

/** A filter that cannot be read: where, what came, what was wanted. */
export function filterError(token: Token, expected: string): RequestError {
	const came = token.kind === 'end' ? 'the end' : token.kind === 'text' ? `'${token.value}'` : `"${token.value}"`;
	return new RequestError(`invalid filter at position ${token.at}: ${came} (expected ${expected})`);
}

function filterTokens(text: string): Token[] {
	const tokens: Token[] = [];
	let position = 0;
	while (position < text.length) {
		WHITE_SPACE.lastIndex = position;
		position += WHITE_SPACE.exec(text)?.[0].length ?? 0;
		if (position === text.length) break;
		const token = tokenAt(text, position);
		tokens.push(token.token);
		position += token.length;
	}
	return [...tokens, { kind: 'end', value: '', at: text.length + 1 }];
}

function tokenAt(text: string, position: number): { token: Token; length: number } {
	for (const [kind, pattern] of PIECES) {
		pattern.lastIndex = position;
		const found = pattern.exec(text)?.[0];
		if (found === undefined) continue;
		return { token: { kind, value: tokenValue(kind, found), at: position + 1 }, length: found.length };
	}
	const rest: Token = { kind: 'word', value: text.slice(position, position + 12), at: position + 1 };
	if (text[position] === "'") throw filterError(rest, "a closing ' after it");
	if (text[position] === '"') throw filterError(rest, "texts in single quotes: 'Germany'");
	throw filterError(rest, 'a dimension, a value or an operator');
}

function tokenValue(kind: Token['kind'], found: string): string {
	if (kind === 'word') return found.toLowerCase();
	if (kind === 'text') return found.slice(1, -1).replaceAll("''", "'");
	return found;
}

/** Walks over the tokens of a filter. */
export class TokenCursor {
	readonly #tokens: readonly Token[];
	#next = 0;

	/** @throws RequestError at what is no token, and at a text whose quote never closes */
	constructor(text: string) {
		this.#tokens = filterTokens(text);
	}

	/** The next token, without taking it; `end` again and again at the end. */
	peek(): Token {
		return this.#tokens[this.#next] ?? { kind: 'end', value: '', at: 1 };
	}

	/** Whether the next token is this one. */
	isNext(kind: Token['kind'], value: string): boolean {
		return this.peek().kind === kind && this.peek().value === value;
	}

	/** Takes the next token. */
	take(): Token {
		const token = this.peek();
		if (token.kind !== 'end') this.#next += 1;
		return token;
	}

	/** Takes the next token where it is this one; says whether it was. */
	accept(kind: Token['kind'], value: string): boolean {
		const isThere = this.isNext(kind, value);
		if (isThere) this.#next += 1;
		return isThere;
	}

	/**
	 * Takes the next token, which has to be this one.
	 * @throws RequestError that says what was expected
	 */
	expect(kind: Token['kind'], value: string, expected: string): void {
		if (!this.accept(kind, value)) throw filterError(this.peek(), expected);
	}
}
