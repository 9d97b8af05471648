import { SourceError } from '../../errors.ts';
import { JsonFields } from '../contract/json-fields.ts';
import type { RowContract } from '../contract/row-contract.ts';
import { ACCEPTED_ENCODINGS } from '../http/body.ts';
import { HttpClient } from '../http/client.ts';
import type { HttpOptions } from '../http/client.ts';
import { plainUrl } from '../http/credentials.ts';
import type { CursorRange, RowFields, RowPage, RowReader, RowReading } from '../row-source.ts';
import { DescendingOrder } from './cursor-order.ts';
import { PageTurner } from './pages.ts';
import { readPage } from './read-page.ts';
import type { ReadPage } from './read-page.ts';
import type { RestSource } from './schema.ts';
import { rangeParameters } from './since.ts';

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

class RestReader implements RowReader {
	readonly isOrdered: boolean;
	readonly #source: RestSource;
	readonly #columns: RowReading['columns'];
	readonly #client: HttpClient;
	readonly #fields: JsonFields;

	constructor(source: RestSource, contract: RowContract, reading: RowReading, options: HttpOptions) {
		this.isOrdered = source.cursor !== undefined && source.order === 'ascending';
		this.#source = source;
		this.#columns = reading.columns;
		this.#client = new HttpClient(source, source.rateLimit ?? null, reading, options);
		this.#fields = new JsonFields(contract);
	}

	async *pages(range: CursorRange | null): AsyncGenerator<RowPage> {
		const source = this.#source;
		const turner = new PageTurner(this.#client.place, source.pages, source.maxPages);
		const order = this.#descendingOrder();
		const abandon = new AbortController();
		const fetch = (url: URL, mayBeAbsent: boolean): Promise<ReadPage | null> => {
			const page = this.#fetch(url, mayBeAbsent, abandon.signal);
			// It is awaited once the page before was taken; should nobody come for it, its failure is nobody's.
			page.catch(() => undefined);
			return page;
		};
		let url: URL | null = turner.first(this.#rangeUrl(range));
		let total: number | null = null;
		let first: ReadPage | null = null;
		let last: ReadPage | null = null;
		let coming = fetch(url, false);
		try {
			for (let number = 1; url !== null; number += 1) {
				const isBeyondTotal: boolean = total !== null && turner.rows >= total;
				const page: ReadPage | null = await coming;
				if (page === null) break;
				if (this.#isRepeated(page, first, last, number, isBeyondTotal)) break;
				total = page.total ?? total;
				const count = page.items.length;
				url = turner.next({ url, text: page.text, body: page.body, link: page.link, count });
				if (order?.isBefore(page.rows, range?.from ?? null)) return;
				// The next page comes while this one is taken.
				if (url !== null) coming = fetch(url, this.#mayBeAbsent(turner.rows, total));
				yield { label: `page ${number}`, rows: page.rows, broken: page.broken };
				first ??= page;
				last = page;
			}
			this.#requireAll(turner.rows, total);
		} finally {
			abandon.abort();
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

	/** Whether the page after so many rows need not exist. */
	#mayBeAbsent(rows: number, total: number | null): boolean {
		return total !== null && rows >= total;
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
	#isRepeated(
		page: ReadPage,
		first: ReadPage | null,
		last: ReadPage | null,
		number: number,
		isBeyondTotal: boolean,
	): boolean {
		if (page.items.length === 0) return false;
		const isLast = last !== null && haveSameRows(page, last);
		if (!isLast && (first === null || !haveSameRows(page, first))) return false;
		if (isBeyondTotal) return true;
		throw new SourceError(
			`${this.#client.place}: page ${number} has the same rows as page ${isLast ? number - 1 : 1}`,
			{
				hint: 'look at pages: does this API know that parameter? If it gives its last page again and again, declare total',
			},
		);
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
	contract: RowContract,
	reading: RowReading,
	options: HttpOptions = {},
): Promise<RowReader> {
	return Promise.resolve(new RestReader(source, contract, reading, options));
}
