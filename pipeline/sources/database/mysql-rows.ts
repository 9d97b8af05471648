import { EventEmitter, once } from 'node:events';
import type { Connection } from 'mysql2';
import type { RowPage } from '../row-source.ts';
import type { RowPages } from './row-pages.ts';

/** Pages that may wait; then the server has to. */
const WAITING_PAGES = 2;

/** The rows of a statement that is under way, in pages of which only a few wait: the server goes on when they are taken. */
export class MysqlRows {
	readonly #connection: Connection;
	readonly #pages: RowPages;
	readonly #waiting: RowPage[] = [];
	readonly #news = new EventEmitter();
	readonly #onError: (error: Error) => void;
	#error: Error | null = null;
	#isEnded = false;
	#isPaused = false;

	/** Full pages are taken out of `pages`; what is left in it at the end is the caller's. */
	constructor(connection: Connection, sql: string, pages: RowPages) {
		this.#connection = connection;
		this.#pages = pages;
		this.#onError = (error) => {
			this.#error ??= error;
			this.#news.emit('news');
		};
		const query = connection.query(sql);
		query.on('result', (row) => {
			this.#add(row as unknown as (string | null)[]);
		});
		query.on('end', () => {
			this.#isEnded = true;
			this.#news.emit('news');
		});
		query.on('error', this.#onError);
		// A connection that breaks says so here alone.
		connection.on('error', this.#onError);
	}

	/** Whether the server has given every row, or an error in their place. */
	get isOver(): boolean {
		return this.#isEnded || this.#error !== null;
	}

	/** The next full page; null when there is none any more. @throws what the server or the connection said */
	async next(): Promise<RowPage | null> {
		if (this.#waiting.length === 0 && !this.isOver) await once(this.#news, 'news');
		const page = this.#waiting.shift();
		if (page === undefined) {
			if (this.#error !== null) throw this.#error;
			return null;
		}
		if (this.#isPaused) {
			this.#isPaused = false;
			this.#connection.resume();
		}
		return page;
	}

	/** Leaves the connection to others. */
	release(): void {
		this.#connection.off('error', this.#onError);
	}

	#add(row: readonly (string | null)[]): void {
		this.#pages.add(row);
		if (!this.#pages.isFull) return;
		const page = this.#pages.take();
		if (page !== null) this.#waiting.push(page);
		this.#news.emit('news');
		if (this.#waiting.length < WAITING_PAGES) return;
		this.#isPaused = true;
		this.#connection.pause();
	}
}
