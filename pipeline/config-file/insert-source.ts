import { findSources } from './find-sources.ts';
import { literalText } from './source-text.ts';

function lineStart(text: string, at: number): number {
	return text.lastIndexOf('\n', at - 1) + 1;
}

function indentAt(text: string, at: number): string {
	return /^[ \t]*/.exec(text.slice(lineStart(text, at), at))?.[0] ?? '';
}

/** What a config is indented with, by the line of its sources, which stand one step in. */
function unitOf(indent: string): string {
	if (indent === '') return '\t';
	return indent.startsWith('\t') ? '\t' : indent;
}

/**
 * The text of a config with a source more at the end of its list; every other byte stays, but for a comma after the last
 * entry where there is none. Null where the list cannot be found.
 * @param source the source as a value
 * @param comments by the keys on the way to an entry of it
 */
export function insertSource(text: string, source: object, comments: ReadonlyMap<string, string>): string | null {
	const place = findSources(text);
	if (place === null) return null;
	const newline = text.includes('\r\n') ? '\r\n' : '\n';
	const indent = indentAt(text, place.open);
	const unit = unitOf(indent);
	const entry = `${indent}${unit}${literalText(source, indent + unit, unit, comments)},`.replaceAll('\n', newline);
	const before = text.slice(0, place.lastEnd) + (place.isReady ? '' : ',');
	const between = text.slice(place.lastEnd, place.close);
	const ownLine = between.lastIndexOf('\n');
	if (ownLine >= 0) {
		return `${before}${between.slice(0, ownLine + 1)}${entry}${newline}${between.slice(ownLine + 1)}${text.slice(place.close)}`;
	}
	return `${before}${between.trimEnd()}${newline}${entry}${newline}${indent}${text.slice(place.close)}`;
}

/** What a new config says of the company. */
export interface NewCompany {
	readonly name: string;
	readonly currency: string;
	readonly zone: string;
}

/** The text of a new config with one source. */
export function newConfig(company: NewCompany, source: object, comments: ReadonlyMap<string, string>): string {
	const companyText = literalText(company, '\t', '\t', new Map(), 'company');
	const sourceText = literalText(source, '\t\t', '\t', comments);
	return `/** What Kundig reads, and what it is: see docs/sources.md. */
export default {
	company: ${companyText},
	sources: [
		${sourceText},
	],
};
`;
}
