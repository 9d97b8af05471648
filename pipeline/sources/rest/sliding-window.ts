import { SourceError } from '../../errors.ts';
import type { ColumnType } from '../contract/source-schema.ts';
import type { RowFields } from '../row-source.ts';
import { comparable } from './cursor-order.ts';
import type { Comparable } from './cursor-order.ts';
import { lowerBound } from './since.ts';
import type { Since } from './since.ts';

const DAY_MS = 86_400_000;

function isLater(bound: string, than: string | null): boolean {
	if (than === null) return true;
	const areNumbers = /^-?\d+$/.test(bound) && /^-?\d+$/.test(than);
	return areNumbers ? BigInt(bound) > BigInt(than) : bound > than;
}

/**
 * Moves the beginning of what is asked for along with the rows that came, instead of turning pages by number: a row that
 * changes while others are read leaves its place, all after it move up by one, and the next number would skip one of them.
 * Rows at the boundary come twice. Pages are turned only among rows that lie too close together for the window to move.
 */
export class SlidingWindow {
	readonly #place: string;
	readonly #index: number;
	readonly #type: ColumnType;
	readonly #since: Since;
	/** What rows were asked from, as it was sent. */
	#bound: string | null;
	/** The least value that a row may have then. */
	#least: Comparable = null;
	/** Whether it may move: not where the API does not heed from where it is asked. */
	isMoving = true;

	private constructor(place: string, index: number, type: ColumnType, since: Since, from: string | null) {
		this.#place = place;
		this.#index = index;
		this.#type = type;
		this.#since = since;
		this.#bound = from === null ? null : lowerBound(from, since, type);
	}

	/** A window that begins at `from`; null where values of the type cannot be told well enough. */
	static over(place: string, index: number, type: ColumnType, since: Since, from: string | null): SlidingWindow | null {
		const isFitting = type === 'date' || type === 'timestamp' || type === 'integer';
		return isFitting ? new SlidingWindow(place, index, type, since, from) : null;
	}

	/**
	 * The value that the next page is to be asked from, as DuckDB writes it; null where the page is to be turned.
	 * @throws SourceError when the rows of a page are not in ascending order: the window would move over some
	 */
	after(rows: readonly RowFields[]): string | null {
		if (!this.isMoving) return null;
		let last: Comparable = null;
		for (const row of rows) {
			const value = comparable(row[this.#index] ?? null, this.#type);
			if (value === null) return null;
			if (last !== null && value < last) this.#failAsUnordered();
			if (this.#least !== null && value < this.#least) {
				// The API does not heed what it is asked for: its pages are turned as those of any list.
				this.isMoving = false;
				return null;
			}
			last = value;
		}
		if (last === null) return null;
		const from = this.#textOf(last);
		const bound = lowerBound(from, this.#since, this.#type);
		if (!isLater(bound, this.#bound)) return null;
		this.#bound = bound;
		// A day for whatever zone the API takes a day or a time to be of.
		this.#least = typeof last === 'bigint' ? last - 1n : last - 2 * DAY_MS;
		return from;
	}

	#textOf(value: number | bigint): string {
		if (typeof value === 'bigint') return String(value);
		const text = new Date(value).toISOString();
		return this.#type === 'date' ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
	}

	#failAsUnordered(): never {
		throw new SourceError(`${this.#place} does not give its rows in ascending order, as order says`, {
			hint: 'ask for that order in query, or leave order out; then run with --full, for rows may have been left out',
		});
	}
}
