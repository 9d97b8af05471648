import { SourceError } from '../../errors.ts';
import { JsonFields } from '../contract/json-fields.ts';
import type { FieldsContract } from '../contract/json-fields.ts';
import { ACCEPTED_ENCODINGS } from '../http/body.ts';
import { HttpClient } from '../http/client.ts';
import type { HttpOptions } from '../http/client.ts';
import { plainUrl } from '../http/credentials.ts';
import type { CursorRange, RowFields, RowPage, RowReader, RowReading } from '../row-source.ts';
import { DescendingOrder } from './cursor-order.ts';
import { PageTurner } from './pages.ts';
import type { TurnedPage } from './pages.ts';
import { readPage } from './read-page.ts';
import type { ReadPage } from './read-page.ts';
import type { RestSource } from './schema.ts';
import { rangeParameters } from './since.ts';
import { SlidingWindow } from './sliding-window.ts';

const HEADERS = { accept: 'application/json', 'accept-encoding': ACCEPTED_ENCODINGS };

const NOT_FOUND = 404;
const NO_CONTENT = 204;

function haveSameFields(a: readonly RowFields[], b: readonly RowFields[]): boolean {
	return a.length === b.length && a.every((row, index) => row.every((field, at) => field === b[index]?.[at]));
}

/** Whether two pages have the very same rows, what no column takes of them too. */
function haveSameRows(a: ReadPage, b: ReadPage): boolean {
	return haveSameFields(a.rows, b.rows) && JSON.stringify(a.items) === JSON.stringify(b.items);
}

/** So often the pages of a window are read from its first one anew when they change while they are read. */
const MAX_RESTARTS = 5;

/** Whether as many rows came as there are, as far as is known: then a next page need not exist. */
function isReached({ rows }: PageTurner, total: number | null): boolean {
	return total !== null && rows >= total;
}

function turned(url: URL, { text, body, link, items }: ReadPage): TurnedPage {
	return { url, text, body, link, count: items.length };
}

function rowPage({ rows, broken }: ReadPage, number: number): RowPage {
	return { label: `page ${number}`, rows, broken };
}

class RestReader implements RowReader {
	readonly isOrdered: boolean;
	readonly #source: RestSource;
	readonly #columns: RowReading['columns'];
	readonly #client: HttpClient;
	readonly #fields: JsonFields;

	constructor(source: RestSource, contract: FieldsContract, reading: RowReading, options: HttpOptions) {
		this.isOrdered = source.cursor !== undefined && source.order === 'ascending';
		this.#source = source;
		this.#columns = reading.columns;
		this.#client = new HttpClient(source, source.rateLimit ?? null, reading, options);
		this.#fields = new JsonFields(contract);
	}

