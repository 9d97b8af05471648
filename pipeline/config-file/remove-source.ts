import { endOfBlank, findSources, tokens } from './find-sources.ts';
import type { SourcesPlace, Token } from './find-sources.ts';

/** From where to where something stands in a text. */
interface Span {
	readonly start: number;
	readonly end: number;
}

/** An entry of the list, with what separates it from its neighbours. */
interface Entry extends Span {
	/** Where what may be said of it begins: after the comma before it, or the bracket of the list. */
	readonly from: number;
	/** The comma before it; null of the first. */
	readonly commaBefore: Span | null;
	/** The comma behind it; null where there is none. */
	readonly commaBehind: Span | null;
}

function isComma({ kind, text }: Token): boolean {
	return kind === 'sign' && text === ',';
}

/** Whether tokens are an object that says `name: '<name>'` of itself, and not of something in it. */
function isNamed(entry: readonly Token[], name: string): boolean {
	const [first] = entry;
	if (first?.kind !== 'sign' || first.text !== '{') return false;
	return entry.some((token, place) => {
		const isKey = token.kind !== 'sign' && /^(name|'name'|"name")$/.test(token.text);
		const before = entry[place - 1];
		const value = entry[place + 2];
		return (
			isKey &&
			token.depth === first.depth + 1 &&
			(before === first || (before !== undefined && isComma(before))) &&
			entry[place + 1]?.text === ':' &&
			value?.kind === 'text' &&
			value.text.slice(1, -1) === name
		);
	});
}

/** The one entry of the list that is an object of this name; null where there is none, or more than one. */
function findEntry(text: string, place: SourcesPlace, name: string): Entry | null {
	const inside = tokens(text).filter(({ start }) => start > place.open && start < place.close);
	const depth = Math.min(...inside.map((token) => token.depth));
	const commas = inside.flatMap((token, index) => (token.depth === depth && isComma(token) ? [index] : []));
	const bounds = [-1, ...commas, inside.length];
	const found = bounds.slice(0, -1).flatMap((before, index): Entry[] => {
		const behind = bounds[index + 1] ?? inside.length;
		const entry = inside.slice(before + 1, behind);
		const [first, last] = [entry[0], entry.at(-1)];
		if (first === undefined || last === undefined || !isNamed(entry, name)) return [];
		const commaBefore = inside[before] ?? null;
		return [
			{
				start: first.start,
				end: last.end,
				from: commaBefore?.end ?? place.open + 1,
				commaBefore,
				commaBehind: inside[behind] ?? null,
			},
		];
	});
	const [entry] = found;
	return found.length === 1 && entry !== undefined ? entry : null;
}

function lineStart(text: string, at: number): number {
	return text.lastIndexOf('\n', at - 1) + 1;
}

/** The comments between two places, in order. */
function commentsIn(text: string, from: number, to: number): Span[] {
	const found: Span[] = [];
	for (let at = from; at < to; at = endOfBlank(text, at)) {
		if (!/\s/.test(text[at] ?? '')) found.push({ start: at, end: endOfBlank(text, at) });
	}
	return found;
}

/** Where an entry begins with the comments directly above it, or before it on its line. */
function startWithComments(text: string, { from, start }: Entry): number {
	let begin = start;
	for (const comment of commentsIn(text, from, start).reverse()) {
		const between = text.slice(comment.end, begin);
		const lines = between.split('\n').length - 1;
		const isBehindAnother = lines > 0 && lineStart(text, comment.start) < from;
		if (lines > 1 || isBehindAnother) break;
		begin = comment.start;
	}
	return begin;
}

/** Where an entry ends with its comma and the comments that follow on its line. */
function endWithComments(text: string, { end, commaBehind }: Entry, close: number): number {
	const after = commaBehind?.end ?? end;
	const newline = text.indexOf('\n', after);
	const lineEnd = newline < 0 ? text.length : newline;
	// What stands before the bracket of the list on one line with the entry is not a line of its own.
	if (lineEnd > close) return after;
	let at = after;
	while (at < lineEnd && endOfBlank(text, at) > at) at = endOfBlank(text, at);
	return at === lineEnd ? lineEnd : after;
}

/** What goes with an entry: whole lines where it has them for itself, or else itself with the spaces that kept it apart. */
function spanOf(text: string, entry: Entry, close: number): Span {
	const start = startWithComments(text, entry);
	const end = endWithComments(text, entry, close);
	const line = lineStart(text, start);
	const hasOwnLines = line >= entry.from && text.slice(line, start).trim() === '' && text[end] === '\n';
	if (hasOwnLines) return { start: line, end: end + 1 };
	// Of the last one, what kept it apart stands before it.
	if (text.slice(end, close).trim() === '' && entry.commaBefore !== null) {
		const before = text.slice(entry.from, start);
		return { start: start - (before.length - before.trimEnd().length), end };
	}
	return { start, end: end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0) };
}

/**
 * The text of a config without a source: its entry goes with its comma, the comments directly above it and on its line, and
 * its lines; every other byte stays, but for the comma before it where none came after it. Null where the list, or one entry
 * written out with `name: '<name>'`, cannot be found.
 */
export function removeSource(text: string, name: string): string | null {
	const place = findSources(text);
	const entry = place === null ? null : findEntry(text, place, name);
	if (place === null || entry === null) return null;
	const { start, end } = spanOf(text, entry, place.close);
	const { commaBefore, commaBehind } = entry;
	const before =
		commaBehind !== null || commaBefore === null
			? text.slice(0, start)
			: text.slice(0, commaBefore.start) + text.slice(commaBefore.end, start);
	return before + text.slice(end);
}
