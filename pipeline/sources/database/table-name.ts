/** An unquoted part has neither dots nor quotes; a quoted one anything, with its own mark doubled. */
const PART = /"((?:[^"]|"")+)"|`((?:[^`]|``)+)`|([^."`\s][^."`]*)/y;

function unquoted([, double, back, plain]: RegExpExecArray): string {
	if (double !== undefined) return double.replaceAll('""', '"');
	if (back !== undefined) return back.replaceAll('``', '`');
	return plain ?? '';
}

/**
 * The name of a table, with that of its schema first where it has one: `public.orders`, `public."a.b"`. Null when it is no
 * such name.
 */
export function tableNameParts(text: string): readonly string[] | null {
	const parts: string[] = [];
	let at = 0;
	while (parts.length < 2) {
		PART.lastIndex = at;
		const found = PART.exec(text);
		if (found === null) return null;
		parts.push(unquoted(found));
		at = PART.lastIndex;
		if (at === text.length) break;
		if (text[at] !== '.') return null;
		at += 1;
	}
	const isWhole = at === text.length && text.at(-1) !== '.';
	return isWhole && !parts.some((part) => part.includes('\0')) ? parts : null;
}

/** Parts of a name as `tableNameParts` reads them: quoted where they are more than a plain name. */
export function tableNameText(parts: readonly string[]): string {
	return parts.map((part) => (/^[^."`\s][^."`]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`)).join('.');
}
