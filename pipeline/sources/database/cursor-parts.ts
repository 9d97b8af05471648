import type { CursorRange } from '../row-source.ts';

/** How a dialect compares the cursor's column, all SQL. */
export interface CursorSql {
	/** What is compared and put in order. */
	readonly value: string;
	/** Whether there is no value. */
	readonly missing: string;
	/** Whether the value is none of the declared type, where the dialect lets a column have such; null where it cannot be. */
	readonly odd: string | null;
	/** A bound of the range, at the place of the parameter that `bind` notes. */
	readonly bound: (text: string, side: 'from' | 'to', bind: (value: string) => string) => string;
}

/** A part of the rows of a range, to be read as a whole before the next one. */
export interface CursorPart {
	readonly where: string;
	readonly parameters: readonly string[];
	/** Whether its rows are to come in the order of the cursor. */
	readonly isOrdered: boolean;
}

/**
 * The parts that a range is read in, which have no row in common: the rows within it, in order, then those without a value,
 * which no comparison finds. So each can go by an index.
 * @param place the text of a parameter by its number, counted from 1
 */
export function cursorParts(
	range: CursorRange | null,
	cursor: CursorSql,
	isMissingWanted: boolean,
	place: (number: number) => string,
): CursorPart[] {
	const { from, to } = range ?? { from: null, to: null };
	const parameters: string[] = [];
	const bind = (value: string): string => place(parameters.push(value));
	const conditions = [
		// A comparison alone would let in texts that are empty, which have no value either.
		...(from === null ? [`not (${cursor.missing})`] : []),
		...(cursor.odd === null ? [] : [`not (${cursor.odd})`]),
		...(from === null ? [] : [`${cursor.value} >= ${cursor.bound(from, 'from', bind)}`]),
		...(to === null ? [] : [`${cursor.value} < ${cursor.bound(to, 'to', bind)}`]),
	];
	const others = [...(isMissingWanted ? [cursor.missing] : []), ...(cursor.odd === null ? [] : [cursor.odd])];
	const ranged = { where: conditions.join(' and '), parameters, isOrdered: true };
	if (others.length === 0) return [ranged];
	return [ranged, { where: others.join(' or '), parameters: [], isOrdered: false }];
}
