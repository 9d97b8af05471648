import { countOf } from '../rest/answer-value.ts';
import { nextLink } from '../rest/link-header.ts';
import type { RestOrigin } from './proposed-origin.ts';

/** A first answer as far as it tells of others. */
export interface FirstAnswer {
	/** As it was asked for. */
	readonly url: URL;
	readonly body: unknown;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly link: string | null;
	/** The path to the list of rows, and how many are in it. */
	readonly rows: string;
	readonly count: number;
}

/** A way in which the next page may be asked for, and what speaks for it. */
export interface PossiblePages {
	readonly pages: NonNullable<RestOrigin['pages']>;
	readonly why: string;
	/** Whether the answer itself names a next page. */
	readonly hasNext: boolean;
}

interface Leaf {
	readonly path: string;
	/** Its key in lower case, letters and digits alone. */
	readonly name: string;
	/** The key of the object that it is in, written so too. */
	readonly parent: string;
	readonly value: string | number | boolean | null;
}

const MAX_DEPTH = 4;

function bare(key: string): string {
	return key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** What of an answer is beside its rows. */
function leavesOf(value: unknown, path: readonly string[], rows: string): Leaf[] {
	if (typeof value !== 'object' || value === null) {
		const [key = '', parent = ''] = path.toReversed();
		const isPlain = value === null || ['string', 'number', 'boolean'].includes(typeof value);
		return path.length > 0 && isPlain
			? [{ path: path.join('.'), name: bare(key), parent: bare(parent), value: value as Leaf['value'] }]
			: [];
	}
	if (Array.isArray(value) || path.length >= MAX_DEPTH || path.join('.') === rows) return [];
	return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key], rows));
}

const NEXT_ADDRESS =
	/^(next|nexturl|nexturi|nextlink|nexthref|nextpage|nextpageurl|nextpagelink|odatanextlink|nextrecordsurl)$/;
const ADDRESS_IN_NEXT = /^(href|url|link)$/;

function isAddress({ value }: Leaf): boolean {
	return typeof value === 'string' && /^(https?:\/\/|\/|\?)/.test(value);
}

function byAddress(leaves: readonly Leaf[]): PossiblePages[] {
	const named = leaves.filter(
		({ name, parent }) => NEXT_ADDRESS.test(name) || (ADDRESS_IN_NEXT.test(name) && NEXT_ADDRESS.test(parent)),
	);
	return named
		.filter((leaf) => isAddress(leaf) || leaf.value === null)
		.map((leaf) => ({
			pages: { by: 'next', at: leaf.path },
			why: `the answer has the address of the next page at ${leaf.path}`,
			hasNext: leaf.value !== null,
		}));
}

/** Values that are sent back, by their names, and the parameters that take them. */
const CURSORS: readonly (readonly [name: RegExp, params: readonly string[]])[] = [
	[/^nextpagetoken$/, ['pageToken', 'page_token', 'nextPageToken', 'next_page_token']],
	[/^(nextcursor|cursornext|nextpagecursor)$/, ['cursor', 'next_cursor', 'page_cursor', 'after', 'starting_after']],
	[/^(endcursor|nextafter|after)$/, ['after', 'cursor', 'starting_after']],
	[
		/^(continuationtoken|nextcontinuationtoken|continuation)$/,
		['continuation_token', 'continuationToken', 'continuation'],
	],
	[/^nexttoken$/, ['next_token', 'nextToken', 'token']],
	[/^bookmark$/, ['bookmark']],
	[/^scrollid$/, ['scroll_id']],
	[/^nextstart$/, ['start']],
	[/^nextoffset$/, ['offset']],
	[/^nextpage$/, ['page']],
	[/^cursor$/, ['cursor']],
	[/^next$/, ['cursor', 'next', 'after', 'page_token']],
];

const HAS_MORE = /^(hasmore|hasnext|hasnextpage|moreitemsincollection|more|morerecords)$/;

function byCursor(leaves: readonly Leaf[]): PossiblePages[] {
	const more = leaves.find(({ name, value }) => HAS_MORE.test(name) && typeof value === 'boolean')?.path;
	return CURSORS.flatMap(([pattern, params]) =>
		leaves
			.filter((leaf) => pattern.test(leaf.name) && !isAddress(leaf) && typeof leaf.value !== 'boolean')
			.flatMap((leaf) =>
				params.map((param): PossiblePages => ({
					pages: { by: 'cursor', at: leaf.path, param, ...(more === undefined ? {} : { more }) },
					why: `the answer has a value for the next page at ${leaf.path}, sent back as ${param}`,
					hasNext: leaf.value !== null && leaf.value !== '',
				})),
			),
	);
}

/** A parameter of the address that was asked, whatever the case of its letters. */
function parameterOf(url: URL, names: RegExp): string | null {
	return [...url.searchParams.keys()].find((name) => names.test(name)) ?? null;
}

const SIZE_PARAMETER = /^(\$?limit|\$?top|per_?page|page_?size|page\[size\]|size|count|max_?results)$/i;

