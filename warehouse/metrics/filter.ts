import { DIMENSIONS, isDimensionId } from './dimensions.ts';
import type { DimensionId, DimensionType } from './dimensions.ts';
import { filterError, TokenCursor } from './filter-tokens.ts';
import type { Token } from './filter-tokens.ts';
import { listed, RequestError } from './request-error.ts';
import { parseDay } from './period.ts';

export type FilterOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type FilterValue = string | number | boolean;

/** A condition on a metric's dimensions, as SQL understands it: a row without the value meets neither it nor its `not`. */
export type Filter =
	| { readonly kind: 'and' | 'or'; readonly terms: readonly Filter[] }
	| { readonly kind: 'not'; readonly term: Filter }
	| { readonly kind: 'flag'; readonly dimension: DimensionId }
	| { readonly kind: 'null'; readonly dimension: DimensionId; readonly isNegated: boolean }
	| {
			readonly kind: 'compare';
			readonly dimension: DimensionId;
			readonly operator: FilterOperator;
			readonly value: FilterValue;
	  }
	| {
			readonly kind: 'in';
			readonly dimension: DimensionId;
			readonly isNegated: boolean;
			readonly values: readonly FilterValue[];
	  };

/** Longer texts and deeper brackets than any person writes; they bound the work of a request. */
const LONGEST_FILTER = 4_000;
const DEEPEST_FILTER = 40;

const OPERATORS = ['=', '!=', '<>', '<', '<=', '>', '>='];
const VALUE_WORDS: Readonly<Record<DimensionType, string>> = {
	text: "a text in single quotes such as 'Germany'",
	integer: 'a whole number such as 3',
	boolean: 'true or false',
	date: "a day such as '2026-01-31'",
};

interface Reader {
	readonly tokens: TokenCursor;
	readonly dimensions: readonly DimensionId[];
	readonly depth: number;
}

/**
 * Reads a filter such as `country = 'Germany' and (is_identified or not category in ('Lamps', 'Mugs'))`; an empty text
 * is no filter (null). Words may be in any case; `not` binds before `and`, `and` before `or`.
 * @param dimensions the dimensions that may be named
 * @throws RequestError that names the position, what came and what is allowed
 */
export function parseFilter(text: string, dimensions: readonly DimensionId[]): Filter | null {
	if (text.length > LONGEST_FILTER) {
		throw new RequestError(`invalid filter: ${text.length} characters (expected at most ${LONGEST_FILTER})`);
	}
	const tokens = new TokenCursor(text);
	if (tokens.peek().kind === 'end') return null;
	const filter = readEither({ tokens, dimensions, depth: 0 });
	if (tokens.peek().kind !== 'end') throw filterError(tokens.peek(), 'and, or, or the end');
	return filter;
}

function readEither(reader: Reader): Filter {
	const terms = [readBoth(reader)];
	while (reader.tokens.accept('word', 'or')) terms.push(readBoth(reader));
	return joined('or', terms);
}

function readBoth(reader: Reader): Filter {
	const terms = [readTerm(reader)];
	while (reader.tokens.accept('word', 'and')) terms.push(readTerm(reader));
	return joined('and', terms);
}

function readTerm(reader: Reader): Filter {
	const { tokens } = reader;
	if (tokens.accept('word', 'not')) return negated(readTerm(deeper(reader)));
	if (!tokens.accept('operator', '(')) return readCondition(reader);
	const inside = readEither(deeper(reader));
	tokens.expect('operator', ')', 'and, or, or a closing bracket');
	return inside;
}

function deeper(reader: Reader): Reader {
	if (reader.depth < DEEPEST_FILTER) return { ...reader, depth: reader.depth + 1 };
	throw filterError(reader.tokens.peek(), `at most ${DEEPEST_FILTER} brackets and nots inside each other`);
}

function readCondition({ tokens, dimensions }: Reader): Filter {
	const dimension = dimensionOf(tokens.take(), dimensions);
	const { type } = DIMENSIONS[dimension];
	if (tokens.accept('word', 'is')) {
		const isNegated = tokens.accept('word', 'not');
		tokens.expect('word', 'null', isNegated ? 'null' : 'null or not null');
		return { kind: 'null', dimension, isNegated };
	}
	const isNegated = tokens.accept('word', 'not');
	if (isNegated || tokens.isNext('word', 'in')) return readList(tokens, dimension, isNegated);
	if (OPERATORS.includes(tokens.peek().value)) return readComparison(tokens, dimension);
	if (type === 'boolean') return { kind: 'flag', dimension };
	throw filterError(tokens.peek(), `${listed(OPERATORS)}, in, not in or is after ${dimension}`);
}

function dimensionOf(token: Token, dimensions: readonly DimensionId[]): DimensionId {
	const { kind, value } = token;
	if (kind === 'word' && isDimensionId(value) && dimensions.includes(value)) return value;
	throw filterError(token, `one of ${listed(dimensions)}`);
}

function readList(tokens: TokenCursor, dimension: DimensionId, isNegated: boolean): Filter {
	tokens.expect('word', 'in', 'in');
	tokens.expect('operator', '(', 'an opening bracket');
	const values = [readValue(tokens, dimension)];
	while (tokens.accept('operator', ',')) values.push(readValue(tokens, dimension));
	tokens.expect('operator', ')', 'a comma or a closing bracket');
	return { kind: 'in', dimension, isNegated, values };
}

function readComparison(tokens: TokenCursor, dimension: DimensionId): Filter {
	const token = tokens.take();
	const operator = token.value === '<>' ? '!=' : (token.value as FilterOperator);
	if (DIMENSIONS[dimension].type === 'boolean' && operator !== '=' && operator !== '!=') {
		throw filterError(token, `= or != between ${dimension} and true or false`);
	}
	const value = readValue(tokens, dimension);
	if (typeof value !== 'boolean') return { kind: 'compare', dimension, operator, value };
	const flag = { kind: 'flag', dimension } as const;
	return value === (operator === '=') ? flag : negated(flag);
}

function readValue(tokens: TokenCursor, dimension: DimensionId): FilterValue {
	const token = tokens.take();
	const { type } = DIMENSIONS[dimension];
	const value = typedValue(token, type);
	if (value !== null) return value;
	const hint = token.kind === 'word' && token.value === 'null' ? '; a missing value is found with: is null' : '';
	throw filterError(token, VALUE_WORDS[type] + hint);
}

function joined(kind: 'and' | 'or', terms: readonly Filter[]): Filter {
	const flat = terms.flatMap((term) => (term.kind === kind ? term.terms : [term]));
	const [first] = flat;
	return first !== undefined && flat.length === 1 ? first : { kind, terms: flat };
}

function negated(term: Filter): Filter {
	return term.kind === 'not' ? term.term : { kind: 'not', term };
}

function typedValue(token: Token, type: DimensionType): FilterValue | null {
	switch (type) {
		case 'text':
			return token.kind === 'text' ? token.value : null;
		case 'integer':
			return token.kind === 'number' && Number.isSafeInteger(Number(token.value)) ? Number(token.value) + 0 : null;
		case 'boolean':
			return token.kind === 'word' && ['true', 'false'].includes(token.value) ? token.value === 'true' : null;
		case 'date':
			return token.kind === 'text' && isDay(token.value) ? token.value : null;
	}
}

function isDay(text: string): boolean {
	try {
		parseDay(text);
		return true;
	} catch {
		return false;
	}
}
