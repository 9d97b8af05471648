import { SourceError } from '../../errors.ts';
import type { ColumnType } from '../contract/source-schema.ts';
import type { RowFields } from '../row-source.ts';

/** A value that can be compared with others of its column; null where it cannot be told. */
export type Comparable = number | bigint | null;

const ISO_TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2}(?:\.\d+)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A cursor's value for comparing: milliseconds of days and times, as of UTC where they have no offset. */
export function comparable(text: string | null, type: ColumnType): Comparable {
	if (text === null) return null;
	if (type === 'date' || type === 'timestamp') {
		const [, day = '', time = '00:00:00', offset = 'Z'] = ISO_TIME.exec(text.trim()) ?? [];
		// Of times without an offset as of those with one: the source's texts and the range are of one kind.
		const instant = Date.parse(`${day}T${time}${offset}`);
		return Number.isNaN(instant) ? null : instant;
	}
	if (type === 'integer' && /^\s*[+-]?\d+\s*$/.test(text)) return BigInt(text);
	const number = type === 'text' || text.trim() === '' ? Number.NaN : Number(text);
	return Number.isNaN(number) ? null : number;
}

/** Watches over rows that are said to come in descending order of the cursor, to know when all that is wanted has come. */
export class DescendingOrder {
	readonly #place: string;
	readonly #index: number;
	readonly #type: ColumnType;

	/** @param index of the cursor among the fields */
	constructor(place: string, index: number, type: ColumnType) {
		this.#place = place;
		this.#index = index;
		this.#type = type;
	}

	/**
	 * Whether a page lies wholly before `from`, so that no later one has any row of the range. Never where a value cannot be
	 * told, or there is no row.
	 * @throws SourceError when a row of the page comes after one that is less: pages that are left out might hold wanted ones
	 * then. From one page to the next that proves nothing: rows that changed meanwhile push those after them back.
	 */
	isBefore(rows: readonly RowFields[], from: string | null): boolean {
		const least = comparable(from, this.#type);
		let isBefore = rows.length > 0 && least !== null;
		let last: Comparable = null;
		for (const row of rows) {
			const value = comparable(row[this.#index] ?? null, this.#type);
			if (value === null) {
				isBefore = false;
				continue;
			}
			if (last !== null && value > last) {
				throw new SourceError(`${this.#place} does not give its rows in descending order, as order says`, {
					hint: 'ask for that order in query, or leave order out: then all pages are read',
				});
			}
			last = value;
			if (least !== null && value >= least) isBefore = false;
		}
		return isBefore;
	}
}