function sizeOf(url: URL): { readonly size?: number; readonly sizeParam?: string } {
	const sizeParam = parameterOf(url, SIZE_PARAMETER);
	const size = sizeParam === null ? null : countOf(url.searchParams.get(sizeParam));
	return sizeParam === null || size === null || size === 0 ? {} : { size, sizeParam };
}

function leafCount(leaves: readonly Leaf[], names: RegExp): number | null {
	return (
		leaves.map(({ name, value }) => (names.test(name) ? countOf(value) : null)).find((count) => count !== null) ?? null
	);
}

const PAGE_COUNTS =
	/^(totalpages|pagecount|pages|lastpage|numpages|pagestotal|perpage|pagesize|total|totalcount|totalelements|totalitems|totalresults)$/;

/** By the number of the page, where address or answer count pages. */
function byPage({ url }: FirstAnswer, leaves: readonly Leaf[]): PossiblePages[] {
	const asked = parameterOf(url, /^(page|p|page_?no|page_?number|page_?index|page\[number\])$/i);
	const current = leafCount(leaves, /^(page|currentpage|pagenumber|pageindex|number)$/);
	const isCounted = current !== null && current <= 1 && leafCount(leaves, PAGE_COUNTS) !== null;
	if (asked === null && !isCounted) return [];
	const first = (asked === null ? null : countOf(url.searchParams.get(asked))) ?? current ?? 1;
	const params = asked === null ? ['page', 'p', 'pageNumber', 'page_number', 'page[number]'] : [asked];
	return params.map((param) => ({
		pages: { by: 'page', param, first: Math.min(first, 1), ...sizeOf(url) },
		why: asked === null ? `the answer counts pages, asked for as ${param}` : `the address counts pages by ${param}`,
		hasNext: false,
	}));
}

/** By the number of rows before a page, where address or answer count rows. */
function byOffset({ url }: FirstAnswer, leaves: readonly Leaf[]): PossiblePages[] {
	const asked = parameterOf(url, /^(\$?offset|\$?skip|start|start_?at|start_?index|from)$/i);
	const counted = leaves.find(({ name, value }) => /^(offset|skip|start|startat)$/.test(name) && countOf(value) === 0);
	const hasLimit = leafCount(leaves, /^(limit|maxresults|count|total|totalcount|size)$/) !== null;
	if (asked === null && (counted === undefined || !hasLimit)) return [];
	const own = counted?.path.split('.').at(-1) ?? 'offset';
	const params = asked === null ? [...new Set([own, 'offset', 'skip', 'start'])] : [asked];
	return params.map((param) => ({
		pages: { by: 'offset', param, ...sizeOf(url) },
		why:
			asked === null
				? `the answer counts rows before it, asked for as ${param}`
				: `the address counts rows by ${param}`,
		hasNext: false,
	}));
}

/** The ways in which the next page may be asked for that an answer shows, the surest first. */
export function possiblePages(answer: FirstAnswer): PossiblePages[] {
	const leaves = leavesOf(answer.body, [], answer.rows);
	const isLinked = nextLink(answer.link) !== null;
	const link: PossiblePages[] = isLinked
		? [{ pages: { by: 'link' }, why: 'the answer has a Link header to the next page', hasNext: true }]
		: [];
	const told = [...link, ...byAddress(leaves), ...byCursor(leaves)];
	const counted = [...byPage(answer, leaves), ...byOffset(answer, leaves)];
	// A name without a value tells less than a count of pages.
	return [...told.filter(({ hasNext }) => hasNext), ...counted, ...told.filter(({ hasNext }) => !hasNext)];
}

const TOTAL_NAMES =
	/^(total|totalcount|totalresults|totalitems|totalrecords|totalelements|totalsize|totalrows|recordstotal|count|odatacount|resultcount)$/;
const TOTAL_HEADERS = ['x-total-count', 'x-total', 'x-wp-total', 'total-count'];

/** How many rows there are in all, as an answer says, and where it says so; null where it says nothing of it. */
export function totalOf(
	answer: FirstAnswer,
): { readonly total: NonNullable<RestOrigin['total']>; readonly rows: number } | null {
	const leaves = leavesOf(answer.body, [], answer.rows);
	for (const { name, path, value } of leaves) {
		const rows = TOTAL_NAMES.test(name) ? countOf(value) : null;
		if (rows !== null && rows >= answer.count) return { total: path, rows };
	}
	for (const name of TOTAL_HEADERS) {
		const value = answer.headers[name];
		const rows = countOf(Array.isArray(value) ? value[0] : value);
		if (rows !== null && rows >= answer.count) return { total: { header: headerName(name) }, rows };
	}
	return null;
}

/** A header as it is mostly written: X-Total-Count. */
function headerName(name: string): string {
	return name.replaceAll(/(^|-)([a-z])/g, (letters) => letters.toUpperCase()).replace('-Wp-', '-WP-');
}
