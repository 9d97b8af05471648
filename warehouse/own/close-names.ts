/** How many letters have to be put in, left out or changed to make one text of another. */
function distance(one: string, other: string): number {
	let row = Array.from({ length: other.length + 1 }, (_, index) => index);
	for (const [index, letter] of Array.from(one).entries()) {
		const next = [index + 1];
		for (const [place, against] of Array.from(other).entries()) {
			const changed = (row[place] ?? 0) + (letter === against ? 0 : 1);
			next.push(Math.min((next[place] ?? 0) + 1, (row[place + 1] ?? 0) + 1, changed));
		}
		row = next;
	}
	return row.at(-1) ?? 0;
}

/** What somebody may have meant by a name that is not there: the names that differ by a slip, else all of them. */
export function closeNames(name: string, names: readonly string[]): readonly string[] {
	const close = names.filter((each) => distance(name, each) <= Math.max(2, name.length / 5));
	return close.length === 0 ? names : close;
}
