/** Reading a nested column takes DuckDB twice the time for each level: a second at 20, a quarter of an hour at 30. */
export const MAX_NESTING = 12;

/**
 * How deep a DuckDB type nests: 0 for a plain one, 1 for a list, a structure or a map of plain ones.
 * @example nestingOf('STRUCT(a INTEGER[], b VARCHAR)[]') === 3
 */
export function nestingOf(type: string): number {
	/** For each parenthesis that is open, how deep what has ended in it nests. */
	const open: number[] = [];
	let deepest = 0;
	let current = 0;
	const end = (): void => {
		deepest = Math.max(deepest, current);
		current = 0;
	};
	// Names of fields may hold anything, in quotes.
	for (const [token] of type.matchAll(/"(?:[^"]|"")*"|[(),[]/g)) {
		if (token === '(') {
			open.push(deepest);
			deepest = 0;
			current = 0;
		} else if (token === ')') {
			end();
			current = deepest + 1;
			deepest = open.pop() ?? 0;
		} else if (token === ',') end();
		else if (token === '[') current += 1;
	}
	end();
	return deepest;
}
