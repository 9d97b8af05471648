import { SourceError } from '../../errors.ts';
import { portOf } from '../http/address.ts';
import { tokenOf, valueAt } from './answer-value.ts';
import { nextLink } from './link-header.ts';
import type { Pages } from './schema.ts';

/** A page as far as the next one hangs on it. */
export interface TurnedPage {
	/** The address that it was asked by. */
	readonly url: URL;
	readonly text: string;
	readonly body: unknown;
	readonly link: string | null;
	/** Rows in it, broken ones too. */
	readonly count: number;
}

/** So many pages without a row, one after the other, are taken for a circle. */
const MAX_EMPTY_PAGES = 20;

function isSameHost(a: URL, b: URL): boolean {
	const haveDefaultPorts = a.port === '' && b.port === '';
	return a.hostname === b.hostname && (haveDefaultPorts || portOf(a) === portOf(b));
}

/** Finds the next page of a source, and notices when there would be no end. */
export class PageTurner {
	readonly #place: string;
	readonly #pages: Pages | undefined;
	readonly #maxPages: number;
	readonly #seen = new Set<string>();
	#turned = 0;
	/** Of these, pages since the first one was asked for the last time. */
	#turnedHere = 0;
	#emptyInARow = 0;
	/** Rows since the first page was asked for the last time. */
	rows = 0;

	constructor(place: string, pages: Pages | undefined, maxPages: number) {
		this.#place = place;
		this.#pages = pages;
		this.#maxPages = maxPages;
	}

	/** The address of the first page of a list; asked for again, that of another one. */
	first(url: URL): URL {
		this.#turnedHere = 0;
		this.rows = 0;
		this.#seen.clear();
		const first = new URL(url);
		const pages = this.#pages;
		if (pages?.by === 'page') first.searchParams.set(pages.param, String(pages.first));
		if (pages?.by === 'offset') first.searchParams.set(pages.param, '0');
		if ((pages?.by === 'page' || pages?.by === 'offset') && pages.size !== undefined) {
			first.searchParams.set(pages.sizeParam, String(pages.size));
		}
		this.#seen.add(first.href);
		return first;
	}

	/**
	 * The address of the page after one; null after the last. A short page is no sign of the end, for an API may give less
	 * than it was asked for: the end is a page without rows, or one that names no next.
	 * @throws SourceError when the next page was read before, is on another host, or there are too many
	 */
	next(page: TurnedPage): URL | null {
		this.#turned += 1;
		this.#turnedHere += 1;
		this.rows += page.count;
		this.#emptyInARow = page.count === 0 ? this.#emptyInARow + 1 : 0;
		const next = this.#nextOf(page);
		if (next === null) return null;
		if (this.#seen.has(next.href)) this.#failAsCircle(`page ${this.#turned} leads back to one that was read before`);
		this.#seen.add(next.href);
		if (this.#emptyInARow >= MAX_EMPTY_PAGES) this.#failAsCircle(`${MAX_EMPTY_PAGES} pages in a row have no rows`);
		if (this.#turned >= this.#maxPages) {
			throw new SourceError(`${this.#place} has more than ${this.#maxPages} pages`, {
				hint: 'ask for larger pages, or declare maxPages if there are so many',
			});
		}
		return next;
	}

	#failAsCircle(what: string): never {
		throw new SourceError(`${this.#place}: ${what}, and there would be no end`, {
			hint: 'look at pages: does it say how this API turns them?',
		});
	}

	#nextOf(page: TurnedPage): URL | null {
		const pages = this.#pages;
		switch (pages?.by) {
			case undefined:
				return null;
			case 'link':
				return this.#follow(nextLink(page.link), page);
			case 'next': {
				const next = valueAt(page.body, pages.at);
				return this.#follow(typeof next === 'string' && next !== '' ? next : null, page);
			}
			case 'cursor':
				return this.#nextByCursor(page, pages);
			case 'page':
				if (page.count === 0) return null;
				return this.#with(page.url, pages.param, String(pages.first + this.#turnedHere));
			case 'offset':
				if (page.count === 0) return null;
				return this.#with(page.url, pages.param, String(this.rows));
		}
	}

	#nextByCursor(page: TurnedPage, pages: Extract<Pages, { by: 'cursor' }>): URL | null {
		if (pages.more !== undefined) {
			const more = valueAt(page.body, pages.more);
			if (more === false || more === null || more === undefined || more === 0 || more === 'false') return null;
		}
		const cursor = tokenOf(page.text, page.body, pages.at);
		if (cursor === null) return null;
		// Some give the same cursor again once there is nothing more.
		if (page.count === 0 && page.url.searchParams.get(pages.param) === cursor) return null;
		return this.#with(page.url, pages.param, cursor);
	}

	#with(url: URL, param: string, value: string): URL {
		const next = new URL(url);
		next.searchParams.set(param, value);
		return next;
	}

	#follow(address: string | null, page: TurnedPage): URL | null {
		if (address === null) return null;
		const next = URL.parse(address, page.url.href);
		if (next === null || !isSameHost(next, page.url)) {
			throw new SourceError(
				`${this.#place}: page ${this.#turned} names a next page on another host, which is not asked`,
				{
					hint: 'turn pages by number, offset or cursor instead, if the API can do that',
				},
			);
		}
		// A server behind a proxy may take itself for one of http.
		if (page.url.protocol === 'https:' && next.protocol === 'http:') next.protocol = 'https:';
		if (next.protocol !== page.url.protocol) {
			throw new SourceError(`${this.#place}: page ${this.#turned} names a next page of ${next.protocol}`, {
				hint: 'write url as the API writes its own addresses, with https',
			});
		}
		next.hash = '';
		return next;
	}
}
