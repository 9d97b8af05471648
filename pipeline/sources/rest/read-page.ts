import type { JsonFields } from '../contract/json-fields.ts';
import { contentType, decodeText, readBody } from '../http/body.ts';
import type { BodyLimits } from '../http/body.ts';
import { HttpError } from '../http/http-error.ts';
import { headerOf } from '../http/request.ts';
import type { Answer } from '../http/request.ts';
import type { BrokenRow, RowFields } from '../row-source.ts';
import { countOf, valueAt } from './answer-value.ts';
import type { RestSource } from './schema.ts';

/** An answer taken apart. */
export interface ReadPage {
	readonly text: string;
	readonly body: unknown;
	readonly link: string | null;
	/** The list of rows as it came. */
	readonly items: readonly unknown[];
	readonly rows: readonly RowFields[];
	readonly broken: readonly BrokenRow[];
	/** How many rows there are in all, as the answer has it; null where it says nothing. */
	readonly total: number | null;
}

const LIMITS: BodyLimits = { maxBytes: 128 << 20, maxRatio: 100, freeBytes: 16 << 20 };

/** Characters of a broken row that are kept. */
const MAX_ORIGINAL_CHARACTERS = 10_000;

const NO_CONTENT = 204;
const NOT_FOUND = 404;

function markupError(place: string): HttpError {
	return new HttpError(`${place} answered with a page for people to read, not with data`, {
		hint: 'mostly that is a page to sign in at: look at headers, and whether url is that of the API',
	});
}

function nothingError(place: string): HttpError {
	return new HttpError(`${place} answered with nothing`, {
		hint: 'declare allowEmpty: true if that means that there are no rows',
	});
}

/** Keys of an answer, for whoever looks for the rows in it; those alone that look like names. */
function describeBody(body: unknown): string {
	if (body === null) return 'it is null';
	if (Array.isArray(body)) return 'it is a list itself';
	if (typeof body !== 'object') return `it is a ${typeof body}`;
	const keys = Object.keys(body).filter((key) => /^[@$A-Za-z_][\w.$@-]{0,39}$/.test(key));
	return keys.length === 0 ? 'it has no keys' : `its keys are ${keys.slice(0, 10).join(', ')}`;
}

function rowsIn(body: unknown, place: string, { rows, allowEmpty }: RestSource): readonly unknown[] {
	const found = valueAt(body, rows);
	if (Array.isArray(found)) return found;
	const isObject = typeof body === 'object' && body !== null;
	if (allowEmpty && rows !== '' && isObject && (found === null || found === undefined)) return [];
	throw new HttpError(
		`${place} has no list of rows ${rows === '' ? 'as its answer' : `at "${rows}"`}: ${describeBody(body)}`,
		{
			hint: "declare rows as the path to the list, such as 'data.items'; '' when the answer is the list",
		},
	);
}

function brokenRow(item: unknown, index: number): BrokenRow {
	const kind = item === null ? 'null' : Array.isArray(item) ? 'a list' : `a ${typeof item}`;
	return {
		place: index + 1,
		reason: 'unparseable_record',
		message: `expected an object, found ${kind}`,
		original: JSON.stringify(item).slice(0, MAX_ORIGINAL_CHARACTERS),
	};
}

function totalOf(answer: Answer, body: unknown, { total }: RestSource): number | null {
	if (total === undefined) return null;
	return countOf(typeof total === 'string' ? valueAt(body, total) : headerOf(answer, total.header.toLowerCase()));
}

/**
 * The text of an answer, empty where it is.
 * @throws HttpError when it is a page for people, is too big, or is not in the character set that it says
 */
export async function answerText(answer: Answer, signal: AbortSignal): Promise<string> {
	const bytes = await readBody(answer, LIMITS, signal);
	if (/html|xml/.test(contentType(answer).type)) throw markupError(answer.place);
	return decodeText(answer, bytes);
}

/**
 * Takes an answer apart.
 * @param mayBeAbsent whether the page lies behind the last one, as far as is known: then nothing there is no failure
 * @returns null when there is no such page
 * @throws HttpError when it is no JSON, or has no list where the rows are said to be
 */
export async function readPage(
	answer: Answer,
	source: RestSource,
	fields: JsonFields,
	mayBeAbsent: boolean,
	signal: AbortSignal,
): Promise<ReadPage | null> {
	const { place, status } = answer;
	if (status === NOT_FOUND || status === NO_CONTENT) {
		await readBody(answer, LIMITS, signal);
		if (status === NOT_FOUND || mayBeAbsent || source.allowEmpty) return null;
		throw nothingError(place);
	}
	const text = await answerText(answer, signal);
	if (text.trim() === '') throw nothingError(place);
	const found: { body: unknown; items: readonly unknown[] | null } = { body: null, items: null };
	const rowsOf = (parsed: unknown): readonly unknown[] => {
		const items = rowsIn(parsed, place, source);
		// A text with long numbers is parsed again, with these as texts: the answer is what it was at first.
		if (found.items === null) Object.assign(found, { body: parsed, items });
		return items;
	};
	const all = readFields(text, place, fields, rowsOf);
	const { body, items } = found;
	const rows: RowFields[] = [];
	const broken: BrokenRow[] = [];
	for (const [index, row] of all.entries()) {
		if (row === null) broken.push(brokenRow(items?.[index], index));
		else rows.push(row);
	}
	const link = headerOf(answer, 'link');
	return { text, body, link, items: items ?? [], rows, broken, total: totalOf(answer, body, source) };
}

function readFields(
	text: string,
	place: string,
	fields: JsonFields,
	rowsOf: (body: unknown) => readonly unknown[],
): readonly (RowFields | null)[] {
	try {
		return fields.readAll(text, rowsOf);
	} catch (cause) {
		if (!(cause instanceof SyntaxError)) throw cause;
		if (text.trimStart().startsWith('<')) throw markupError(place);
		// The parser's own message quotes the text.
		throw new HttpError(`${place} answered with text that is no JSON, or is cut short`, {
			hint: 'look whether url is that of the API, and run again',
			retryable: true,
		});
	}
}