	async *pages(range: CursorRange | null): AsyncGenerator<RowPage> {
		const turner = new PageTurner(this.#client.place, this.#source.pages, this.#source.maxPages);
		const sliding = this.#slidingWindow(range);
		const abandon = new AbortController();
		try {
			if (sliding === null) yield* this.#turned(range, turner, abandon.signal);
			else yield* this.#slid(range, turner, sliding, abandon.signal);
		} finally {
			abandon.abort();
		}
	}

	/** Pages one after the other; the next one comes while one is taken. */
	async *#turned(range: CursorRange | null, turner: PageTurner, signal: AbortSignal): AsyncGenerator<RowPage> {
		const order = this.#descendingOrder();
		const fetch = (url: URL, mayBeAbsent: boolean): Promise<ReadPage | null> => {
			const page = this.#fetch(url, mayBeAbsent, signal);
			// It is awaited once the page before was taken; should nobody come for it, its failure is nobody's.
			page.catch(() => undefined);
			return page;
		};
		let url: URL | null = turner.first(this.#rangeUrl(range));
		let total: number | null = null;
		let first: ReadPage | null = null;
		let last: ReadPage | null = null;
		let coming = fetch(url, false);
		for (let number = 1; url !== null; number += 1) {
			const page: ReadPage | null = await coming;
			if (page === null || this.#isRepeated(page, first, last, isReached(turner, total))) break;
			total = page.total ?? total;
			url = turner.next(turned(url, page));
			if (order?.isBefore(page.rows, range?.from ?? null)) return;
			if (url !== null) coming = fetch(url, isReached(turner, total));
			yield rowPage(page, number);
			first ??= page;
			last = page;
		}
		this.#requireAll(turner.rows, total);
	}

	/** Pages of a window that moves along with what came. */
	async *#slid(
		range: CursorRange | null,
		turner: PageTurner,
		sliding: SlidingWindow,
		signal: AbortSignal,
	): AsyncGenerator<RowPage> {
		let window = this.#rangeUrl(range);
		let url = turner.first(window);
		/** The page before, where the window did not move after it. */
		let before: { readonly url: URL; readonly page: ReadPage } | null = null;
		let restarts = 0;
		for (let number = 1; ; number += 1) {
			const hasAll = before !== null && isReached(turner, before.page.total);
			const page = await this.#fetch(url, hasAll, signal);
			if (page === null || this.#isRepeated(page, null, before?.page ?? null, hasAll)) return;
			const isDoubtful = before !== null && page.items.length > 0 && sliding.isMoving && restarts < MAX_RESTARTS;
			if (before !== null && isDoubtful) {
				// Were rows added to the page before, or taken from it, then this one does not follow on what was read of it.
				const again = await this.#fetch(before.url, false, signal);
				if (again === null || !haveSameRows(again, before.page)) {
					restarts += 1;
					before = null;
					url = turner.first(window);
					continue;
				}
			}
			const next = turner.next(turned(url, page));
			const from = sliding.after(page.rows);
			yield rowPage(page, number);
			if (next === null) return;
			if (from === null) {
				before = { url, page };
				url = next;
			} else {
				before = null;
				restarts = 0;
				window = this.#rangeUrl({ from, isFromIncluded: true, to: range?.to ?? null });
				url = turner.first(window);
			}
		}
	}

	async count(range: CursorRange | null): Promise<number | null> {
		const { total, since, pages, maxPages } = this.#source;
		const to = range?.to ?? null;
		const isCut = to !== null || (range?.from ?? null) !== null;
		const isAskedFor = since !== undefined && (to === null || since.untilParam !== undefined);
		if (total === undefined || (isCut && !isAskedFor)) return null;
		const url = new PageTurner(this.#client.place, pages, maxPages).first(this.#rangeUrl(range));
		const page = await this.#fetch(url, false);
		return page === null ? 0 : page.total;
	}

	undeclared(): readonly string[] {
		return this.#fields.undeclared;
	}

	close(): Promise<void> {
		return this.#client.close();
	}

	#rangeUrl(range: CursorRange | null): URL {
		const { cursor, since, zone } = this.#source;
		const url = plainUrl(this.#source);
		const column = this.#columns.find(({ name }) => name === cursor?.column);
		if (column === undefined) return url;
		for (const [name, value] of rangeParameters(range, since, column.type, zone)) url.searchParams.set(name, value);
		return url;
	}

	#descendingOrder(): DescendingOrder | null {
		const { cursor, order } = this.#source;
		const index = this.#columns.findIndex(({ name }) => name === cursor?.column);
		const column = this.#columns[index];
		return order === 'descending' && column !== undefined
			? new DescendingOrder(this.#client.place, index, column.type)
			: null;
	}

	/**
	 * The window that is moved along instead of turning pages by number, where the source can be asked from a value on and
	 * its rows come in ascending order; not where rows that come twice would be kept twice, or rows without a value are wanted.
	 */
	#slidingWindow(range: CursorRange | null): SlidingWindow | null {
		const { pages, cursor, order, since, disposition } = this.#source;
		const index = this.#columns.findIndex(({ name }) => name === cursor?.column);
		const column = this.#columns[index];
		const isTurnedByNumber = pages?.by === 'page' || pages?.by === 'offset';
		const keepsOne = disposition === 'merge' || disposition === 'scd2';
		if (!isTurnedByNumber || order !== 'ascending' || !keepsOne || cursor?.missing === 'include') return null;
		if (since === undefined || column === undefined) return null;
		return SlidingWindow.over(this.#client.place, index, column.type, since, range?.from ?? null);
	}

	async #fetch(url: URL, mayBeAbsent: boolean, signal?: AbortSignal): Promise<ReadPage | null> {
		const accepted = mayBeAbsent ? [NO_CONTENT, NOT_FOUND] : [NO_CONTENT];
		return await this.#client.get(
			url,
			(answer, attemptSignal) => readPage(answer, this.#source, this.#fields, mayBeAbsent, attemptSignal),
			{ headers: () => HEADERS, accepted, signal },
		);
	}

	/**
	 * Whether a page behind the last one is the last one again, as some APIs give it.
	 * @throws SourceError when a page is one that came before, though there were to be more: it would load rows twice
	 */
	#isRepeated(page: ReadPage, first: ReadPage | null, last: ReadPage | null, isBeyondTotal: boolean): boolean {
		if (page.items.length === 0) return false;
		const isLast = last !== null && haveSameRows(page, last);
		if (!isLast && (first === null || !haveSameRows(page, first))) return false;
		if (isBeyondTotal) return true;
		throw new SourceError(`${this.#client.place} gives its ${isLast ? 'last' : 'first'} page again as the next one`, {
			hint: 'look at pages: does this API know that parameter? If it gives its last page again and again, declare total',
		});
	}

	/** @throws SourceError, worth another try, when fewer rows came than the source says it has */
	#requireAll(rows: number, total: number | null): void {
		if (total === null || rows >= total) return;
		throw new SourceError(`${this.#client.place} says it has ${total} rows, and gave ${rows}`, {
			hint: 'run again; if it stays so, look at pages, or leave total out if it counts something else',
			retryable: true,
		});
	}
}

/**
 * Opens a source behind an HTTP API for reading; nothing is asked yet.
 * @param options how to wait and connect, for tests
 */
export function openRest(
	source: RestSource,
	contract: FieldsContract,
	reading: RowReading,
	options: HttpOptions = {},
): Promise<RowReader> {
	return Promise.resolve(new RestReader(source, contract, reading, options));
}
